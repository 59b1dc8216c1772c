/** Whose token a call carries, whether it is good, whether the proof fits it, and what the Page may do. */
import { createHmac } from 'node:crypto'
import type { Page } from '../world/state.ts'
import { textOf, type AllowedCall, type GraphCall } from './call.ts'
import { GraphError } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

export function proofOf(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex')
}

/** Throws GraphError 104 without a token, 190 for a bad or dead one, 100 (GraphMethodException) for a wrong or missing proof. */
export function allowCall(world: GraphWorld, call: GraphCall): AllowedCall {
  const { token } = call
  if (token === undefined)
    throw new GraphError(104, 'An access token is required to request this resource.', { status: 401 })
  const page = findPageByToken(world, token)
  if (page === undefined && token !== `${world.appId}|${world.appSecret}`)
    throw new GraphError(190, 'Invalid OAuth access token.', { status: 401 })
  checkProof(world, call, token)
  if (page?.tokenDead !== undefined) throw deadToken(page.tokenDead)
  return { ...call, page }
}

export function findPageByToken(world: GraphWorld, token: string): Page | undefined {
  return [...world.pages.values()].find((page) => page.token === token)
}

export function deadToken(subcode: number): GraphError {
  const why =
    subcode === 463
      ? 'Session has expired'
      : 'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.'
  return new GraphError(190, `Error validating access token: ${why}`, { subcode, status: 401 })
}

/** Throws GraphError 230 without pages_messaging, 10 without another permission. */
export function requirePermission({ permissions }: Page, permission: string): void {
  if (permissions.has(permission)) return
  if (permission === 'pages_messaging')
    throw new GraphError(230, '(#230) Requires pages_messaging permission to manage the object', {
      status: 403,
    })
  throw new GraphError(10, `(#10) This endpoint requires the '${permission}' permission`, { status: 403 })
}

function checkProof(world: GraphWorld, { params }: GraphCall, token: string): void {
  const proof = textOf(params, 'appsecret_proof')
  if (proof === undefined && !world.rules.requireProof) return
  if (proof === proofOf(token, world.appSecret)) return
  // The app's own token holds the secret already; a proof of it is checked when there is one.
  if (proof === undefined && token.includes('|')) return
  const why =
    proof === undefined
      ? 'API calls from the server require an appsecret_proof argument'
      : 'Invalid appsecret_proof provided in the API argument'
  throw new GraphError(100, why, { type: 'GraphMethodException' })
}

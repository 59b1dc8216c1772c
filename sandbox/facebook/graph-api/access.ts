/** Whose token a call carries, whether it is good, and whether the proof fits it. */
import { createHmac } from 'node:crypto'
import { textOf } from './call.ts'
import type { AllowedCall, GraphCall } from './call.ts'
import { GraphError } from './graph-error.ts'
import type { Page } from '../world/state.ts'
import type { GraphWorld } from './graph-world.ts'

export function proofOf(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex')
}

/** Throws GraphError 104 without a token, 190 for a bad or dead one, 100 (GraphMethodException) for a wrong or missing proof. */
export function allowCall(world: GraphWorld, call: GraphCall): AllowedCall {
  const { token } = call
  if (token === undefined)
    throw new GraphError({
      code: 104,
      status: 401,
      message: 'An access token is required to request this resource.',
    })
  const page = findPageByToken(world, token)
  if (page === undefined && token !== `${world.appId}|${world.appSecret}`)
    throw new GraphError({ code: 190, status: 401, message: 'Invalid OAuth access token.' })
  checkProof(world, call, token)
  if (page?.tokenDead !== undefined) throw deadToken(page.tokenDead)
  return { ...call, page }
}

export function findPageByToken(world: GraphWorld, token: string): Page | undefined {
  for (const page of world.pages.values()) if (page.token === token) return page
  return undefined
}

export function deadToken(subcode: number): GraphError {
  const why =
    subcode === 463
      ? 'Session has expired'
      : 'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.'
  return new GraphError({ code: 190, subcode, status: 401, message: `Error validating access token: ${why}` })
}

function checkProof(world: GraphWorld, { params }: GraphCall, token: string): void {
  const proof = textOf(params, 'appsecret_proof')
  if (proof === undefined && !world.rules.requireProof) return
  if (proof === proofOf(token, world.appSecret)) return
  // The app's own token holds the secret already; a proof of it is checked when there is one.
  if (proof === undefined && token.includes('|')) return
  throw new GraphError({
    code: 100,
    type: 'GraphMethodException',
    message:
      proof === undefined
        ? 'API calls from the server require an appsecret_proof argument'
        : 'Invalid appsecret_proof provided in the API argument',
  })
}

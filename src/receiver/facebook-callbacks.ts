import type { Context } from 'koa'
import type { PrivacyRequest, PrivacyRequestKind, PrivacyRequestStatus } from '../domain/privacy-request.ts'
import { isRequestCode } from '../domain/privacy-request.ts'
import { createSignedRequestReader } from '../facebook/signed-request.ts'
import type { BodyBudget } from './body-budget.ts'
import { toStatusPage } from './deletion-page.ts'
import { announcedBytes, readBody } from './read-body.ts'
import type { WebhookConnections } from './webhook.ts'

/** Where the requests of Facebook's callbacks are kept until a worker takes them. */
export interface PrivacyRequests {
  /** True when the request is on disk in Redis. False when it may not be. */
  add(request: PrivacyRequest): Promise<boolean>
  /** Undefined: there is no such request. Throws what Redis does. */
  find(code: string): Promise<PrivacyRequestStatus | undefined>
}

export interface CallbackOptions {
  readonly appSecrets: readonly string[]
  /** Address of this receiver as people reach it. Absent: `https://` and the host that Facebook called. */
  readonly publicUrl?: string | undefined
  readonly now?: () => number
}

export interface CallbackPorts {
  readonly requests: PrivacyRequests
  readonly isClosing: () => boolean
  readonly budget: BodyBudget
  readonly connections: Pick<WebhookConnections, 'isKnown' | 'vouchFor'>
}

/** A real one has some 300 bytes. */
const mostBytes = 16 * 1024

/**
 * `POST /facebook/data-deletion` and `POST /facebook/deauthorize`: 200 when the request is on disk in Redis, 503 when it
 * may not be. 403 without a right `signed_request`, 413 above 16 KiB. The response to a deletion names its status page.
 * Source: docs/platform.md, 12.
 */
export function createFacebookCallback(
  kind: PrivacyRequestKind,
  { appSecrets, publicUrl, now = Date.now }: CallbackOptions,
  { requests, isClosing, budget, connections }: CallbackPorts,
): (ctx: Context) => Promise<void> {
  const read = createSignedRequestReader(appSecrets, kind)

  async function receive(ctx: Context): Promise<number> {
    if (announcedBytes(ctx.req) > mostBytes) return 413
    const room = budget.open({ isKnown: connections.isKnown(ctx.req.socket) })
    try {
      if (ctx.req.headers.expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue()
      const body = await readBody(ctx.req, { maxBytes: mostBytes, room })
      if (typeof body === 'string') return body === 'too_large' ? 413 : body === 'busy' ? 503 : 400
      const given = new URLSearchParams(body.toString('latin1')).getAll('signed_request')
      const signed = given.length === 1 ? read(given[0] ?? '') : undefined
      if (signed === undefined) return 403
      connections.vouchFor(ctx.req.socket)
      if (!(await requests.add({ kind, receivedTs: now(), ...signed }))) return 503
      ctx.body = kind === 'deauthorize' ? { ok: true } : toAnswer(ctx, signed.code)
      return 200
    } finally {
      room.release()
    }
  }

  function toAnswer(ctx: Context, code: string): object {
    const base = publicUrl ?? `https://${ctx.host}`
    return { url: `${base}/facebook/data-deletion/${code}`, confirmation_code: code }
  }

  return async function facebookCallback(ctx) {
    const status = await receive(ctx)
    ctx.status = status
    if (status !== 200) ctx.body = refusals[status]
    if (status === 503) ctx.set('Retry-After', '1')
    ctx.set('X-Content-Type-Options', 'nosniff')
    if (isClosing() || !ctx.req.complete) ctx.set('Connection', 'close')
  }
}

const refusals: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden: signed_request is missing, or not signed with the secret of this app',
  413: 'Payload Too Large',
  503: 'Service Unavailable',
}

/** `GET /facebook/data-deletion/<code>`: what became of the request, for the customer who made it. */
export function createDeletionStatus(
  requests: Pick<PrivacyRequests, 'find'>,
): (ctx: Context) => Promise<void> {
  return async function deletionStatus(ctx) {
    const code = ctx.path.slice(ctx.path.lastIndexOf('/') + 1)
    const found = isRequestCode(code)
      ? await requests.find(code).catch(() => 'unavailable' as const)
      : undefined
    ctx.status = found === undefined ? 404 : found === 'unavailable' ? 503 : 200
    ctx.type = 'text/html'
    ctx.set('Cache-Control', 'no-store')
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.set('Referrer-Policy', 'no-referrer')
    ctx.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )
    ctx.body = toStatusPage(found, code)
  }
}

import type { Context } from 'koa'
import { isUtf8 } from 'node:buffer'
import { createSignatureCheck, isSameSecret } from '../facebook/signature.ts'
import { metrics } from '../telemetry/metrics.ts'
import type { DeliveryCommit, ReceivedDelivery } from './commit.ts'
import { readBody } from './read-body.ts'

export interface WebhookSecrets {
  /** App secrets; several while they are rotated. */
  readonly appSecrets: readonly string[]
  readonly verifyToken: string
}

/** Facebook sends no larger body: the largest batch of 1,000 entries has about 1 MiB. */
const maxBodyBytes = 4 * 1024 * 1024

/** `GET /webhook`: returns the challenge unchanged when the verify token is right. Source: docs/platform.md, 1.1. */
export function createVerification({ verifyToken }: WebhookSecrets): (ctx: Context) => void {
  return function verification(ctx) {
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = ctx.query
    const isOurs = typeof token === 'string' && isSameSecret(token, verifyToken)
    if (mode !== 'subscribe' || !isOurs || typeof challenge !== 'string') ctx.throw(403)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.type = 'text/plain'
    ctx.body = challenge
  }
}

export interface WebhookPorts {
  readonly deliveries: Pick<DeliveryCommit, 'commit'>
  /** True once the receiver stops. Each response is then the last of its connection. */
  readonly isClosing: () => boolean
}

/**
 * `POST /webhook`: 200 when the delivery is on disk in Redis, 503 when it may not be. Nothing is parsed. 403 without
 * a right signature over the raw bytes, 413 above 4 MiB, 415 when compressed.
 */
export function createWebhook(
  { appSecrets }: WebhookSecrets,
  { deliveries, isClosing }: WebhookPorts,
): (ctx: Context) => Promise<void> {
  const isSigned = createSignatureCheck(appSecrets)

  function refuse(ctx: Context, refusal: Refusal): void {
    const { status, text } = refusals[refusal]
    metrics.webhooks.inc({ result: refusal })
    ctx.status = status
    ctx.body = text
    if (refusal === 'unavailable') ctx.set('Retry-After', '1')
    if (isClosing() || !ctx.req.complete) ctx.set('Connection', 'close') // the rest of the body is not read
  }

  return async function webhook(ctx) {
    const refusal = refusalByHeaders(ctx)
    if (refusal !== undefined) return refuse(ctx, refusal)
    const body = await readBody(ctx.req, maxBodyBytes)
    if (typeof body === 'string') return refuse(ctx, body)
    const at = Date.now()
    const started = performance.now()
    if (!isSigned(body, header(ctx, 'x-hub-signature-256'))) return refuse(ctx, 'forbidden')
    const stored = await deliveries.commit(toDelivery(body, at))
    if (!stored) return refuse(ctx, 'unavailable')
    acknowledge(ctx, isClosing() ? lastAckHeaders : ackHeaders)
    metrics.webhooks.inc(acked)
    metrics.ackSeconds.observe((performance.now() - started) / 1000)
  }
}

const acked = { result: 'acked' }
const ack = 'EVENT_RECEIVED'
const ackHeaders = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': ack.length }
const lastAckHeaders = { ...ackHeaders, Connection: 'close' }

/** Skips Koa's search for the type and length of a body. Both are known, and nearly every response is this one. */
function acknowledge(ctx: Context, headers: Readonly<Record<string, string | number>>): void {
  ctx.respond = false
  ctx.res.writeHead(200, headers).end(ack, 'latin1')
}

const refusals = {
  forbidden: { status: 403, text: 'Forbidden' },
  aborted: { status: 400, text: 'Bad Request' },
  too_large: { status: 413, text: 'Payload Too Large' },
  compressed: { status: 415, text: 'Unsupported Media Type: send the body uncompressed' },
  unavailable: { status: 503, text: 'Service Unavailable' },
} as const
type Refusal = keyof typeof refusals

function refusalByHeaders(ctx: Context): Refusal | undefined {
  const encoding = header(ctx, 'content-encoding')
  if (encoding !== undefined && encoding !== 'identity') return 'compressed'
  return Number(header(ctx, 'content-length') ?? 0) > maxBodyBytes ? 'too_large' : undefined
}

function header(ctx: Context, name: string): string | undefined {
  const value = ctx.req.headers[name]
  return typeof value === 'string' ? value : undefined
}

function toDelivery(body: Buffer, at: number): ReceivedDelivery {
  return isUtf8(body) ? { body: body.toString(), at } : { body: body.toString('base64'), base64: true, at }
}

import type { Context, Next } from 'koa'
import { getRawBody } from 'raw-body'
import { isSameSecret, isSignedBy } from '../facebook/signature.ts'
import { metrics } from '../telemetry/metrics.ts'
import type { DeliveryCommit, ReceivedDelivery } from './commit.ts'
import { isUtf8 } from 'node:buffer'

export interface WebhookSecrets {
  /** App secrets; several while one is being replaced. */
  readonly appSecrets: readonly string[]
  readonly verifyToken: string
}

/** Facebook sends no more; the largest batch of 1,000 entries has about 1 MiB. */
const maxBodyBytes = 4 * 1024 * 1024

/** `GET /webhook`: echoes the challenge untouched when the token is ours. Source: platform facts 1.1. */
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

/**
 * `POST /webhook`: 200 when the delivery is on disk in Redis, 503 when it may not be; nothing is parsed.
 * 403 without a right signature over the raw bytes, 413 above 4 MiB, 415 when compressed.
 */
export function createWebhook(
  { appSecrets }: WebhookSecrets,
  deliveries: Pick<DeliveryCommit, 'commit'>,
): (ctx: Context, next: Next) => Promise<void> {
  return async function webhook(ctx) {
    const refusal = refusalByHeaders(ctx)
    if (refusal !== undefined) return refuse(ctx, refusal)
    const body = await readBody(ctx)
    if (body === undefined) return
    const at = Date.now()
    const started = performance.now()
    if (!isSignedBy(appSecrets, body, header(ctx, 'x-hub-signature-256'))) return refuse(ctx, 'forbidden')
    const stored = await deliveries.commit(toDelivery(body, at))
    if (!stored) return refuse(ctx, 'unavailable')
    ctx.status = 200
    ctx.set('Content-Type', 'text/plain; charset=utf-8') // given, so that Koa need not look it up for every ack
    ctx.body = 'EVENT_RECEIVED'
    metrics.webhooks.inc(acked)
    metrics.ackSeconds.observe((performance.now() - started) / 1000)
  }
}

const acked = { result: 'acked' }

const refusals = {
  forbidden: { status: 403, text: 'Forbidden' },
  too_large: { status: 413, text: 'Payload Too Large' },
  compressed: { status: 415, text: 'Unsupported Media Type: send the body uncompressed' },
  unavailable: { status: 503, text: 'Service Unavailable' },
} as const
type Refusal = keyof typeof refusals

function refuse(ctx: Context, refusal: Refusal): void {
  const { status, text } = refusals[refusal]
  metrics.webhooks.inc({ result: refusal })
  ctx.status = status
  ctx.body = text
  if (refusal === 'unavailable') ctx.set('Retry-After', '1')
  if (!ctx.req.complete) ctx.set('Connection', 'close') // the rest of the body is not read
}

function refusalByHeaders(ctx: Context): Refusal | undefined {
  const encoding = header(ctx, 'content-encoding')
  if (encoding !== undefined && encoding !== 'identity') return 'compressed'
  return Number(header(ctx, 'content-length') ?? 0) > maxBodyBytes ? 'too_large' : undefined
}

function header(ctx: Context, name: string): string | undefined {
  const value = ctx.req.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** The bytes, or undefined when the answer is given already: too many, or the sender gave up. */
async function readBody(ctx: Context): Promise<Buffer | undefined> {
  try {
    return await getRawBody(ctx.req, { limit: maxBodyBytes })
  } catch (error) {
    const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large'
    if (tooLarge) refuse(ctx, 'too_large')
    else {
      metrics.webhooks.inc({ result: 'aborted' })
      ctx.status = 400
      ctx.set('Connection', 'close')
    }
    return undefined
  }
}

function toDelivery(body: Buffer, at: number): ReceivedDelivery {
  return isUtf8(body) ? { body: body.toString(), at } : { body: body.toString('base64'), base64: true, at }
}

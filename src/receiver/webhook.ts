import type { Context } from 'koa'
import { isUtf8 } from 'node:buffer'
import type { Socket } from 'node:net'
import { createSignatureCheck, isSameSecret, isSignatureFormat } from '../facebook/signature.ts'
import { metrics } from '../telemetry/metrics.ts'
import type { DeliveryCommit, ReceivedDelivery } from './commit.ts'
import { type BodyBudget, type BodyRoom, smallBodyBytes } from './body-budget.ts'
import { announcedBytes, readBody } from './read-body.ts'

export interface WebhookSecrets {
  /** App secrets; several while they are rotated. */
  readonly appSecrets: readonly string[]
  readonly verifyToken: string
}

/** Facebook sends no larger body: the largest batch of 1,000 entries has about 1 MiB. */
const maxBodyBytes = 4 * 1024 * 1024

/** Facebook's has some 150 characters. */
const longestQuery = 4_096

/** `GET /webhook`: returns the challenge unchanged when the verify token is right. Source: docs/platform.md, 1.1. */
export function createVerification({ verifyToken }: WebhookSecrets): (ctx: Context) => void {
  return function verification(ctx) {
    // Koa's own parser takes a time that grows with the square of repeated names.
    if (ctx.querystring.length > longestQuery) ctx.throw(403)
    const query = new URLSearchParams(ctx.querystring)
    const [mode, token, challenge] = ['hub.mode', 'hub.verify_token', 'hub.challenge'].map((name) => {
      const given = query.getAll(name)
      return given.length === 1 ? given[0] : undefined
    })
    const isOurs = token !== undefined && isSameSecret(token, verifyToken)
    if (mode !== 'subscribe' || !isOurs || challenge === undefined) return ctx.throw(403)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.type = 'text/plain'
    ctx.body = challenge
  }
}

export interface WebhookPorts {
  readonly deliveries: Pick<DeliveryCommit, 'commit'>
  /** True once the receiver stops. Each response is then the last of its connection. */
  readonly isClosing: () => boolean
  readonly budget: BodyBudget
  readonly connections: WebhookConnections
}

/** A connection that has carried a signed delivery is known. Strangers give way to it. */
export interface WebhookConnections {
  isKnown(socket: Socket): boolean
  vouchFor(socket: Socket): void
}

/**
 * `POST /webhook`: 200 when the delivery is on disk in Redis, 503 when it may not be, or when there is no memory for
 * its body. Nothing is parsed. 403 without a right signature over the raw bytes, 413 above 4 MiB, 415 when
 * compressed. A body is read only where its headers may be right.
 */
export function createWebhook(
  { appSecrets }: WebhookSecrets,
  { deliveries, isClosing, budget, connections }: WebhookPorts,
): (ctx: Context) => Promise<void> {
  const isSigned = createSignatureCheck(appSecrets)

  function refuse(ctx: Context, refusal: Refusal): void {
    const { status, text } = refusals[refusal]
    metrics.webhooks.inc({ result: refusal })
    ctx.status = status
    ctx.body = text
    if (status === 503) ctx.set('Retry-After', '1')
    // Node drops the rest of a small body as it comes. Any other ends with its connection.
    const isDropped =
      announcedBytes(ctx.req) <= smallBodyBytes && ctx.req.headers['transfer-encoding'] === undefined
    if (isClosing() || (!ctx.req.complete && !isDropped)) ctx.set('Connection', 'close')
  }

  async function receiveDelivery(ctx: Context, room: BodyRoom): Promise<Refusal | undefined> {
    const refusal = refusalByHeaders(ctx)
    if (refusal !== undefined) return refusal
    if (ctx.req.headers.expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue()
    const body = await readBody(ctx.req, { maxBytes: maxBodyBytes, room })
    if (typeof body === 'string') return body
    const at = Date.now()
    const started = performance.now()
    if (!isSigned(body, header(ctx, 'x-hub-signature-256'))) return 'forbidden'
    connections.vouchFor(ctx.req.socket)
    const stored = await deliveries.commit(toDelivery(body, at))
    if (!stored) return 'unavailable'
    acknowledge(ctx, isClosing() ? lastAckHeaders : ackHeaders)
    metrics.webhooks.inc(acked)
    metrics.ackSeconds.observe((performance.now() - started) / 1000)
    return undefined
  }

  return async function webhook(ctx) {
    const room = budget.open({ isKnown: connections.isKnown(ctx.req.socket) })
    const refusal = await receiveDelivery(ctx, room)
    room.release()
    if (refusal !== undefined) refuse(ctx, refusal)
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
  fragmented: { status: 400, text: 'Bad Request: the pieces of the body are too small' },
  too_large: { status: 413, text: 'Payload Too Large' },
  compressed: { status: 415, text: 'Unsupported Media Type: send the body uncompressed' },
  unavailable: { status: 503, text: 'Service Unavailable' },
  busy: { status: 503, text: 'Service Unavailable: too many large requests at once' },
} as const
type Refusal = keyof typeof refusals

function refusalByHeaders(ctx: Context): Refusal | undefined {
  const encoding = header(ctx, 'content-encoding')
  if (encoding !== undefined && encoding !== 'identity') return 'compressed'
  if (announcedBytes(ctx.req) > maxBodyBytes) return 'too_large'
  return isSignatureFormat(header(ctx, 'x-hub-signature-256')) ? undefined : 'forbidden'
}

function header(ctx: Context, name: string): string | undefined {
  const value = ctx.req.headers[name]
  return typeof value === 'string' ? value : undefined
}

function toDelivery(body: Buffer, at: number): ReceivedDelivery {
  return isUtf8(body) ? { body: body.toString(), at } : { body: body.toString('base64'), base64: true, at }
}

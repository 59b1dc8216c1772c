import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Router } from '@koa/router'
import Koa from 'koa'
import { boundConnections } from '../http/bound-connections.ts'
import { isClientFault } from '../http/client-fault.ts'
import { listen } from '../listen.ts'
import { metrics } from '../telemetry/metrics.ts'
import { createBodyBudget } from './body-budget.ts'
import type { DeliveryCommit } from './commit.ts'
import { createDeletionStatus, createFacebookCallback, type PrivacyRequests } from './facebook-callbacks.ts'
import { createVerification, createWebhook, type WebhookSecrets } from './webhook.ts'

export interface Receiver {
  readonly port: number
  /** Takes no new connection, responds to every request under way, then resolves. */
  close(): Promise<void>
}

export interface ReceiverOptions extends WebhookSecrets {
  readonly port: number
  readonly host?: string | undefined
  readonly deliveries: DeliveryCommit
  /** For Facebook's callbacks about deletion and removal of the app. Absent: there are none. */
  readonly privacyRequests?: PrivacyRequests
  /** See `CallbackOptions`. */
  readonly publicUrl?: string | undefined
  /** Why deliveries cannot be stored now, or undefined. `/readyz` waits for it. */
  readonly notReadyBecause: () => string | undefined | Promise<string | undefined>
  readonly onError: (error: Error) => void
  /** A connection was closed, so that others can be served. */
  readonly onConnectionClosed?: () => void
  readonly timeouts?: Partial<ServerTimeouts>
  readonly bounds?: Partial<ServerBounds>
}

/** What strangers may use up at most. */
export interface ServerBounds {
  readonly connections: number
  /** Memory for bodies above 16 KiB. */
  readonly bodyBytes: number
  /** An unfinished body that is older gives way to another one. */
  readonly slowBodyMs: number
}

/** Facebook's largest batches have about 1 MiB. */
const defaultBounds: ServerBounds = { connections: 2_000, bodyBytes: 48 * 1024 * 1024, slowBodyMs: 1_000 }

export interface ServerTimeouts {
  /** The time for all headers, and for a whole request. A slower client is cut off. */
  readonly headersMs: number
  readonly requestMs: number
  /** How often the two limits are checked. */
  readonly checkMs: number
  /** How long requests may stay under way after a stop. */
  readonly drainMs: number
}

const defaultTimeouts: ServerTimeouts = {
  headersMs: 5_000,
  requestMs: 10_000,
  checkMs: 1_000,
  drainMs: 12_000, // the slowest body may take 10 s
}

/**
 * A receiver that listens: `/webhook`, `/healthz` (the process lives), `/readyz` (a delivery would be stored now), and
 * Facebook's callbacks about a customer's data under `/facebook`.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  let closing = false
  const bounds = { ...defaultBounds, ...options.bounds }
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const server = createServer({
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    connectionsCheckingInterval: timeouts.checkMs,
    keepAliveTimeout: 75_000, // longer than the 60 s of a load balancer, which must close first
  })
  server.maxHeadersCount = 100
  const connections = boundConnections(server, {
    most: bounds.connections,
    onClosed() {
      metrics.connectionsClosed.inc()
      options.onConnectionClosed?.()
    },
  })
  const budget = createBodyBudget({ mostBytes: bounds.bodyBytes, slowMs: bounds.slowBodyMs })
  metrics.receiverConnections.read(() => connections.open)
  metrics.receiverBodyBytes.read(() => budget.bytes)
  const webhook = createWebhook(options, {
    deliveries: options.deliveries,
    isClosing: () => closing,
    budget,
    connections,
  })
  const app = new Koa()
  const router = new Router()
  router.get('/webhook', createVerification(options))
  router.post('/webhook', webhook)
  if (options.privacyRequests !== undefined) {
    const ports = { requests: options.privacyRequests, isClosing: () => closing, budget, connections }
    router.post('/facebook/data-deletion', createFacebookCallback('data_deletion', options, ports))
    router.post('/facebook/deauthorize', createFacebookCallback('deauthorize', options, ports))
    router.get('/facebook/data-deletion/:code', createDeletionStatus(options.privacyRequests))
  }
  router.get('/healthz', (ctx) => {
    ctx.body = 'ok'
  })
  router.get('/readyz', async (ctx) => {
    const reason = closing ? 'shutting down' : await options.notReadyBecause()
    ctx.status = reason === undefined ? 200 : 503
    ctx.body = reason ?? 'ready'
  })
  // Facebook's address comes before the router. Matching costs a tenth of a response.
  app.use((ctx, next) => (ctx.url === '/webhook' && ctx.method === 'POST' ? webhook(ctx) : next()))
  app.use(async (ctx, next) => {
    await next()
    if (closing) ctx.set('Connection', 'close') // checked last, as the stop may come during the request
  })
  app.use(router.routes())
  app.use(router.allowedMethods())
  app.on('error', (error: RequestError) => {
    if (error.expose !== true && !isClientFault(error)) options.onError(error)
  })

  const handle = app.callback()
  function serve(req: IncomingMessage, res: ServerResponse): void {
    if (connections.mayRespond(req, res)) void handle(req, res)
  }
  server.on('request', serve)
  server.on('checkContinue', serve) // the webhook asks for a body only if it will read it
  const port = await listen(server, { port: options.port, host: options.host, backlog: 1024 })
  return {
    port,
    async close() {
      closing = true
      const closed = closeServer(server, timeouts)
      connections.closeSilent()
      await closed
      await options.deliveries.drain()
    },
  }
}

interface RequestError extends Error {
  readonly expose?: boolean
}

async function closeServer(server: Server, { drainMs }: ServerTimeouts): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  clearTimeout(deadline)
}

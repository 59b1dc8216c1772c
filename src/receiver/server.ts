import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { Router } from '@koa/router'
import Koa from 'koa'
import { listen } from '../listen.ts'
import type { DeliveryCommit } from './commit.ts'
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
  /** Why deliveries cannot be stored now, or undefined. `/readyz` waits for it. */
  readonly notReadyBecause: () => string | undefined | Promise<string | undefined>
  readonly onError: (error: Error) => void
  readonly timeouts?: Partial<ServerTimeouts>
}

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
 * A receiver that listens: `/webhook`, `/healthz` (the process lives), `/readyz` (a delivery would be stored now).
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  let closing = false
  const app = new Koa()
  const webhook = createWebhook(options, { deliveries: options.deliveries, isClosing: () => closing })
  const router = new Router()
  router.get('/webhook', createVerification(options))
  router.post('/webhook', webhook)
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
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      connectionsCheckingInterval: timeouts.checkMs,
      keepAliveTimeout: 75_000, // longer than the 60 s of a load balancer, which must close first
    },
    (req, res) => {
      void handle(req, res)
    },
  )
  const connections = new Set<Socket>()
  server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  const port = await listen(server, { port: options.port, host: options.host, backlog: 1024 })
  return {
    port,
    async close() {
      closing = true
      const closed = closeServer(server, timeouts)
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy() // opened ahead by a load balancer
      await closed
      await options.deliveries.drain()
    },
  }
}

interface RequestError extends Error {
  readonly expose?: boolean
  readonly code?: string
}

/**
 * The client ended the connection or sent no HTTP. Pagebeat did not fail, and anyone could fill the log with such
 * errors.
 */
function isClientFault({ code = '' }: RequestError): boolean {
  return clientFaults.has(code) || code.startsWith('HPE_') // of Node's HTTP parser
}

const clientFaults = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_HTTP_REQUEST_TIMEOUT'])

async function closeServer(server: Server, { drainMs }: ServerTimeouts): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  clearTimeout(deadline)
}

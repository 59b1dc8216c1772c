import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { createBullBoard } from '@bull-board/api'
import { KoaAdapter } from '@bull-board/koa'
import { Router } from '@koa/router'
import type { Queue } from 'bullmq'
import Koa, { type Context, type Middleware, type Next } from 'koa'
import { type StageName, stageNames } from '../../src/domain/stage-name.ts'
import { type Login, requireLogin } from '../../src/http/require-login.ts'
import { keepForQueueMonitor } from '../../queues/retention.ts'
import { requireHarmless, securityHeaders } from './guard.ts'
import { notices } from './notice.ts'
import { mostJobs, RedactingAdapter } from './redacting-adapter.ts'
import { isDoneWithin } from '../../src/within.ts'

export interface BoardOptions {
  readonly login: Login | undefined
  readonly writable: boolean
  readonly queueOf: (stage: StageName) => Queue
  /** False while Redis is not connected: the queue monitor then answers 503 at once. */
  readonly isRedisReady: () => boolean
  /** Text for Prometheus. Throws when Redis does not answer. */
  readonly scrape: () => Promise<string>
  readonly onError: (error: Error) => void
  /** Of the client, also behind a trusted proxy. */
  readonly addressOf?: (req: IncomingMessage) => string
  /** This connection carried the right password. */
  readonly onLogin?: (socket: Socket) => void
}

/** Serves `/queues` (Bull Board, redacted), `/metrics`, and `/healthz`, which needs no login. */
export function createBoardApp(options: BoardOptions): Koa {
  const app = new Koa()
  app.on('error', (error: Error & { expose?: boolean }) => {
    if (error.expose !== true) options.onError(error)
  })
  app.use(securityHeaders)
  app.use(healthz)
  app.use(requireLogin(options.login, { addressOf: options.addressOf, onLogin: options.onLogin }))
  app.use(requireHarmless(options))
  const router = new Router()
  router.get('/', (ctx) => ctx.redirect('/queues'))
  router.get('/metrics', metricsRoute(options))
  app.use(router.routes())
  app.use(notices({ ...options, kept: keepForQueueMonitor.count }))
  app.use(boundedApi(options))
  app.use(bullBoard(options))
  return app
}

async function healthz(ctx: Context, next: Next): Promise<void> {
  if (ctx.path !== '/healthz' || !['GET', 'HEAD'].includes(ctx.method)) return await next()
  ctx.body = 'ok'
}

function metricsRoute({ scrape, isRedisReady, onError }: BoardOptions): (ctx: Context) => Promise<void> {
  return async function metrics(ctx) {
    if (!isRedisReady()) return unavailable(ctx)
    try {
      ctx.body = await scrape()
      ctx.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    } catch (error) {
      if (error instanceof Error) onError(error)
      unavailable(ctx)
    }
  }
}

function unavailable(ctx: Context): void {
  ctx.status = 503
  ctx.set('Retry-After', '1')
  ctx.body = 'Redis does not answer: check that it runs and that REDIS_URL is right'
}

const apiDeadlineMs = 5_000

/**
 * Bounds the API of Bull Board: the jobs on a page, the time to answer, and the text of errors, which must not quote
 * Redis. Its routes ignore upper and lower case, and so does this.
 */
function boundedApi({ isRedisReady, onError }: BoardOptions): Middleware {
  return async function bounded(ctx, next) {
    if (!/^\/queues\/+api(?:\/|$)/i.test(ctx.path)) return await next()
    if (!isRedisReady()) return unavailable(ctx)
    ctx.querystring = boundedQuery(ctx.querystring)
    const isDone = await isDoneWithin(apiDeadlineMs, next())
    if (!isDone || ctx.status >= 500) {
      onError(new Error(isDone ? 'Redis refused' : 'no response from Redis in time'))
      unavailable(ctx)
    }
  }
}

/** Each of these once, as a whole number from 1. RedactingAdapter has the same bound for the jobs, below all routes. */
function boundedQuery(querystring: string): string {
  const query = new URLSearchParams(querystring)
  for (const [name, most] of [
    ['jobsPerPage', mostJobs],
    ['page', 1_000_000],
  ] as const)
    if (query.has(name)) {
      const given = Math.floor(Number(query.get(name)))
      query.set(name, String(given >= 1 ? Math.min(given, most) : 1))
    }
  return query.toString()
}

function bullBoard({ queueOf, writable }: BoardOptions): Middleware {
  const serverAdapter = new KoaAdapter().setBasePath('/queues')
  createBullBoard({
    queues: stageNames.map((stage) => new RedactingAdapter(stage, queueOf(stage), { writable })),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Pagebeat',
        miscLinks: [{ text: 'Metrics', url: '/metrics' }],
        hideDocsLink: true,
        sortQueues: false,
        pollingInterval: { showSetting: true },
      },
    },
  })
  const plugin = serverAdapter.registerPlugin()
  // Its types name another copy of Koa than ours, so this call is untyped.
  return async function queuesPages(ctx, next) {
    const answered: unknown = Reflect.apply(plugin, undefined, [ctx, next])
    await answered
    if (typeof ctx.body === 'string')
      ctx.body = ctx.body.replace(/<link [^>]*fonts\.googleapis\.com[^>]*>/, '')
  }
}

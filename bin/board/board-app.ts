import { createBullBoard } from '@bull-board/api'
import { KoaAdapter } from '@bull-board/koa'
import { Router } from '@koa/router'
import type { Queue } from 'bullmq'
import Koa, { type Context, type Middleware, type Next } from 'koa'
import { type StageName, stageNames } from '../../workers/pipeline.ts'
import { type Login, requireHarmless, requireLogin, securityHeaders } from './guard.ts'
import { RedactingAdapter } from './redacting-adapter.ts'

export interface BoardOptions {
  readonly login: Login | undefined
  readonly writable: boolean
  readonly queueOf: (stage: StageName) => Queue
  /** False while Redis is away: the board says so at once instead of hanging. */
  readonly isRedisReady: () => boolean
  /** Prometheus text; throws when Redis does not answer. */
  readonly scrape: () => Promise<string>
  readonly onError: (error: Error) => void
}

/** `/queues` (Bull Board, redacted), `/metrics`, and `/healthz`, the only one without a login. */
export function createBoardApp(options: BoardOptions): Koa {
  const app = new Koa()
  app.on('error', (error: Error & { expose?: boolean }) => {
    if (error.expose !== true) options.onError(error)
  })
  app.use(securityHeaders)
  app.use(healthz)
  app.use(requireLogin(options.login))
  app.use(requireHarmless(options))
  const router = new Router()
  router.get('/', (ctx) => ctx.redirect('/queues'))
  router.get('/metrics', metricsRoute(options))
  app.use(router.routes())
  app.use(boundedApi(options))
  app.use(bullBoard(options))
  return app
}

async function healthz(ctx: Context, next: Next): Promise<void> {
  if (ctx.path !== '/healthz') return await next()
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
  ctx.body = 'Redis does not answer'
}

/** Bull Board asks Redis for as many jobs as the query says, with all their data. */
const maxJobsPerPage = 20
const apiDeadlineMs = 5_000

/** Bull Board's API with an end: pages of bounded size, an answer in bounded time, a failure without what Redis said. */
function boundedApi({ isRedisReady, onError }: BoardOptions): Middleware {
  return async function bounded(ctx, next) {
    if (!ctx.path.startsWith('/queues/api/')) return await next()
    if (!isRedisReady()) return unavailable(ctx)
    const query = new URLSearchParams(ctx.querystring)
    if (Number(query.get('jobsPerPage')) > maxJobsPerPage) {
      query.set('jobsPerPage', String(maxJobsPerPage))
      ctx.querystring = query.toString()
    }
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, apiDeadlineMs, 'late')
    })
    const ended = await Promise.race([next(), late]).finally(() => clearTimeout(timer))
    if (ended === 'late' || ctx.status >= 500) {
      onError(new Error(ended === 'late' ? 'Redis did not answer in time' : 'Redis refused'))
      unavailable(ctx)
    }
  }
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
  // Its types name a Koa of their own, though at run time it is ours: so the call is untyped.
  return async function queuesPages(ctx, next) {
    const answered: unknown = Reflect.apply(plugin, undefined, [ctx, next])
    await answered
    if (typeof ctx.body === 'string')
      ctx.body = ctx.body.replace(/<link [^>]*fonts\.googleapis\.com[^>]*>/, '')
  }
}

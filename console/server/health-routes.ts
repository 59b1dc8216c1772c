/** How the installation is, and the acts by which admins mend it. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { recordAudit } from '../../src/db/console/audit-log.ts'
import { readHeldMessages, readPageHealth } from '../../src/db/console/health.ts'
import { findConsolePages } from '../../src/db/console/pages.ts'
import { createDeadLetters, type DeadLetter } from '../../src/db/events/dead-letters.ts'
import { inTransaction } from '../../src/db/mysql/in-transaction.ts'
import { MalformedJobError } from '../../src/errors.ts'
import { deadLettersQuerySchema, deadLettersSchema, type Health, healthSchema } from '../api/health.ts'
import type { AreaDeps, ConsoleQueues } from './area-deps.ts'
import { createRecentCounts } from '../../src/telemetry/recent-counts.ts'
import { askRedis, describeProcesses } from './describe-processes.ts'
import { findBacklogs } from './describe-queues.ts'
import { describePage } from './describe-pages.ts'
import { answer } from './http/answer.ts'
import { conflict, notFound } from './http/api-failure.ts'
import { decodeId, decodeQuery } from './http/decode.ts'
import { requireRole, userOf } from './http/require-role.ts'
import { phrase, tellTrouble } from './tell-trouble.ts'

const mostHeld = 100

export function createHealthRoutes(deps: AreaDeps): Router {
  const { db, now, queues } = deps
  const letters = createDeadLetters(db)
  const countRecent = createRecentCounts()
  const router = new Router()

  router.get('/api/health', requireRole('viewer'), async (ctx: Context) => {
    const nowMs = now()
    const asked = performance.now()
    const open = await letters.countOpen()
    const answerMs = Math.round(performance.now() - asked)
    const [pages, names, held, reading] = await Promise.all([
      readPageHealth(db, nowMs),
      findConsolePages(db),
      readHeldMessages(db, mostHeld),
      readProcesses(queues, { countRecent, nowMs }),
    ])
    const nameOf = new Map(names.map(({ pageId, name }) => [pageId, name]))
    answer(ctx, healthSchema, {
      nowMs,
      database: { answerMs },
      pages: pages.map((page) => describePage(page, nameOf.get(page.pageId))),
      ...reading,
      deadLetters: Object.fromEntries(open),
      held: held.map(({ reason, ...one }) => (reason === undefined ? one : { ...one, reason })),
    })
  })

  router.get('/api/health/dead-letters', requireRole('viewer'), async (ctx: Context) => {
    const found = await letters.list(decodeQuery(ctx, deadLettersQuerySchema))
    answer(ctx, deadLettersSchema, {
      deadLetters: found.map(({ id, stage, reason, detail, pageId, state, attempts, firstTs, lastTs }) => ({
        id,
        stage,
        reason,
        detail,
        state,
        attempts,
        firstTs: firstTs.getTime(),
        lastTs: lastTs.getTime(),
        ...(pageId === undefined ? {} : { pageId }),
      })),
    })
  })

  router.post('/api/health/dead-letters/:id/drop', requireRole('admin'), async (ctx: Context) => {
    await settle(ctx, await requireOpen(ctx), 'dropped')
  })

  router.post('/api/health/dead-letters/:id/retry', requireRole('admin'), async (ctx: Context) => {
    const letter = await requireOpen(ctx)
    if (queues === undefined) throw conflict('no_queues', { id: letter.id })
    try {
      await queues.retry(letter)
    } catch (error) {
      if (!(error instanceof MalformedJobError)) throw error
      throw conflict('no_job')
    }
    await settle(ctx, letter, 'retried')
  })

  async function requireOpen(ctx: Context): Promise<DeadLetter> {
    const letter = await letters.find(decodeId(ctx['params'].id, 'dead letter'))
    if (letter === undefined) throw notFound('dead letter')
    if (letter.state !== 'open') throw conflict('not_open', { state: letter.state })
    return letter
  }

  /** A dead letter that failed again meanwhile stays open. */
  async function settle(ctx: Context, letter: DeadLetter, state: 'retried' | 'dropped'): Promise<void> {
    const { id, email } = userOf(ctx)
    await inTransaction(db, async (trx) => {
      await createDeadLetters(trx).mark(letter.id, state, { attempts: letter.attempts })
      const target = { kind: 'dead_letter', id: letter.id } as const
      const act = state === 'retried' ? 'retry_dead_letter' : 'drop_dead_letter'
      const entry = { act, target, before: { state: letter.state }, after: { state } }
      await recordAudit(trx, { user: { id, email }, ...entry }, now())
    })
    ctx.status = 204
  }

  return router
}

/** A Redis that is away is told of, and hides nothing else. */
async function readProcesses(
  queues: ConsoleQueues | undefined,
  how: Parameters<typeof describeProcesses>[1],
): Promise<Pick<Health, 'queues' | 'queuesTrouble' | 'processes' | 'processTroubles'>> {
  if (queues === undefined)
    return {
      queuesTrouble: tellTrouble(phrase('no_redis_url')),
    }
  try {
    const [readings, processes] = await Promise.all([queues.read(), queues.readProcesses()])
    const all = readings.map(({ jobs, workers, ...reading }) => ({
      ...reading,
      waiting: jobs.waiting + jobs.prioritized,
      active: jobs.active,
      delayed: jobs.delayed,
      failed: jobs.failed,
      ...(workers === undefined ? {} : { workers }),
    }))
    const described = describeProcesses(processes, how)
    return {
      ...described,
      processTroubles: [...described.processTroubles, ...findBacklogs(all)],
      queues: all,
    }
  } catch {
    return {
      queuesTrouble: {
        ...tellTrouble(phrase('no_redis')),
        command: askRedis,
      },
    }
  }
}

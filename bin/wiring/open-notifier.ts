/** Ties the notifier to the database, to Redis, to Facebook and to the receivers of NOTIFY_URL. */
import type { Redis } from 'ioredis'
import type { Kysely } from 'kysely'
import { LRUCache } from 'lru-cache'
import { Agent } from 'undici'
import { countWaiting } from '../../src/db/conversation/waiting.ts'
import type { DatabaseWatch } from '../../src/db/mysql/database-watch.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { findHandOvers, findHeld, findPaused, findWords } from '../../src/db/notifier/find-facts.ts'
import { createNotifications, receiverOf } from '../../src/db/notifier/notifications.ts'
import { createPageActivity } from '../../src/db/notifier/page-activity.ts'
import { createDueChecks } from '../../src/db/pages/due-checks.ts'
import { recordFindings } from '../../src/db/pages/page-findings.ts'
import { createRegisteredPages } from '../../src/db/pages/registered-pages.ts'
import type { PageId } from '../../src/domain/ids.ts'
import type { JsonObject } from '../../src/domain/reply.ts'
import { everyPage } from '../../src/facebook/graph/page-gate.ts'
import { postText } from '../../src/notify/post-text.ts'
import { createLease } from '../../src/redis/lease.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { leaseMs, type NotifierDeps, startNotifier } from '../../workers/notifier.ts'
import { createCheckNextPage } from '../../workers/notifier/check-next-page.ts'
import { createCollectFacts } from '../../workers/notifier/collect-facts.ts'
import type { Shown } from '../../workers/notifier/rounds.ts'
import type { NotifierConfig } from './notifier-config.ts'
import { openPageCheck } from './open-page-check.ts'

export interface NotifierOptions {
  readonly db: Kysely<Database>
  /** The database's clock, ms. */
  readonly now: () => number
  readonly replying?: NotifierDeps['replying']
  readonly redis: Redis
  readonly prefix: string
  readonly config: NotifierConfig
  /** JSON-shaped, as the Graph API takes it; undefined without a storyboard. */
  readonly messengerProfile: () => object | undefined
  readonly database?: Pick<DatabaseWatch, 'refusesBecause' | 'explains'>
  readonly log: Logger
}

export function openNotifier(options: NotifierOptions): { stop(): Promise<void> } {
  const { db, now, redis, prefix, config, log } = options
  const dispatcher = new Agent({
    connections: 2,
    connect: { timeout: 5_000 },
    headersTimeout: 10_000,
    bodyTimeout: 5_000,
    maxResponseSize: 64 * 1024,
  })
  const pages = createRegisteredPages(db)
  const names = new LRUCache<PageId, string>({
    max: 10_000,
    ttl: 60_000,
    fetchMethod: async (pageId) => (await pages.find(pageId))?.name ?? pageId,
  })
  const notifications = createNotifications(db, now)
  const receivers = config.receivers.map((url, index) => ({ url, id: receiverOf(url), place: index + 1 }))
  const nameOf = async (pageId: PageId): Promise<string> =>
    pageId === everyPage ? 'All Pages' : `Page ${(await names.fetch(pageId)) ?? pageId}`
  const pageCheck =
    config.pageCheck &&
    openPageCheck({
      db,
      config: config.pageCheck,
      messengerProfile: () => toJson(options.messengerProfile()),
    })
  const notifier = startNotifier({
    replying: options.replying,
    lease: createLease(redis, { key: `${prefix}:notifier`, ttlMs: leaseMs }),
    receivers,
    notifications,
    activity: createPageActivity(db),
    createCollectFacts: () =>
      createCollectFacts({
        findHandOvers: (look) => findHandOvers(db, look),
        findHeld: (look) => findHeld(db, look),
        findPaused: (at) => findPaused(db, at),
        findWords: config.tellsTexts ? (found) => findWords(db, found) : undefined,
        consoleUrl: config.consoleUrl,
        nameOf,
        now,
      }),
    countWaiting: (at) => countWaiting(db, at),
    nameOf,
    checkNextPage:
      pageCheck === undefined
        ? async () => undefined
        : createCheckNextPage({
            dueChecks: createDueChecks(db),
            check: pageCheck.check,
            recordFindings: (pageId, findings) => recordFindings(db, { pageId, findings, now: now() }),
            notifications,
            receivers: receivers.map(({ id }) => id),
            nameOf,
            log,
            now,
          }),
    show: (shown) => showMetrics(shown, now()),
    post: (url, text) => postText(url, text, dispatcher),
    onPosted: (result, facts) => metrics.notifications.inc({ result }, facts),
    log,
    now,
    ...(options.database === undefined ? {} : { database: options.database }),
  })
  return {
    async stop() {
      await notifier.stop()
      await Promise.all([dispatcher.destroy(), pageCheck?.close()])
    },
  }
}

function toJson(profile: object | undefined): JsonObject | undefined {
  return profile && (JSON.parse(JSON.stringify(profile)) as JsonObject)
}

function showMetrics(shown: Shown | undefined, nowMs: number): void {
  const { waitingForAgent, waitingSeconds, pagePaused, pageSilent } = metrics
  for (const gauge of [waitingForAgent, waitingSeconds, pagePaused, pageSilent]) gauge.reset()
  if (shown === undefined) return
  for (const { pageId: page, customers, oldestTs } of shown.waiting) {
    waitingForAgent.set({ page }, customers)
    waitingSeconds.set({ page }, Math.max(0, (nowMs - oldestTs) / 1000))
  }
  for (const { pageId: page, reason } of shown.paused) pagePaused.set({ page, reason }, 1)
  for (const page of shown.silent) pageSilent.set({ page }, 1)
}

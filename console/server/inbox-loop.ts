/**
 * Keeps the Inbox filled while the console runs: often while a page is open, rarely else. Of several consoles one fills it,
 * under a lease; the others see what it wrote.
 */
import type { Kysely } from 'kysely'
import { createLease } from '../../src/db/console/inbox/lease.ts'
import { type InboxChange, openProjector, type Projector } from '../../src/db/console/inbox/projector.ts'
import { followNews, type InboxNews, purgeNews, writeNews } from '../../src/db/console/inbox/news.ts'
import { createOpenConsoles } from '../../src/db/console/inbox/open-consoles.ts'
import { createWrittenEntries } from '../../src/db/console/inbox/written-entries.ts'
import { createDatabaseClock } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'

export interface InboxLoop {
  /** The next round begins at once, as after a page was opened. */
  nudge(): void
  /** ms, by the clock of the database. */
  now(): number
  /** No further round begins; the one under way has ended. */
  stop(): Promise<void>
}

export interface InboxLoopOptions {
  readonly db: Kysely<Database>
  /** Whether a page is open. */
  readonly isLive: () => boolean
  readonly onChange: (change: InboxChange) => void
  /** A round failed, and `isAgain` the one before it, too. The next one is made a second later. */
  readonly onError: (error: unknown, isAgain: boolean) => void
  readonly liveMs?: number
  readonly idleMs?: number
}

const leaseMs = 12_000
const renewMs = 4_000
const afterErrorMs = 1_000
/** Without an open page: how often another console is asked for. */
const askMs = 500
const writtenMs = 1_000
/** Who fills the Inbox: how often it asks who was forgotten. */
const forgottenMs = 250

export function startInboxLoop({
  db,
  isLive,
  onChange,
  onError,
  liveMs = 35,
  idleMs = 3_000,
}: InboxLoopOptions): InboxLoop {
  const clock = createDatabaseClock(db)
  const lease = createLease(db, { name: 'inbox', heldMs: leaseMs })
  const written = createWrittenEntries(db)
  const consoles = createOpenConsoles(db)
  let projector: Projector | undefined
  let isHolder = false
  let renewedAt = -Infinity
  let roundAt = -Infinity
  let writtenAt = -Infinity
  let newsAt = -Infinity
  let news: InboxNews | undefined
  let areOthers = false
  /** For other consoles. */
  const found: InboxChange[] = []
  let isStopped = false
  let isFailing = false
  let wake: (() => void) | undefined

  async function renew(): Promise<void> {
    if (performance.now() - renewedAt < renewMs) return
    await clock.ask()
    news ??= await followNews(db, clock.now)
    const holds = await lease.hold()
    if (holds && !isHolder) projector = await openProjector(db, { now: clock.now, onChange: take })
    if (!holds) projector = undefined
    if (holds) await Promise.all([purgeNews(db), consoles.purge()])
    isHolder = holds
    renewedAt = performance.now()
  }

  /** Pages of this console are told at once, those of others after the round. */
  function take(change: InboxChange): void {
    onChange(change)
    if (areOthers) found.push(change)
  }

  async function tellOthers(): Promise<void> {
    const changes = found.splice(0)
    if (changes.length === 0) return
    const all = (name: keyof InboxChange) => [...new Set(changes.flatMap((change) => change[name]))]
    await writeNews(db, { entries: all('entries'), removed: all('removed'), messages: all('messages') })
  }

  async function round(): Promise<boolean> {
    await renew()
    if (isLive()) {
      await consoles.tell()
      await readNews()
    }
    if (projector === undefined) {
      await readWritten()
      return false
    }
    areOthers = await consoles.areOthers()
    const isWatched = isLive() || areOthers
    if (!isWatched && performance.now() - roundAt < idleMs) return false
    roundAt = performance.now()
    try {
      return await projector.round(isWatched)
    } finally {
      await tellOthers()
    }
  }

  /** This console finds everything itself but who was forgotten: to ask for that in each round cost as much as the round. */
  async function readNews(): Promise<void> {
    if (isHolder && performance.now() - newsAt < forgottenMs) return
    newsAt = performance.now()
    const told = await news?.next(isHolder ? 'forgotten' : 'all')
    if (told !== undefined) onChange(told)
  }

  /** What came before the other console knew that a page is open here, and what one of an older version writes. */
  async function readWritten(): Promise<void> {
    if (!isLive() || performance.now() - writtenAt < writtenMs) return
    writtenAt = performance.now()
    const entries = await written.next()
    if (entries.length > 0) onChange({ entries, removed: [], messages: entries })
  }

  const isRunning = (): boolean => !isStopped

  async function run(): Promise<void> {
    while (isRunning()) {
      let waitMs = isLive() || areOthers ? liveMs : Math.min(idleMs, askMs)
      const startedAt = performance.now()
      try {
        if (await round()) waitMs = 0
        else waitMs -= performance.now() - startedAt
        isFailing = false
      } catch (error) {
        if (!isStopped) onError(error, isFailing)
        isFailing = true
        waitMs = afterErrorMs
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, waitMs))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (isStopped) wake()
      })
    }
  }

  const running = run()
  return {
    nudge: () => wake?.(),
    now: clock.now,
    async stop() {
      isStopped = true
      wake?.()
      await running
      await Promise.all([lease.release(), consoles.leave()]).catch(() => {})
    },
  }
}

/**
 * Keeps the Inbox filled while the console runs: often while a page is open, rarely else. Of several consoles one fills it,
 * under a lease; the others see what it wrote.
 */
import type { Kysely } from 'kysely'
import { createLease } from '../../src/db/console/inbox/lease.ts'
import { type InboxChange, openProjector, type Projector } from '../../src/db/console/inbox/projector.ts'
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
  let projector: Projector | undefined
  let isHolder = false
  let renewedAt = -Infinity
  let isStopped = false
  let isFailing = false
  let wake: (() => void) | undefined

  async function renew(): Promise<void> {
    if (performance.now() - renewedAt < renewMs) return
    await clock.ask()
    const holds = await lease.hold()
    if (holds && !isHolder) projector = await openProjector(db, { now: clock.now, onChange })
    if (!holds) projector = undefined
    isHolder = holds
    renewedAt = performance.now()
  }

  async function round(): Promise<boolean> {
    await renew()
    if (projector !== undefined) return await projector.round(isLive())
    if (isLive()) {
      const entries = await written.next()
      if (entries.length > 0) onChange({ entries, removed: [], messages: entries })
    }
    return false
  }

  const isRunning = (): boolean => !isStopped

  async function run(): Promise<void> {
    while (isRunning()) {
      let waitMs = isLive() ? liveMs : idleMs
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
      await lease.release().catch(() => {})
    },
  }
}

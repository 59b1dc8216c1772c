/** `pagebeat console rebuild`: what the console derives is emptied, and filled again from the other tables. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { createLease, type Lease } from '../../src/db/console/inbox/lease.ts'
import { rebuildInbox } from '../../src/db/console/inbox/rebuild.ts'
import { rebuildInsights } from '../../src/db/console/insights/rebuild-insights.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { Refused } from '../command-line/refused.ts'
import { printError, printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'

const heldMs = 30_000
const renewMs = 10_000
const reportMs = 2_000
/** Longer than the leases of a console that died: that of the Inbox, and that of the numbers. */
const usualWaits = { inbox: 15_000, insights: 65_000 }

export async function rebuild(): Promise<void> {
  await withDatabase((db) => rebuildWhenFree(db), { poolSize: 4 })
}

/** Throws Refused while a console runs: it would go on with what it knows. Then nothing is emptied. */
export async function rebuildWhenFree(db: Kysely<Database>, waits = usualWaits): Promise<void> {
  const leases = (['inbox', 'insights'] as const).map((name) => ({
    lease: createLease(db, { name, heldMs }),
    waitMs: waits[name],
  }))
  let held = 0
  const renewing = setInterval(() => {
    for (const { lease } of leases.slice(0, held)) void lease.hold().catch(() => {})
  }, renewMs)
  try {
    for (const { lease, waitMs } of leases) {
      if (!(await holdSoon(lease, waitMs)))
        throw new Refused(
          'A console runs, and fills the Inbox and the numbers. Stop all consoles, then try again.',
        )
      held += 1
    }
    await rebuildAll(db)
  } finally {
    clearInterval(renewing)
    for (const { lease } of leases.slice(0, held)) await lease.release()
  }
  printLine('The Inbox and the numbers of Insights are built again. Start the consoles.')
}

async function rebuildAll(db: Kysely<Database>): Promise<void> {
  const now = await databaseTime(db)
  let reportedAt = performance.now()
  const report = (says: string): void => {
    if (performance.now() - reportedAt < reportMs) return
    reportedAt = performance.now()
    printError(says)
  }
  await rebuildInbox(db, {
    now,
    onProgress: ({ position, newest }) => report(`conversation ${position} of ${newest}`),
  })
  await rebuildInsights(db, {
    now,
    onProgress: (countedFrom) => report(`numbers counted back to ${countedFrom.toISOString().slice(0, 10)}`),
  })
}

async function holdSoon(lease: Lease, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; ;) {
    if (await lease.hold()) return true
    if (Date.now() >= until) return false
    await pause(500)
  }
}

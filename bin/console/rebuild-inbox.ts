/** `pagebeat console rebuild`: the Inbox is emptied, and filled again from the other tables. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { createLease, type Lease } from '../../src/db/console/inbox/lease.ts'
import { rebuildInbox } from '../../src/db/console/inbox/rebuild.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { Refused } from '../command-line/refused.ts'
import { printError, printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'

const heldMs = 30_000
const renewMs = 10_000
const reportMs = 2_000
/** Longer than the lease of a console that died. */
const usualWaitMs = 15_000

export async function rebuild(): Promise<void> {
  await withDatabase((db) => rebuildWhenFree(db), { poolSize: 4 })
}

/** Throws Refused while a console runs: it would go on with what it knows. */
export async function rebuildWhenFree(db: Kysely<Database>, waitMs = usualWaitMs): Promise<void> {
  const lease = createLease(db, { name: 'inbox', heldMs })
  if (!(await holdSoon(lease, waitMs)))
    throw new Refused('A console runs, and fills the Inbox. Stop all consoles, then try again.')
  const renewing = setInterval(() => void lease.hold().catch(() => {}), renewMs)
  try {
    let reportedAt = performance.now()
    await rebuildInbox(db, {
      now: await databaseTime(db),
      onProgress({ position, newest }) {
        if (performance.now() - reportedAt < reportMs) return
        reportedAt = performance.now()
        printError(`conversation ${position} of ${newest}`)
      },
    })
  } finally {
    clearInterval(renewing)
    await lease.release()
  }
  printLine('The Inbox is built again. Start the consoles.')
}

async function holdSoon(lease: Lease, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; ;) {
    if (await lease.hold()) return true
    if (Date.now() >= until) return false
    await pause(500)
  }
}

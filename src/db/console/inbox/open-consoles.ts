/** Which consoles have a page open: rows of `consoleLease`, one for each console while it lasts. */
import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { databaseNow } from '../../mysql/database-clock.ts'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import { createLease } from './lease.ts'

export interface OpenConsoles {
  /** This console has a page open, now and for some seconds. */
  tell(): Promise<void>
  /** Whether another console has a page open. */
  areOthers(): Promise<boolean>
  /** Rows of consoles that were killed are deleted. */
  purge(): Promise<void>
  leave(): Promise<void>
}

/** A console that is slow for some seconds stays known. */
const openMs = 30_000
const tellEveryMs = 2_000
const askEveryMs = 250
const start = 'page:'

export function createOpenConsoles(db: Kysely<Database>): OpenConsoles {
  const name = `${start}${randomBytes(7).toString('hex')}`
  const lease = createLease(db, { name, heldMs: openMs })
  let toldAt = -Infinity
  let askedAt = -Infinity
  let areOthers = false
  return {
    async tell() {
      if (performance.now() - toldAt < tellEveryMs) return
      await lease.hold()
      toldAt = performance.now()
    },
    async areOthers() {
      if (performance.now() - askedAt < askEveryMs) return areOthers
      const { rows } = await sql`select 1 from consoleLease where name like ${`${start}%`} and name <> ${name}
        and untilTs > ${databaseNow} limit 1`.execute(db)
      askedAt = performance.now()
      areOthers = rows.length > 0
      return areOthers
    },
    async purge() {
      await again(() =>
        sql`delete from consoleLease where name like ${`${start}%`} and untilTs < ${databaseNow} - 60000`.execute(
          db,
        ),
      )
    },
    leave: () => lease.release(),
  }
}

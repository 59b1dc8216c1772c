/** Which of several consoles fills the Inbox: a row of `consoleLease`, by the clock of the database. */
import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { databaseNow } from '../../mysql/database-clock.ts'
import { again } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'

export interface Lease {
  /** Whether this process has it for the next `heldMs`. Ask again well before. */
  hold(): Promise<boolean>
  /** Another process may have it at once. */
  release(): Promise<void>
}

export function createLease(
  db: Kysely<Database>,
  { name, heldMs }: { readonly name: string; readonly heldMs: number },
): Lease {
  const holder = randomBytes(16).toString('hex')
  return {
    async hold() {
      await again(() =>
        sql`insert into consoleLease (name, holder, untilTs) values (${name}, ${holder}, ${databaseNow} + ${heldMs})
          on duplicate key update
            holder = if(untilTs < ${databaseNow} or holder = ${holder}, values(holder), holder),
            untilTs = if(holder = ${holder}, values(untilTs), untilTs)`.execute(db),
      )
      const row = await db
        .selectFrom('consoleLease')
        .select('holder')
        .where('name', '=', name)
        .executeTakeFirst()
      return row?.holder === holder
    },
    async release() {
      await db.deleteFrom('consoleLease').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}

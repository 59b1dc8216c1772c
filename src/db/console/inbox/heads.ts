import { type Kysely, sql } from 'kysely'
import type { Database } from '../../mysql/schema.ts'

/** The newest ids of the tables from which the Inbox is filled. `touched` is 0 or 1. */
export interface Heads {
  readonly interaction: number
  readonly turn: number
  readonly outbound: number
  readonly link: number
  readonly thread: number
  readonly touched: number
}

/** One statement that reads one row of each index: an idle console asks nothing else. */
export async function readHeads(db: Kysely<Database>): Promise<Heads> {
  const { rows } = await sql<Readonly<Record<keyof Heads, string | null>>>`select
    (select max(kwInteractionId) from interaction) as interaction,
    (select max(id) from turn) as turn,
    (select max(id) from outbound) as outbound,
    (select max(id) from identityLink) as link,
    (select max(id) from conversation) as thread,
    exists (select 1 from inboxTouched) as touched`.execute(db)
  const [row] = rows
  return {
    interaction: Number(row?.interaction ?? 0),
    turn: Number(row?.turn ?? 0),
    outbound: Number(row?.outbound ?? 0),
    link: Number(row?.link ?? 0),
    thread: Number(row?.thread ?? 0),
    touched: Number(row?.touched ?? 0),
  }
}

/**
 * Turns and outbound messages that will change without a new row: an open turn is handled, a message that leaves is settled.
 * They are looked at until they have come to their end.
 */
import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'

export interface OpenRows {
  /** Rows that were new. */
  add(rows: readonly OpenRow[], now: number): void
  /** The conversations of rows that have changed since the last call. */
  findChanged(db: Kysely<Database>, now: number): Promise<ReadonlySet<ConversationId>>
}

export interface OpenRow {
  readonly id: string
  readonly conversationId: ConversationId
  /** What may change, as one text. */
  readonly is: string
  readonly isOpen: boolean
}

/** Younger rows are looked at each time, older ones once a second. */
const youngMs = 5_000
const oldEveryMs = 1_000
/** In an outage of Facebook nothing is settled. The sweep finds the others. */
const most = 5_000

export function createOpenRows(
  read: (db: Kysely<Database>, ids: readonly string[]) => Promise<readonly OpenRow[]>,
): OpenRows {
  const open = new Map<string, { readonly row: OpenRow; readonly since: number }>()
  let oldAskedTs = 0
  return {
    add(rows, now) {
      for (const row of rows) {
        if (row.isOpen && open.size < most) open.set(row.id, { row, since: now })
        if (!row.isOpen) open.delete(row.id)
      }
    },
    async findChanged(db, now) {
      const withOld = now - oldAskedTs >= oldEveryMs
      if (withOld) oldAskedTs = now
      const asked = [...open].filter(([, { since }]) => withOld || now - since < youngMs)
      if (asked.length === 0) return new Set()
      const rows = await read(
        db,
        asked.map(([id]) => id),
      )
      const found = new Map(rows.map((row) => [row.id, row]))
      const changed = new Set<ConversationId>()
      for (const [id, { row, since }] of asked) {
        const current = found.get(id)
        if (current?.is === row.is) continue
        changed.add(row.conversationId)
        if (current?.isOpen === true) open.set(id, { row: current, since })
        else open.delete(id)
      }
      return changed
    },
  }
}

const turnColumns = sql`id, conversationId, concat_ws(' ', state, outcome, understanding is null) as \`is\`,
  (state = 'open' or coalesce(outcome, '') = 'waiting') as isOpen`
const outboundColumns = sql`id, conversationId,
  concat_ws(' ', state, reason, claimedTs, platformId, recordedTs is null) as \`is\`,
  (state in ('pending', 'sending', 'unknown', 'scheduled', 'held') or (state = 'sent' and recordedTs is null)) as isOpen`

type Where = ReturnType<typeof sql<boolean>>

export async function readTurns(db: Kysely<Database>, where: Where, limit: number): Promise<OpenRow[]> {
  return await readRows(
    db,
    sql`select ${turnColumns} from turn where ${where} order by id limit ${sql.lit(limit)}`,
  )
}

export async function readOutbound(db: Kysely<Database>, where: Where, limit: number): Promise<OpenRow[]> {
  return await readRows(
    db,
    sql`select ${outboundColumns} from outbound where ${where} order by id limit ${sql.lit(limit)}`,
  )
}

async function readRows(db: Kysely<Database>, statement: ReturnType<typeof sql>): Promise<OpenRow[]> {
  const { rows } = await (
    statement as ReturnType<typeof sql<Omit<OpenRow, 'isOpen'> & { isOpen: number | string }>>
  ).execute(db)
  return rows.map((row) => ({ ...row, isOpen: Number(row.isOpen) === 1 }))
}

export function openTurns(): OpenRows {
  return createOpenRows((db, ids) => readTurns(db, sql<boolean>`id in (${sql.join([...ids])})`, most))
}

export function openOutbound(): OpenRows {
  return createOpenRows((db, ids) => readOutbound(db, sql<boolean>`id in (${sql.join([...ids])})`, most))
}

/** Those that are open now, of before this process. */
export async function readOpen(
  db: Kysely<Database>,
): Promise<{ readonly turns: readonly OpenRow[]; readonly outbound: readonly OpenRow[] }> {
  const [turns, outbound] = await Promise.all([
    readTurns(db, sql<boolean>`state = 'open'`, most),
    readOutbound(db, sql<boolean>`state in ('pending', 'sending', 'unknown', 'held', 'scheduled')`, most),
  ])
  return { turns, outbound }
}

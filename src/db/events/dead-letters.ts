import { hash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { DeadLetterState } from '../../domain/dead-letter.ts'
import type { DeadLetterReason } from '../../domain/reasons.ts'
import type { PageId } from '../../domain/ids.ts'
import { isPacketTooLarge } from '../mysql/database-error.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * What could not be processed. `payload` is the bytes of a delivery (stage parse) or the JSON of a job (other
 * stages).
 */
export interface NewDeadLetter {
  readonly stage: string
  readonly reason: DeadLetterReason
  /** Where and why it failed, without a customer's text. */
  readonly detail: string
  readonly payload: Buffer
  readonly pageId?: PageId | undefined
  /** How often the process that ran it died. */
  readonly crashes?: number
}

export interface DeadLetter extends Omit<NewDeadLetter, 'reason'> {
  readonly id: string
  readonly reason: string
  readonly state: DeadLetterState
  readonly attempts: number
  readonly firstTs: Date
  readonly lastTs: Date
}

/** Stores dead deadLetters, so that nothing is lost and one item that fails does not stop the others. */
export interface DeadLetters {
  /**
   * Each one is in `deadLetter` once. The same bytes at the same stage are the same row; it is open again if it was
   * retried.
   */
  record(deadLetters: readonly NewDeadLetter[]): Promise<void>
  list(options: { state?: DeadLetterState; limit: number }): Promise<Omit<DeadLetter, 'payload'>[]>
  find(id: string): Promise<DeadLetter | undefined>
  /**
   * False when there is no such dead letter. With `attempts` also when it failed again since; then the row stays as
   * it is.
   */
  mark(id: string, state: DeadLetterState, known?: { readonly attempts: number }): Promise<boolean>
  /** The number of open dead deadLetters by stage. */
  countOpen(): Promise<ReadonlyMap<string, number>>
}

export function createDeadLetters(db: Kysely<Database>): DeadLetters {
  return {
    record: (deadLetters) => record(db, deadLetters),
    async list({ state, limit }) {
      const rows = await db
        .selectFrom('deadLetter')
        .select([
          'id',
          'stage',
          'reason',
          'detail',
          'pageId',
          'crashes',
          'state',
          'attempts',
          'firstTs',
          'lastTs',
        ])
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },
    async find(id) {
      const row = await db.selectFrom('deadLetter').selectAll().where('id', '=', id).executeTakeFirst()
      return row && { ...fromRow(row), payload: row.payload }
    },
    async mark(id, state, known) {
      const { numUpdatedRows } = await db
        .updateTable('deadLetter')
        .set({ state, lastTs: new Date() })
        .where('id', '=', id)
        .$if(known !== undefined, (query) => query.where('attempts', '=', known?.attempts ?? 0))
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async countOpen() {
      const rows = await db
        .selectFrom('deadLetter')
        .select(({ fn }) => ['stage', fn.countAll<string>().as('count')])
        .where('state', '=', 'open')
        .groupBy('stage')
        .execute()
      return new Map(rows.map(({ stage, count }) => [stage, Number(count)]))
    },
  }
}

async function record(db: Kysely<Database>, deadLetters: readonly NewDeadLetter[]): Promise<void> {
  for (const deadLetter of deadLetters) await recordWhole(db, deadLetter)
}

/** Bytes that the server's `max_allowed_packet` has no room for are cut. The raw ledger has their delivery whole. */
async function recordWhole(db: Kysely<Database>, deadLetter: NewDeadLetter): Promise<void> {
  const { payload, detail } = deadLetter
  for (let length = payload.length; ; length = Math.floor(length / 2)) {
    const cut = length === payload.length ? '' : `cut to ${length} of ${payload.length} bytes: `
    try {
      return await insert(db, deadLetter, { payload: payload.subarray(0, length), detail: cut + detail })
    } catch (error) {
      if (!isPacketTooLarge(error) || length === 0) throw error
    }
  }
}

async function insert(
  db: Kysely<Database>,
  { stage, reason, payload: whole, pageId, crashes = 0 }: NewDeadLetter,
  { payload, detail }: Pick<NewDeadLetter, 'payload' | 'detail'>,
): Promise<void> {
  const now = new Date()
  await db
    .insertInto('deadLetter')
    .values({
      deadKey: hash('sha256', Buffer.concat([Buffer.from(`${stage}:`), whole]), 'buffer').subarray(0, 16),
      stage,
      reason,
      detail: detail.slice(0, 1000),
      payload,
      pageId: pageId ?? null,
      attempts: 1,
      crashes,
      firstTs: now,
      lastTs: now,
    })
    .onDuplicateKeyUpdate(({ ref, val, case: when, eb }) => ({
      attempts: eb(ref('deadLetter.attempts'), '+', 1),
      lastTs: now,
      state: when()
        .when(ref('deadLetter.state'), '=', 'retried')
        .then(val<DeadLetterState>('open'))
        .else(ref('deadLetter.state'))
        .end(),
    }))
    .execute()
}

interface DeadLetterRow {
  readonly id: string
  readonly stage: string
  readonly reason: string
  readonly detail: string | null
  readonly pageId: PageId | null
  readonly crashes: number
  readonly state: DeadLetterState
  readonly attempts: number
  readonly firstTs: Date
  readonly lastTs: Date
}

function fromRow(row: DeadLetterRow): Omit<DeadLetter, 'payload'> {
  const { id, stage, reason, crashes, attempts, firstTs, lastTs, state } = row
  return {
    id,
    stage,
    reason,
    crashes,
    attempts,
    firstTs,
    lastTs,
    state,
    detail: row.detail ?? '',
    pageId: row.pageId ?? undefined,
  }
}

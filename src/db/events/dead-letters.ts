import type { DeadLetterReason } from '../../domain/reasons.ts'
import type { PageId } from '../../domain/ids.ts'
import { hash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../mysql/schema.ts'

/** What goes into quarantine: `payload` is a delivery's bytes (stage parse) or a job's JSON (the other stages). */
export interface NewDeadLetter {
  readonly stage: string
  readonly reason: DeadLetterReason
  /** Where and why, without a word of what people wrote. */
  readonly detail: string
  readonly payload: Buffer
  readonly pageId?: PageId | undefined
  /** How often the process that handled it died. */
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

export type DeadLetterState = 'open' | 'retried' | 'dropped'

/** The quarantine: nothing in it is lost, nothing in it stops its neighbours. */
export interface DeadLetters {
  /** Each is in `deadLetter` once: the same bytes at the same stage again are the same row, open again if it was retried. */
  record(letters: readonly NewDeadLetter[]): Promise<void>
  list(options: { state?: DeadLetterState; limit: number }): Promise<Omit<DeadLetter, 'payload'>[]>
  find(id: string): Promise<DeadLetter | undefined>
  /** False when there is no such letter; with `attempts`, also when it has failed again since: then it stays as it is. */
  mark(id: string, state: DeadLetterState, known?: { readonly attempts: number }): Promise<boolean>
  /** How many are open, by stage. */
  countOpen(): Promise<ReadonlyMap<string, number>>
}

export function createDeadLetters(db: Kysely<Database>): DeadLetters {
  return {
    record: (letters) => record(db, letters),
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

async function record(db: Kysely<Database>, letters: readonly NewDeadLetter[]): Promise<void> {
  const now = new Date()
  for (const { stage, reason, detail, payload, pageId, crashes = 0 } of letters) {
    await db
      .insertInto('deadLetter')
      .values({
        deadKey: hash('sha256', Buffer.concat([Buffer.from(`${stage}:`), payload]), 'buffer').subarray(0, 16),
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
          .then(val('open'))
          .else(ref('deadLetter.state'))
          .end(),
      }))
      .execute()
  }
}

interface LetterRow {
  readonly id: string
  readonly stage: string
  readonly reason: string
  readonly detail: string | null
  readonly pageId: PageId | null
  readonly crashes: number
  readonly state: string
  readonly attempts: number
  readonly firstTs: Date
  readonly lastTs: Date
}

function fromRow(row: LetterRow): Omit<DeadLetter, 'payload'> {
  const { id, stage, reason, crashes, attempts, firstTs, lastTs } = row
  const state = row.state === 'retried' || row.state === 'dropped' ? row.state : 'open'
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

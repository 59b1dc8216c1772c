/** The rows of a dry run, kept in `importRow` while it lasts: they may be more than fit into memory. */
import type { Kysely } from 'kysely'
import type { Key } from '../../domain/event.ts'
import type { Batch } from '../../import/read-batches.ts'
import type { LinkingRow, RowsAt } from '../../import/rows-at.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'

export interface TrialRows extends RowsAt {
  add(batch: Batch): Promise<void>
  /** Ordered by line, behind this one. */
  readAfter(line: number, most: number): Promise<LinkingRow[]>
  remove(): Promise<void>
}

const rowsAtOnce = 1_024
/** A dry run that has not ended after a day was killed. */
const longestMs = 86_400_000

/** Rows that a killed dry run left are gone. */
export async function removeOldTrials(db: Kysely<Database>, now: number): Promise<void> {
  const old = await db
    .selectFrom('importRun')
    .select('id')
    .where('state', '=', 'trial')
    .where('updatedTs', '<', String(now - longestMs))
    .execute()
  for (const { id } of old) await removeTrial(db, id)
}

export async function openTrial(
  db: Kysely<Database>,
  { key, source, now }: { readonly key: Key; readonly source: string; readonly now: number },
): Promise<TrialRows> {
  const { insertId } = await db
    .insertInto('importRun')
    .values({ importKey: Buffer.from(key, 'hex'), source, state: 'trial', startedTs: now, updatedTs: now })
    .executeTakeFirstOrThrow()
  return trialRows(db, String(insertId))
}

function trialRows(db: Kysely<Database>, runId: string): TrialRows {
  const rows = () =>
    db.selectFrom('importRow').select(['line', 'customer', 'email', 'phone']).where('runId', '=', runId)
  return {
    async add(batch) {
      await insertRows(
        db,
        batch.rows.map(({ line, customer, email = null, phone = null }) => [
          runId,
          line,
          customer,
          email,
          phone,
        ]),
      )
    },
    async readAfter(line, most) {
      return (await rows().where('line', '>', String(line)).orderBy('line').limit(most).execute()).map(
        toTrialRow,
      )
    },
    async findAt(keys) {
      const found = new Map<number, LinkingRow>()
      for (const kind of importKinds) {
        const values = keys.flatMap((key) => (key.kind === kind ? [key.value] : []))
        for (let from = 0; from < values.length; from += rowsAtOnce) {
          const some = await rows()
            .where(kind, 'in', values.slice(from, from + rowsAtOnce))
            .execute()
          for (const row of some.map(toTrialRow)) found.set(row.line, row)
        }
      }
      return [...found.values()]
    },
    async findFew({ kind, value }, most) {
      const column = importKinds.find((known) => known === kind)
      if (column === undefined) return []
      return (await rows().where(column, '=', value).limit(most).execute()).map(toTrialRow)
    },
    remove: () => removeTrial(db, runId),
  }
}

const importKinds = ['customer', 'email', 'phone'] as const

const insertRows = createBulkInsert(
  'importRow',
  ['runId', 'line', 'customer', 'email', 'phone'],
  'customer = values(customer)',
)

function toTrialRow(row: {
  readonly line: string
  readonly customer: string
  readonly email: string | null
  readonly phone: string | null
}): LinkingRow {
  const { line, customer, email, phone } = row
  return { line: Number(line), customer, email: email ?? undefined, phone: phone ?? undefined }
}

async function removeTrial(db: Kysely<Database>, runId: string): Promise<void> {
  for (;;) {
    const { numDeletedRows } = await db
      .deleteFrom('importRow')
      .where('runId', '=', runId)
      .orderBy('line')
      .limit(5_000)
      .executeTakeFirst()
    if (numDeletedRows === 0n) break
  }
  await db.deleteFrom('importRun').where('id', '=', runId).where('state', '=', 'trial').execute()
}

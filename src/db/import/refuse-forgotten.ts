import type { Kysely } from 'kysely'
import { nameOfKey } from '../../domain/identity-link.ts'
import { idsOfRow } from '../../import/import-links.ts'
import type { Batch, LeftOutAt } from '../../import/read-batches.ts'
import type { Database } from '../mysql/schema.ts'
import type { KnownForgotten } from '../identity/forgotten-links.ts'

/**
 * The batch, where rows that name a forgotten customer are left out as a whole, with the id that names them. The same
 * batch, if there is none. `known` are ids with a row in `chan2Profile`, by `nameOfKey`: they are in use.
 */
export async function refuseForgotten(
  db: Kysely<Database>,
  { batch, known }: { readonly batch: Batch; readonly known: ReadonlyMap<string, unknown> },
  tombstones: KnownForgotten,
): Promise<Batch> {
  const ids = batch.rows.flatMap(idsOfRow).filter((key) => !known.has(nameOfKey(key)))
  const forgotten = (await tombstones?.find(db, ids)) ?? new Map<string, number>()
  if (forgotten.size === 0) return batch
  const refused = batch.rows.flatMap((row): LeftOutAt[] => {
    const id = idsOfRow(row).find((key) => forgotten.has(nameOfKey(key)))
    return id === undefined ? [] : [{ line: row.line, part: id.kind, reason: 'is of a forgotten customer' }]
  })
  const lines = new Set(refused.map(({ line }) => line))
  return {
    ...batch,
    rows: batch.rows.filter(({ line }) => !lines.has(line)),
    leftOut: [...batch.leftOut, ...refused],
    rowsLeftOut: batch.rowsLeftOut + refused.length,
  }
}

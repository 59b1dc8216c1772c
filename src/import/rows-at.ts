import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'
import { idsOfRow } from './import-links.ts'
import type { ImportRow } from './to-import-row.ts'

/** A row of an import, as far as it says who is who. */
export interface LinkingRow extends Omit<ImportRow, 'profile'> {
  readonly line: number
}

/** Rows of an import that are not in the tables, by the ids that they name. */
export interface RowsAt {
  /** The rows that name one of these ids. */
  findAt(keys: readonly CustomerKey[]): Promise<readonly LinkingRow[]>
  /** Up to `most` rows of one id. */
  findFew(key: CustomerKey, most: number): Promise<readonly LinkingRow[]>
}

export function rowsInMemory(rows: readonly LinkingRow[]): RowsAt {
  const byName = new Map<string, LinkingRow[]>()
  for (const row of rows)
    for (const name of new Set(idsOfRow(row).map(nameOfKey))) {
      const known = byName.get(name)
      if (known === undefined) byName.set(name, [row])
      else known.push(row)
    }
  const at = (key: CustomerKey) => byName.get(nameOfKey(key)) ?? []
  return {
    findAt: async (keys) => [...new Set(keys.flatMap(at))],
    findFew: async (key, most) => at(key).slice(0, most),
  }
}

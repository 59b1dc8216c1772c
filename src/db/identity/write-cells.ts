/** Rows of `profile` and `originProfile` in statements of plain text: Kysely takes longer to build one than the server to run it. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

/** The SQL of one value, with a question mark for each of `values`. */
export interface Cell {
  readonly sql: string
  readonly values: readonly (string | null)[]
}

export function plainCell(text: string | null): Cell {
  return { sql: '?', values: [text] }
}

export interface CellsToWrite {
  readonly table: 'profile' | 'originProfile'
  /** The columns without `pId`. */
  readonly names: readonly string[]
  /** The cells of the columns, by `pId`. */
  readonly rows: ReadonlyMap<ProfileId, readonly Cell[]>
}

const rowsAtOnce = 200

/** Each row has these values, whether it was there or not. */
export async function writeCells(db: Kysely<Database>, { table, names, rows }: CellsToWrite): Promise<void> {
  const quoted = names.map((name) => `\`${name.replaceAll('`', '``')}\``)
  const assigned =
    names.length === 0 ? ['pId = values(pId)'] : quoted.map((name) => `${name} = values(${name})`)
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (let from = 0; from < sorted.length; from += rowsAtOnce) {
    const some = sorted.slice(from, from + rowsAtOnce)
    const tuples = some.map(([, cells]) => `(${['?', ...cells.map(({ sql }) => sql)].join(', ')})`)
    await db.executeQuery(
      CompiledQuery.raw(
        `insert into ${table} (${['pId', ...quoted].join(', ')}) values ${tuples.join(', ')} ` +
          `on duplicate key update ${assigned.join(', ')}`,
        some.flatMap(([pId, cells]) => [pId, ...cells.flatMap(({ values }) => values)]),
      ),
    )
  }
}

/** The columns of `profile` as they are now: Pagebeat's and the brand's own. Values travel as texts that lose nothing. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { DerivedColumn } from '../../identity/derive-profile.ts'
import type { Database } from '../mysql/schema.ts'
import { seedTables } from '../mysql/seed-tables.ts'
import { type Cell, plainCell } from './write-cells.ts'

export interface ProfileColumn extends DerivedColumn {
  /** Not one of Pagebeat's. */
  readonly isOwn: boolean
  /** Characters. Undefined: it is no text. */
  readonly mostChars: number | undefined
  /** The value as a text. */
  readonly read: RawBuilder<string | null>
  /** The value that the text stands for. */
  readonly write: (text: string | null) => Cell
}

const keyColumns: ReadonlySet<string> = new Set(['pId', 'lastUpdated'])

/** Without `pId`, `lastUpdated` and columns that the server computes. A change by the brand is seen at once. */
export async function readProfileColumns(db: Kysely<Database>): Promise<ProfileColumn[]> {
  const { rows } =
    await sql<ColumnRow>`select column_name as name, data_type as type, column_default as byDefault, is_nullable as nullable,
      extra as extra, character_maximum_length as chars
    from information_schema.columns
    where table_schema = database() and table_name = 'profile' and coalesce(generation_expression, '') = ''
    order by ordinal_position`.execute(db)
  return rows.filter(({ name }) => !keyColumns.has(name)).map(toColumn)
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly byDefault: string | null
  readonly nullable: 'YES' | 'NO'
  readonly extra: string
  readonly chars: string | number | null
}

function toColumn({ name, type, byDefault, nullable, extra, chars }: ColumnRow): ProfileColumn {
  const isBytes = /binary|blob|geometry|point|linestring|polygon/.test(type)
  const { read, write } = formOf(type, isBytes, sql.id('profile', name))
  return {
    name,
    isOwn: !(name in seedTables.profile),
    byDefault: extra.includes('DEFAULT_GENERATED') ? null : plainDefault(byDefault),
    mostChars: chars === null || isBytes ? undefined : Number(chars),
    read,
    write: (text) => (text === null && nullable === 'NO' ? { sql: 'default', values: [] } : write(text)),
  }
}

function formOf(
  type: string,
  isBytes: boolean,
  column: RawBuilder<unknown>,
): Pick<ProfileColumn, 'read' | 'write'> {
  if (isBytes) return { read: sql`hex(${column})`, write: (text) => ({ sql: 'unhex(?)', values: [text] }) }
  if (type === 'bit')
    return {
      read: sql`hex(${column})`,
      write: (text) => ({ sql: 'cast(conv(?, 16, 10) as unsigned)', values: [text] }),
    }
  // A float prints fewer digits than it has.
  if (type === 'float' || type === 'double') return { read: sql`concat(${column} + 0e0)`, write: plainCell }
  return { read: sql`cast(${column} as char)`, write: plainCell }
}

/** MariaDB gives the default as SQL. An expression is none that a value could be compared with. */
function plainDefault(byDefault: string | null): string | null {
  if (byDefault === null || byDefault === 'NULL') return null
  const quoted = /^'([^]*)'$/.exec(byDefault)?.[1]
  return quoted === undefined ? byDefault : quoted.replaceAll("''", "'")
}

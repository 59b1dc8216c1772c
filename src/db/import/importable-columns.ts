import { type Kysely, sql } from 'kysely'
import type { ProfileColumn } from '../../import/profile-column.ts'
import type { Database } from '../mysql/schema.ts'

/** All columns of `profile` as they are now, with those of the brand's own, by name. */
export async function findImportableColumns(db: Kysely<Database>): Promise<Map<string, ProfileColumn>> {
  const { rows } = await sql<ColumnRow>`
    select column_name as name, data_type as type, column_type as fullType, character_maximum_length as length
    from information_schema.columns
    where table_schema = database() and table_name = 'profile' and coalesce(generation_expression, '') = ''
    order by ordinal_position`.execute(db)
  return new Map(
    rows.map(({ name, type, fullType, length }) => [
      name,
      { name, type: type.toLowerCase(), fullType, length: length === null ? undefined : Number(length) },
    ]),
  )
}

interface ColumnRow {
  readonly name: string
  readonly type: string
  readonly fullType: string
  readonly length: string | number | null
}

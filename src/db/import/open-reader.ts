import type { Kysely } from 'kysely'
import { ImportError } from '../../import/import-error.ts'
import { findColumns, type ImportMap, type MappedColumns } from '../../import/import-map.ts'
import { isImportable } from '../../import/profile-column.ts'
import type { RowReader } from '../../import/to-import-row.ts'
import { suggestion } from '../../storyboard/nearest.ts'
import type { Database } from '../mysql/schema.ts'
import { findImportableColumns } from './importable-columns.ts'

const addColumn = 'For a column of your own: ALTER TABLE profile ADD COLUMN'

/** Throws ImportError with all mapped columns that are missing, in the data or in `profile`. */
export async function openReader(
  db: Kysely<Database>,
  {
    map,
    header,
    country,
  }: { readonly map: ImportMap; readonly header: readonly string[]; readonly country: string | undefined },
): Promise<RowReader> {
  const profileColumns = await findImportableColumns(db)
  const usable = [...profileColumns.values()].filter(isImportable).map(({ name }) => name)
  const problems = Object.keys(map.profile)
    .filter((name) => !usable.includes(name))
    .map((name) =>
      profileColumns.has(name)
        ? `profile.${name}: an import cannot write this column`
        : `profile.${name}: the table profile has no such column: ${asSentence(suggestion(name, usable))} ${addColumn}`,
    )
  const columns = findMapped(map, header, problems)
  if (columns === undefined || problems.length > 0) throw new ImportError(problems)
  return { columns, profileColumns, country }
}

function asSentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`
}

function findMapped(
  map: ImportMap,
  header: readonly string[],
  problems: string[],
): MappedColumns | undefined {
  try {
    return findColumns(map, header)
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    problems.push(...error.problems)
    return undefined
  }
}

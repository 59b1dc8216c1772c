/**
 * Reads the numbered files of `sql/` as statements. A file holds plain SQL. A comment directly before a statement may
 * be its guard:
 *
 *     -- skip if column interaction.eventKey
 *     -- skip unless index chan2Profile.PRIMARY(pId)
 *     -- skip if index outbound.unrecordedIndex(settledTs)
 *
 * A guard makes a statement repeatable where MySQL has no `IF NOT EXISTS` for it (docs/decisions/0001-migrations.md).
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

export interface Statement {
  readonly sql: string
  /** An SQL expression that is true when the statement has already been done. */
  readonly doneWhen: string | undefined
}

export interface Migration {
  /** The file's name without `.sql`, for example `0002-interaction`. */
  readonly name: string
  /** SHA-256 of the statements and their guards, hex. A comment may be corrected later; a statement may not. */
  readonly checksum: string
  readonly text: string
  readonly statements: readonly Statement[]
}

const sqlFolder = new URL('../../../sql/', import.meta.url)
const fileName = /^\d{4}-[a-z0-9-]+\.sql$/

/** All migrations of this version, in the order in which they are applied. */
export async function readMigrations(folder: URL = sqlFolder): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => fileName.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n')
      const written = toStatements(text)
      const checksum = createHash('sha256').update(JSON.stringify(written)).digest('hex')
      const statements = written.map(withRowFormat)
      return { name: name.replace(/\.sql$/, ''), checksum, text, statements }
    }),
  )
}

/** The statements of a file. A statement ends with a semicolon at the end of a line. */
export function toStatements(text: string): readonly Statement[] {
  return text
    .split(/;[ \t]*$/m)
    .map((piece) => ({ sql: withoutComments(piece), doneWhen: toGuard(piece) }))
    .filter(({ sql }) => sql !== '')
}

/**
 * A table that names no row format gets the server's `innodb_default_row_format`, and the rows of the template's tables
 * do not fit `compact` (error 1118). The checksum is that of the file (docs/decisions/0016-odd-servers.md).
 */
function withRowFormat(statement: Statement): Statement {
  const { sql } = statement
  if (!/^CREATE TABLE\b/i.test(sql) || /\bROW_FORMAT\b/i.test(sql)) return statement
  return { ...statement, sql: `${sql} ROW_FORMAT=DYNAMIC` }
}

function withoutComments(piece: string): string {
  return piece.replaceAll(/^[ \t]*--.*$/gm, '').trim()
}

function toGuard(piece: string): string | undefined {
  const guards = [...piece.matchAll(/^-- skip (.*)$/gm)].map(([, text]) => toCondition(text ?? ''))
  return guards.length === 0 ? undefined : guards.join(' OR ')
}

function toCondition(text: string): string {
  const column = /^if column (\w+)\.(\w+)$/.exec(text)
  if (column !== null)
    return exists('columns', `table_name = '${column[1]}' AND column_name = '${column[2]}'`)
  const index = /^(if|unless) index (\w+)\.(\w+)\((\w+)\)$/.exec(text)
  if (index === null) throw new Error(`not a guard: "-- skip ${text}"`)
  const [, when, table, key, member] = index
  const isThere = exists(
    'statistics',
    `table_name = '${table}' AND index_name = '${key}' AND column_name = '${member}'`,
  )
  return when === 'if' ? isThere : `NOT ${isThere}`
}

function exists(view: string, condition: string): string {
  return `EXISTS (SELECT 1 FROM information_schema.${view} WHERE table_schema = DATABASE() AND ${condition})`
}

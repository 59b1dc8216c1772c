import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readMigrations } from '../../src/db/migrations/migration-file.ts'
import { lockName, recordStatement } from '../../src/db/migrations/migration-session.ts'

/** Functions that MySQL 8.0 to 9.7 and MariaDB 10.11 to 11.8 all have. SHA1 and MD5 are not among them. */
const everywhere = new Set(
  (
    'cast char char_length coalesce concat concat_ws connection_id conv current_timestamp date timestamp timestampadd convert count database date_format exists find_in_set from_unixtime get_lock greatest ' +
    'hex if ifnull json_extract json_object json_unquote json_valid last_insert_id least left length locate lower max ' +
    'min nullif release_lock replace round row_number sha2 substring sum timestampdiff trim uncompress unhex ' +
    'unix_timestamp upper utc_timestamp values'
  ).split(' '),
)

/** Words before a bracket that are no functions. */
const grammar = new Set(
  (
    'and as bigint binary by char check columns comment datetime decimal default enum from in index int interaction join ' +
    'key mediumint not on or over partition primary references select set smallint tinyint unique using varbinary ' +
    'varchar where tables then when else all any some distinct between like is limit ref union'
  ).split(' '),
)

function functionsIn(sql: string): string[] {
  const code = sql.replaceAll(/'(?:[^'\\]|''|\\.)*'/g, "''").replaceAll(/--.*$/gm, '')
  return [...code.matchAll(/(?<![\w.`$])([a-z_][a-z0-9_]*)\s*\(/gi)]
    .map(([, name = '']) => name.toLowerCase())
    .filter((name) => !grammar.has(name))
}

/** Names of tables and columns come before brackets, too: `INSERT INTO page (…)`, `ADD INDEX postIndex (…)`. */
function withoutNames(sql: string): string {
  return sql
    .replaceAll(
      /\b(?:INTO|TABLE(?: IF NOT EXISTS)?|INDEX|KEY|UNIQUE|UNIQUE KEY|UNIQUE INDEX|CONSTRAINT)\s+`?\w+`?\s*\(/gi,
      ' ',
    )
    .replaceAll(/`\w+`\s*\(/g, ' ')
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name))
}

test('no migration calls a function that one of the servers lacks', async (t) => {
  const statements = (await readMigrations()).flatMap(({ statements: all }) =>
    all.flatMap(({ sql, doneWhen = '' }) => [sql, doneWhen]),
  )
  const found = [...statements, lockName, recordStatement('a', 'b')].flatMap((sql) =>
    functionsIn(withoutNames(sql)),
  )
  t.true(found.length > 5)
  t.deepEqual(
    [...new Set(found)].filter((name) => !everywhere.has(name)),
    [],
  )
})

test('no statement of the program calls a function that one of the servers lacks', (t) => {
  const found = new Map<string, string>()
  for (const file of sourceFiles('src/db')) {
    const code = readFileSync(file, 'utf8')
    const templates = [...code.matchAll(/(?<![.\w])sql(?:<[^`]*?>)?`([^`]*)`/g)].map(([, text = '']) =>
      text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '?'),
    )
    const called = [...code.matchAll(/\bfn(?:\.agg)?(?:<[^()]*>)?\('(\w+)'/g)].map(([, name = '']) => name)
    const built = [...code.matchAll(/\bfn\.(\w+)[<(]/g)].map(([, name = '']) =>
      name.replace(/^countAll$/, 'count'),
    )
    for (const name of [...templates.flatMap((text) => functionsIn(withoutNames(text))), ...called, ...built])
      if (!['agg', 'val'].includes(name)) found.set(name.toLowerCase(), file)
  }
  t.true(found.size > 3)
  t.deepEqual(
    [...found].filter(([name]) => !everywhere.has(name)),
    [],
  )
})

import test from 'ava'
import { readMigrations, toStatements } from '../../src/db/migrations/migration-file.ts'
import { toScript } from '../../src/db/migrations/migration-script.ts'

test('numbers the files in their order, and each says purpose, locks, duration and undo', async (t) => {
  const migrations = await readMigrations()
  t.true(migrations.length > 0)
  let last = -1
  for (const { name, text } of migrations) {
    t.true(Number(name.slice(0, 4)) > last, name)
    last = Number(name.slice(0, 4))
    const header = text.slice(0, text.indexOf('\n\n'))
    for (const word of ['Purpose:', 'Locks:', 'Duration:', 'Undo:'])
      t.true(header.includes(`-- ${word}`), name)
  }
})

test('makes every statement repeatable by its own form or by a guard', async (t) => {
  const repeatable =
    /^(?:CREATE TABLE IF NOT EXISTS `?\w+`? \(|CREATE OR REPLACE SQL SECURITY INVOKER VIEW \w+ AS|ALTER TABLE \w+\s+MODIFY (?![^]*\b(?:ADD|DROP)\b)|DELETE |UPDATE [^]*\sSET ([\w.]+) = [^]*\sWHERE \1 IS NULL$)/
  for (const { name, statements } of await readMigrations()) {
    for (const { sql, doneWhen } of statements)
      t.true(doneWhen !== undefined || repeatable.test(sql), `${name}: ${sql.slice(0, 60)}`)
  }
})

test('stays in what MySQL 8 and MariaDB 10.11 both know', async (t) => {
  const foreign =
    /\b(?:ADD|DROP|MODIFY) (?:COLUMN|INDEX|KEY) IF (?:NOT )?EXISTS|CREATE OR REPLACE (?!SQL SECURITY INVOKER VIEW)|RETURNING|\bAS new\b|->|uca1400|0900_ai/i
  for (const { name, statements } of await readMigrations())
    for (const { sql } of statements) t.notRegex(sql, foreign, name)
})

test('reads statements with their guards', (t) => {
  const text = [
    '-- Purpose: an example',
    '',
    'CREATE TABLE a (b int);',
    '',
    '-- skip if column a.c',
    "ALTER TABLE a ADD COLUMN c int COMMENT 'it''s; fine';",
    '-- skip unless index a.k(b)',
    'ALTER TABLE a',
    '  -- why',
    '  DROP INDEX k;',
    '',
  ].join('\n')
  const statements = toStatements(text)
  t.deepEqual(
    statements.map(({ sql }) => sql),
    [
      'CREATE TABLE a (b int)',
      "ALTER TABLE a ADD COLUMN c int COMMENT 'it''s; fine'",
      'ALTER TABLE a\n\n  DROP INDEX k',
    ],
  )
  t.is(statements[0]?.doneWhen, undefined)
  t.regex(statements[1]?.doneWhen ?? '', /^EXISTS .*columns .*table_name = 'a' AND column_name = 'c'\)$/)
  t.regex(
    statements[2]?.doneWhen ?? '',
    /^NOT EXISTS .*statistics .*index_name = 'k' AND column_name = 'b'\)$/,
  )
  t.throws(() => toStatements('-- skip when tired\nDROP TABLE a;'), { message: /not a guard/ })
})

test('leaves the tables of the template out of the script for a database that has them', async (t) => {
  const migrations = await readMigrations()
  const fresh = toScript({ migrations, fromSeed: false })
  const fromSeed = toScript({ migrations, fromSeed: true })
  t.true(fresh.includes('CREATE TABLE IF NOT EXISTS profileFacebook'))
  t.false(fromSeed.includes('CREATE TABLE IF NOT EXISTS profileFacebook'))
  for (const { name, checksum } of migrations) t.true(fromSeed.includes(`VALUES ('${name}', '${checksum}'`))
})

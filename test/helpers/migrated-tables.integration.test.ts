import test from 'ava'
import { createConnection } from 'mysql2/promise'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createEmptyTestDatabase } from './database.ts'
import { createMigratedTables, describeTables } from './migrated-tables.ts'

test('copied tables are those of the migrations, to the last character', async (t) => {
  const [migrated, first, copied] = await Promise.all([1, 2, 3].map(createEmptyTestDatabase))
  if (migrated === undefined || first === undefined || copied === undefined) return t.fail()
  await migrateToLatest({ databaseUrl: migrated.url })
  await createMigratedTables(first.url) // migrates, where nobody has done it before
  await createMigratedTables(copied.url)
  const expected = await describe(migrated.url)
  t.regex(expected, /CREATE TABLE `interaction`[^]*INSERT INTO `pagebeatMigration`/)
  t.is(await describe(copied.url), expected)
  t.is(await describe(first.url), expected)
  await Promise.all([migrated, first, copied].map((database) => database.drop()))
})

/** Without the times at which the migrations were applied. */
async function describe(url: string): Promise<string> {
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  const text = await describeTables(connection)
  await connection.end()
  return text.replaceAll(/'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}'/g, 'then')
}

import test from 'ava'
import { createConnection } from 'mysql2/promise'
import {
  createEmptyTestDatabase,
  createTestDatabase,
  dropTestDatabase,
  type TestDatabase,
} from './database.ts'
import { describeTables } from './migrated-tables.ts'
import { requireServerUrl } from './server-url.ts'

test.serial('gives each caller a migrated database of its own, and takes it away', async (t) => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  t.not(one.name, other.name)
  await one.query("INSERT INTO appParams (paramKey, paramValue) VALUES ('a', 'b')")
  t.deepEqual(await one.query("SELECT paramValue FROM appParams WHERE paramKey = 'a'"), [{ paramValue: 'b' }])
  t.deepEqual(await other.query("SELECT paramValue FROM appParams WHERE paramKey = 'a'"), [])
  await one.query('CREATE TABLE more (id int)')
  await Promise.all([one.drop(), other.drop()])
  const witness = await createEmptyTestDatabase()
  t.deepEqual(await witness.query('SHOW DATABASES LIKE ?', [one.name]), [])
  await witness.drop()
})

test.serial('a database that a file leaves is as new for the next one, with its counters', async (t) => {
  const first = await createTestDatabase()
  const before = await describe(first)
  await first.query("INSERT INTO appParams (paramKey, paramValue) VALUES ('a', 'b')")
  await first.query("INSERT INTO conversationNote (conversationId, userId, ts, text) VALUES (1, 1, 0, 'n')")
  await first.query('DELETE FROM conversationNote')
  await first.query('DELETE FROM pagebeatMigration LIMIT 1')
  await first.drop()
  const second = await createTestDatabase()
  t.is(await describe(second), before)
  const left = 'SELECT name FROM pagebeat_spare.spare WHERE name = ?'
  if (process.env['TEST_SPARE_DATABASES'] === 'true') t.is((await second.query(left, [first.name])).length, 1)
  await second.drop()
})

test.serial(
  'a database is not left to the next file while a connection to it is open, or with a trigger',
  async (t) => {
    const used = await createTestDatabase()
    const user = await createConnection(used.url)
    await used.drop()
    const odd = await createTestDatabase()
    t.not(odd.name, used.name)
    await odd.query('CREATE TRIGGER late BEFORE INSERT ON appParams FOR EACH ROW SET NEW.paramValue = 1')
    await odd.drop()
    const next = await createTestDatabase()
    t.false([used.name, odd.name].includes(next.name))
    t.deepEqual(await next.query('SHOW DATABASES WHERE `Database` IN (?, ?)', [used.name, odd.name]), [])
    await user.end()
    await next.drop()
  },
)

test('refuses to drop a database that no test made', async (t) => {
  for (const name of [
    'pagebeat',
    'pagebeat_test_',
    'mysql',
    'pagebeat_test_0123456789abcdef; DROP DATABASE x',
  ]) {
    await t.throwsAsync(dropTestDatabase(requireServerUrl('DATABASE_URL'), name), { message: /^Refused/ })
  }
})

async function describe({ url }: TestDatabase): Promise<string> {
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  const text = await describeTables(connection)
  await connection.end()
  return text
}

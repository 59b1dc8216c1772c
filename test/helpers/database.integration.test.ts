import test from 'ava'
import { createEmptyTestDatabase, createTestDatabase, dropTestDatabase } from './database.ts'
import { requireServerUrl } from './server-url.ts'

test('gives each caller a migrated database of its own, and takes it away', async (t) => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  t.not(one.name, other.name)
  await one.query("INSERT INTO appParams (paramKey, paramValue) VALUES ('a', 'b')")
  t.deepEqual(await one.query("SELECT paramValue FROM appParams WHERE paramKey = 'a'"), [{ paramValue: 'b' }])
  t.deepEqual(await other.query("SELECT paramValue FROM appParams WHERE paramKey = 'a'"), [])
  await Promise.all([one.drop(), other.drop()])
  const witness = await createEmptyTestDatabase()
  t.deepEqual(await witness.query('SHOW DATABASES LIKE ?', [one.name]), [])
  await witness.drop()
})

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

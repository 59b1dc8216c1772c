import { createHash } from 'node:crypto'
import test from 'ava'
import { asProfileId } from '../../../src/domain/ids.ts'
import { describeClashes } from '../../../src/db/migrations/channel-clash.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { migrateToLatest } from '../../../src/db/migrations/migrate.ts'
import { createEmptyTestDatabase } from '../../helpers/database.ts'
import { createSeedTables, fillSeedTables, readColumnNames, readRows, seedTables } from './seed-database.ts'

async function createSeedDatabase(count: number) {
  const database = await createEmptyTestDatabase()
  await createSeedTables(database.url)
  await fillSeedTables(database.url, count)
  return database
}

/** Of all rows of a table: their number, and a hash of their values. */
function digestOf(rows: readonly unknown[]): string {
  const hash = createHash('sha256')
  for (const row of rows) hash.update(JSON.stringify(row))
  return `${rows.length > 2 ? rows.length : 'too few'} rows, ${hash.digest('hex')}`
}

/** `npm run matrix` asks for more. */
const rowsToKeep = Number(process.env['PAGEBEAT_TEST_UPGRADE_ROWS'] ?? 4000)

test('keeps every value of a database of the template', async (t) => {
  t.timeout(300_000)
  const database = await createSeedDatabase(rowsToKeep)
  const before = new Map<string, { columns: readonly string[]; rows: string }>()
  for (const table of seedTables) {
    const columns = await readColumnNames(database.url, table)
    before.set(table, { columns, rows: digestOf(await readRows(database.url, table)) })
  }
  const { clashes } = await migrateToLatest({ databaseUrl: database.url })
  for (const [table, { columns, rows }] of before) {
    if (table === 'chan2Profile') continue
    t.is(digestOf(await readRows(database.url, table, columns)), rows, table)
  }
  const setAside = clashes
    .filter(({ active }) => !active)
    .map(({ channelId, cidType, pId }) => JSON.stringify([channelId, cidType, pId]))
  const ofTemplate = before.get('chan2Profile')?.columns ?? []
  const kept = await readRows(database.url, 'chan2Profile', ofTemplate)
  t.is(digestOf([...kept, ...setAside].toSorted()), before.get('chan2Profile')?.rows ?? '')

  t.deepEqual((await migrateToLatest({ databaseUrl: database.url })).applied, [], 'a second run does nothing')
  t.deepEqual(await readRows(database.url, 'chan2Profile', ofTemplate), kept)
  await database.drop()
})

test('chooses one customer for each shared channel id by a rule, and reports all of them', async (t) => {
  const database = await createSeedDatabase(1500)
  const { clashes } = await migrateToLatest({ databaseUrl: database.url })
  const active = clashes.filter((clash) => clash.active)
  t.deepEqual(
    active.map(({ channelId, pId }) => `${channelId} ${pId}`),
    ['Zoë p-2', 'newest p-5', 'profile lone', 'smallest gone-1'],
  )
  t.is(clashes.length, 9)
  t.deepEqual(
    clashes
      .filter(({ channelId }) => channelId === 'newest')
      .map(({ lastInteractionId }) => lastInteractionId),
    [String((5 + 2 * 700) * 3), undefined, String((698 + 700) * 3)],
  )
  const report = describeClashes(clashes)
  t.true(report[0]?.startsWith('4 channel id(s)'))
  t.true(report.includes('    active    lone (no interaction, has a profile)'))
  t.true(report.includes('    set aside a-nobody (no interaction, no profile)'))
  t.is(describeClashes(clashes, 1).at(-1), '  … and 3 more in chan2ProfileClash')
  const another = "INSERT INTO chan2Profile (channelId, cidType, pId) VALUES ('newest', 'facebook', 'other')"
  await t.throwsAsync(database.query(another), { message: /Duplicate/ })
  await database.drop()
})

test('counts on after the largest int, and stores emoji and long texts after the upgrade', async (t) => {
  const database = await createSeedDatabase(1000)
  await migrateToLatest({ databaseUrl: database.url })
  const db = createDatabase({ url: database.url })
  const { insertId } = await db
    .insertInto('interaction')
    .values({ pId: asProfileId('p-1') })
    .executeTakeFirstOrThrow()
  t.is(insertId, 2_147_483_648n)
  const message = '😀'.repeat(63_206)
  await db.insertInto('chanFacebookFeed').values({ kwInteractionId: 2_147_483_648n, message }).execute()
  const row = await db
    .selectFrom('chanFacebookFeed')
    .select('message')
    .where('kwInteractionId', '=', '2147483648')
    .execute()
  t.is(row[0]?.message, message)
  t.is(
    (await db.selectFrom('interaction').select('eventKey').where('eventKey', 'is not', null).execute())
      .length,
    0,
  )
  await db.destroy()
  await database.drop()
})

test('changes nothing in a table with a value that does not fit, and continues after it is fixed', async (t) => {
  const database = await createSeedDatabase(10)
  await database.query('INSERT INTO chanFacebookFeed (kwInteractionId) VALUES (-5)')
  const before = await readRows(database.url, 'chanFacebookFeed')
  const error = await t.throwsAsync(migrateToLatest({ databaseUrl: database.url }), {
    code: 'migration_failed',
  })
  t.regex(error.message, /0003-chan-facebook-feed\.sql, statement 1: .*errno 1264.*kwInteractionId/)
  t.deepEqual(await readRows(database.url, 'chanFacebookFeed'), before)
  await database.query('UPDATE chanFacebookFeed SET kwInteractionId = 999 WHERE kwInteractionId = -5')
  const { applied } = await migrateToLatest({ databaseUrl: database.url })
  t.is(applied[0], '0003-chan-facebook-feed')
  await database.drop()
})

test('joins customers over all tables by index', async (t) => {
  const database = await createSeedDatabase(2000)
  await migrateToLatest({ databaseUrl: database.url })
  await database.query(
    "INSERT INTO conversation (pageId, psid) VALUES ('1', 'psid-1'), ('1', 'psid-2'), ('1', 'psid-3')",
  )
  const byPerson = await database.query(
    `EXPLAIN FORMAT=TRADITIONAL SELECT c.channelId, p.firstName, i.ts FROM chan2Profile c JOIN profile p ON p.pId = c.pId
     JOIN profileFacebook f ON f.pId = p.pId JOIN interaction i ON i.pId = c.pId
     WHERE c.channelId = 'psid-1' AND c.cidType = 'web'`,
  )
  t.deepEqual(Object.fromEntries(byPerson.map(({ table, key }) => [table, key])), {
    c: 'PRIMARY',
    p: 'PRIMARY',
    f: 'PRIMARY',
    i: 'idx_pid',
  })
  const byConversation = await database.query(
    `EXPLAIN FORMAT=TRADITIONAL SELECT STRAIGHT_JOIN c.pId FROM conversation v
     JOIN chan2Profile c ON c.channelId = v.psid AND c.cidType = 'facebook'`,
  )
  t.is(byConversation.find((row) => row['table'] === 'c')?.['key'], 'PRIMARY')
  await database.drop()
})

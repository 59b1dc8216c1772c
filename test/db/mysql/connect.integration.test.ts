import { inspect } from 'node:util'
import test from 'ava'
import { type Kysely, sql } from 'kysely'
import { asPageId } from '../../../src/domain/ids.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { inTransaction } from '../../../src/db/mysql/in-transaction.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import { DatabaseBusyError, RejectedRowsError } from '../../../src/errors.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { startTcpProxy } from '../../../sandbox/network/tcp-proxy.ts'

const when = new Date('2026-11-22T00:00:00.000Z')

const session = sql<Record<string, unknown>>`SELECT @@session.time_zone AS zone, @@session.sql_mode AS mode,
  @@session.innodb_lock_wait_timeout AS lockWait, @@session.wait_timeout AS idle,
  @@session.unique_checks AS uniqueChecks, @@collation_connection AS collation`

const expectedSession = {
  zone: '+00:00',
  mode: 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  lockWait: '5',
  idle: '120',
  uniqueChecks: '1',
  collation: 'utf8mb4_unicode_520_ci',
}

test('sets up every connection before its first use, also after connections were cut', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 3 })
  const read = () => Promise.all(Array.from({ length: 9 }, async () => (await session.execute(db)).rows[0]))
  for (const row of await read()) t.deepEqual(row, expectedSession)
  proxy.cut()
  // The pool learns of the cut at its next use at the latest.
  await inTransaction(db, (transaction) => session.execute(transaction))
  for (const row of await read()) t.deepEqual(row, expectedSession)
  await db.destroy()
  await proxy.close()
  await database.drop()
})

test('a transaction reads rows that others committed meanwhile', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 2 })
  const seen = await db.transaction().execute(async (transaction) => {
    const before = await transaction.selectFrom('page').selectAll().execute()
    await db
      .insertInto('page')
      .values({ pageId: asPageId('1'), firstSeenTs: when })
      .execute()
    return [before.length, (await transaction.selectFrom('page').selectAll().execute()).length]
  })
  t.deepEqual(seen, [0, 1])
  await db.destroy()
  await database.drop()
})

test('counts an upsert that changes nothing as no affected row', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  const upsert = () =>
    db
      .insertInto('page')
      .values({ pageId: asPageId('1'), firstSeenTs: when })
      .onDuplicateKeyUpdate({ firstSeenTs: when })
      .executeTakeFirstOrThrow()
  t.is((await upsert()).numInsertedOrUpdatedRows, 1n)
  t.is((await upsert()).numInsertedOrUpdatedRows, 0n)
  await db.destroy()
  await database.drop()
})

test('does not hang when the server freezes, and works again when it is back', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const limits = { queryTimeoutMs: 300, connectTimeoutMs: 300, acquireTimeoutMs: 900 }
  const db = createDatabase({ url: proxy.url, poolSize: 2, ...limits })
  await session.execute(db)
  proxy.freeze()
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map(() => session.execute(db)))
  for (const result of results)
    t.true(result.status === 'rejected' && result.reason instanceof DatabaseBusyError)
  await t.throwsAsync(
    inTransaction(db, (transaction) => session.execute(transaction)),
    { code: 'database_busy' },
  )
  proxy.thaw()
  t.deepEqual((await session.execute(db)).rows[0], expectedSession)
  proxy.freeze()
  await db.destroy()
  await proxy.close()
  await database.drop()
})

for (const errno of [1290, 1792, 1836, 3100])
  test(`an error that means a wrong server (${errno}) closes all connections that were opened before`, async (t) => {
    const database = await createTestDatabase()
    const db = createDatabase({ url: database.url, poolSize: 3 })
    const fail = (number: number) =>
      sql`SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = ${sql.raw(String(number))}`.execute(db)
    const before = await threadsOf(db)
    await t.throwsAsync(fail(1213), { instanceOf: DatabaseBusyError }) // a deadlock says nothing about the server
    t.deepEqual(await threadsOf(db), before)
    await t.throwsAsync(fail(errno), { instanceOf: DatabaseBusyError })
    const after = await threadsOf(db)
    t.deepEqual(
      after.filter((thread) => before.includes(thread)),
      [],
    )
    await db.destroy()
    await database.drop()
  })

/** The server's ids of three connections that are in use at the same time. */
async function threadsOf(db: Kysely<Database>): Promise<readonly string[]> {
  const ids = await db.connection().execute((first) =>
    db.connection().execute((second) =>
      db.connection().execute((third) =>
        Promise.all(
          [first, second, third].map(async (connection) => {
            const { rows } = await sql<{ id: string }>`select connection_id() as id`.execute(connection)
            return rows.map(({ id }) => id)
          }),
        ),
      ),
    ),
  )
  return ids.flat().toSorted()
}

test('runs a transaction again after a deadlock, until both are committed', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 4 })
  const add = (pageId: string) =>
    sql`INSERT INTO page (pageId, firstSeenTs) VALUES (${pageId}, ${when})
      ON DUPLICATE KEY UPDATE firstSeenTs = firstSeenTs + INTERVAL 1 SECOND`
  await add('a').execute(db)
  await add('b').execute(db)
  let attempts = 0
  const [met, meet] = [Promise.withResolvers<void>(), { count: 0 }]
  const inOrder = (first: string, second: string) =>
    inTransaction(db, async (transaction) => {
      attempts += 1
      await add(first).execute(transaction)
      if (++meet.count === 2) met.resolve()
      await met.promise
      await add(second).execute(transaction)
    })
  await Promise.all([inOrder('a', 'b'), inOrder('b', 'a')])
  t.is(attempts, 3)
  const rows = await db.selectFrom('page').select('firstSeenTs').execute()
  t.deepEqual(rows, [
    { firstSeenTs: new Date(when.getTime() + 2000) },
    { firstSeenTs: new Date(when.getTime() + 2000) },
  ])
  await db.destroy()
  await database.drop()
})

test('runs a transaction again after its connection was lost, and rolls back one that throws', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 2 })
  let attempts = 0
  await inTransaction(db, async (transaction) => {
    attempts += 1
    await transaction
      .insertInto('page')
      .values({ pageId: asPageId('1'), firstSeenTs: when })
      .execute()
    if (attempts === 1) proxy.cut()
    await transaction
      .insertInto('page')
      .values({ pageId: asPageId('2'), firstSeenTs: when })
      .execute()
  })
  t.is(attempts, 2)
  const mistake = new Error('a mistake of ours')
  const failed = inTransaction(db, async (transaction) => {
    await transaction.deleteFrom('page').execute()
    throw mistake
  })
  t.is(await t.throwsAsync(failed), mistake)
  t.is((await db.selectFrom('page').selectAll().execute()).length, 2)
  await db.destroy()
  await proxy.close()
  await database.drop()
})

test('an error names the column that refused the data, and holds no value and no statement', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  const secret = 'hunter2'
  const page = (id: string) =>
    db
      .insertInto('page')
      .values({ pageId: asPageId(id), firstSeenTs: when })
      .execute()
  await page(secret)
  const refusals: readonly [Promise<unknown>, number | readonly number[], string | undefined][] = [
    [page(secret.repeat(20)), 1406, 'column pageId'],
    [page(`${secret} Zoë`), 1366, 'column pageId'],
    [page(secret), 1062, 'key PRIMARY'],
    [
      db
        .insertInto('appParams')
        .values({ paramKey: secret.repeat(50) })
        .execute(),
      1406,
      'column paramKey',
    ],
    [sql`INSERT INTO receipt VALUES (${secret}, 'read', 1)`.execute(db), 1366, undefined],
    [sql`INSERT INTO receipt VALUES (1, 'read', ${'9'.repeat(30)})`.execute(db), 1264, 'column watermark'],
    [sql`INSERT INTO page (pageId, firstSeenTs) VALUES (NULL, ${secret})`.execute(db), 1048, 'column pageId'],
    [
      db.selectFrom('page').selectAll().where('pageId', 'in', ['Zoë', secret, '😀'].map(asPageId)).execute(),
      [1271, 3854],
      undefined,
    ],
  ]
  for (const [refusal, errno, where] of refusals) {
    const error = await t.throwsAsync(refusal, { instanceOf: RejectedRowsError })
    t.is(error?.disposition, 'dead')
    t.true([errno].flat().includes(error?.fault.errno ?? 0), error?.message)
    // Some servers name the table and the database, too.
    if (where !== undefined) t.is(error?.fault.where?.replace(/ (?:\w+\.)+/, ' '), where)
    t.false(`${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`.includes(secret))
  }
  const mistake = await t.throwsAsync(sql`SELECTT ${secret}`.execute(db), { code: 'database_refused' })
  t.false(inspect(mistake, { depth: 9, showHidden: true }).includes(secret))
  await db.destroy()
  await database.drop()
})

test('every caller gets an error when the database is down', async (t) => {
  const db = createDatabase({ url: 'mysql://root:hunter2@127.0.0.1:1/x', poolSize: 2 })
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => session.execute(db)))
  for (const result of results) {
    if (result.status === 'fulfilled') return t.fail()
    t.like(result.reason, { code: 'database_busy', disposition: 'retry', fault: { symbol: 'ECONNREFUSED' } })
    t.false(inspect(result.reason, { depth: 9, showHidden: true }).includes('hunter2'))
  }
  return db.destroy()
})

import { setTimeout as pause } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { type Kysely, sql } from 'kysely'
import { startTcpProxy } from '../../../sandbox/network/tcp-proxy.ts'
import { migrateToLatest } from '../../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { inTransaction } from '../../../src/db/mysql/in-transaction.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { DatabaseBusyError } from '../../../src/errors.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { startReplicatedDatabases } from '../../helpers/replicated-databases.ts'
import { until } from '../../helpers/until.ts'

const firstSeenTs = new Date('2026-11-28T00:00:00.000Z')
/** `npm run prove` measures how long it takes. */
const goesOnMs = 60_000

async function add(db: Kysely<Database>, pageId: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('page')
      .values({ pageId: asPageId(pageId), firstSeenTs })
      .onDuplicateKeyUpdate({ firstSeenTs })
      .execute()
  })
}

/** Writes rows, several at a time, until it is stopped. A row that the database is too busy for is written again. */
function startWriters(t: ExecutionContext, db: Kysely<Database>, count: number) {
  const written: string[] = []
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  async function write(writer: number): Promise<void> {
    for (let row = 0; !stop.signal.aborted; row++) {
      const id = `${writer}-${row}`
      await until(`row ${id} is added`, () => isAdded(db, id))
      written.push(id)
    }
  }
  const writing = Promise.all(Array.from({ length: count }, (_, index) => write(index)))
  return {
    written,
    async stop() {
      stop.abort()
      await writing
      return written.toSorted()
    },
  }
}

async function isAdded(db: Kysely<Database>, id: string): Promise<boolean> {
  try {
    await add(db, id)
    return true
  } catch (error) {
    if (error instanceof DatabaseBusyError) return false
    throw error
  }
}

/** What one more round trip after the fault shows: every one of the writers has written again. */
async function untilAllGoOn(written: readonly string[], writers: number): Promise<void> {
  const from = written.length
  await until(
    'every writer writes again',
    () => new Set(written.slice(from).map((id) => id.split('-')[0])).size === writers,
    { withinMs: goesOnMs },
  )
}

test.serial('goes on at the new writer after a failover, though the old connections stay open', async (t) => {
  const { writer, replica, failOver } = await startReplicatedDatabases(t)
  await migrateToLatest({ databaseUrl: writer.url })
  const proxy = await startTcpProxy(writer.url)
  const db = createDatabase({ url: proxy.url, poolSize: 6 })
  const reader = createDatabase({ url: proxy.url, poolSize: 2 })
  t.teardown(async () => {
    await Promise.all([db.destroy(), reader.destroy()])
    await proxy.close()
  })
  const count = () => reader.selectFrom('page').select('pageId').execute()
  const writers = startWriters(t, db, 6)
  await until('the pool is warm', () => writers.written.length > 60)
  await count()

  await failOver()
  proxy.switchTarget(replica.url)
  await untilAllGoOn(writers.written, 6)
  const written = await writers.stop()

  const rows = await replica.asRoot('SELECT pageId FROM pagebeat.page')
  t.deepEqual(rows.map((row) => String(row['pageId'])).toSorted(), written)
  await until('a pool that only reads follows, too', async () => (await count()).length === written.length, {
    withinMs: goesOnMs,
  })
})

test.serial('goes on after its connections became a black hole', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 6 })
  t.teardown(async () => {
    await db.destroy()
    await proxy.close()
    await database.drop()
  })
  for (const direction of [undefined, 'toServer', 'toClient'] as const) {
    const writers = startWriters(t, db, 6)
    await until('the pool is warm', () => writers.written.length > 60)
    proxy.blackHole(direction)
    await untilAllGoOn(writers.written, 6)
    const written = await writers.stop()
    const rows = await database.query('SELECT pageId FROM page')
    t.deepEqual(rows.map((row) => String(row['pageId'])).toSorted(), written)
    await database.query('DELETE FROM page')
  }
})

test.serial('an idle connection that became a black hole costs two seconds', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 4, queryTimeoutMs: 120_000 })
  t.teardown(async () => {
    await db.destroy()
    await proxy.close()
    await database.drop()
  })
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => add(db, id)))
  await pause(3_100) // longer than connections go unchecked
  proxy.blackHole()
  const started = performance.now()
  await add(db, 'e')
  t.true(performance.now() - started < 60_000, 'it does not wait for the end of a statement')
  await Promise.all(['f', 'g', 'h', 'i'].map((id) => add(db, id)))
  t.is((await database.query('SELECT pageId FROM page')).length, 9)
})

test.serial('the transaction that a silent connection left open on the server is ended', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 2, queryTimeoutMs: 1_000 })
  t.teardown(async () => {
    await db.destroy()
    await proxy.close()
    await database.drop()
  })
  const isThere = async (thread: string) =>
    (await database.query('SHOW PROCESSLIST')).some((row) => String(row['Id']) === thread)
  let thread = ''
  const silent = db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ id: string }>`select connection_id() as id`.execute(transaction)
    thread = String(rows[0]?.id)
    await transaction
      .insertInto('page')
      .values({ pageId: asPageId('a'), firstSeenTs })
      .execute()
    proxy.blackHole()
    await sql`select 1`.execute(transaction)
  })
  const error = await t.throwsAsync(silent, { instanceOf: DatabaseBusyError })
  t.is(error?.fault.symbol, 'QUERY_TIMEOUT')
  t.true(await isThere(thread), 'the server has not heard of the end, and keeps the row locked')
  await add(db, 'a')
  await until('its thread is gone', async () => !(await isThere(thread)), { withinMs: goesOnMs })
})

test.serial(
  'a connection is made anew after ten minutes, as the name may lead to another server',
  async (t) => {
    const database = await createTestDatabase()
    const db = createDatabase({ url: database.url, poolSize: 1 })
    const trueTime = Date.now
    t.teardown(async () => {
      Date.now = trueTime
      await db.destroy()
      await database.drop()
    })
    const thread = async () => {
      const { rows } = await sql<{ id: string }>`select connection_id() as id`.execute(db)
      return rows[0]?.id
    }
    const first = await thread()
    Date.now = () => trueTime() + 9 * 60_000
    t.is(await thread(), first)
    Date.now = () => trueTime() + 11 * 60_000
    t.not(await thread(), first)
  },
)

test.serial('no statement follows on a connection that leads to the wrong server', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  await db.connection().execute(async (connection) => {
    const moved = sql`SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1290`.execute(connection)
    await t.throwsAsync(moved, { instanceOf: DatabaseBusyError })
    const error = await t.throwsAsync(sql`SELECT 1`.execute(connection), { instanceOf: DatabaseBusyError })
    t.is(error?.fault.errno, 1290, 'it is told why')
  })
  await t.notThrowsAsync(add(db, 'a'))
})

test.serial('waiting for a free connection has an end, and one that comes later is not lost', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 1, acquireTimeoutMs: 200 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  await db.connection().execute(async () => {
    const error = await t.throwsAsync(sql`SELECT 1`.execute(db), { instanceOf: DatabaseBusyError })
    t.is(error?.fault.symbol, 'POOL_TIMEOUT')
  })
  await t.notThrowsAsync(sql`SELECT 1`.execute(db))
})

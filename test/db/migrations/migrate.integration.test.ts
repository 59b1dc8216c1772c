import { spawn } from 'node:child_process'
import test from 'ava'
import { createConnection } from 'mysql2/promise'
import { pagebeatFile } from '../../../sandbox/pagebeat-file.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { migrateToLatest, migrationStatus } from '../../../src/db/migrations/migrate.ts'
import { readMigrations } from '../../../src/db/migrations/migration-file.ts'
import { toScript } from '../../../src/db/migrations/migration-script.ts'
import {
  isMigrated,
  pendingMigrations,
  requireMigrated,
} from '../../../src/db/migrations/pending-migrations.ts'
import { createEmptyTestDatabase } from '../../helpers/database.ts'
import type { TestDatabase } from '../../helpers/database.ts'
import { readSchema } from './schema-snapshot.ts'
import { createSeedTables, fillSeedTables, readRows, seedTables } from './seed-database.ts'

async function createSmallSeedDatabase(): Promise<TestDatabase> {
  const database = await createEmptyTestDatabase()
  await createSeedTables(database.url)
  await fillSeedTables(database.url, 8)
  return database
}

/** Everything that matters of a migrated database, as values. */
async function readAll(database: TestDatabase): Promise<unknown> {
  const { url } = database
  const rows = await Promise.all(seedTables.map((table) => readRows(url, table)))
  const clashes = await readRows(url, 'chan2ProfileClash', [
    'channelId',
    'cidType',
    'pId',
    'lastInteractionId',
    'active',
  ])
  const recorded = await readRows(url, 'pagebeatMigration', ['name', 'checksum'])
  return { schema: await readSchema((sql) => database.query(sql)), rows, clashes, recorded }
}

test('makes the same tables in an empty database and in one of the template, and does it once', async (t) => {
  const fresh = await createEmptyTestDatabase()
  const seeded = await createEmptyTestDatabase()
  await createSeedTables(seeded.url)
  const lines: string[] = []
  const { applied, clashes } = await migrateToLatest({
    databaseUrl: fresh.url,
    log: (line) => lines.push(line),
  })
  t.deepEqual(
    applied,
    (await readMigrations()).map(({ name }) => name),
  )
  t.is(lines.length, applied.length)
  t.deepEqual(clashes, [])
  await migrateToLatest({ databaseUrl: seeded.url })
  t.deepEqual(await readAll(seeded), await readAll(fresh))
  t.deepEqual((await migrateToLatest({ databaseUrl: fresh.url })).applied, [])
  await Promise.all([fresh.drop(), seeded.drop()])
})

test('prints a script that has the same effect, also when it is run twice', async (t) => {
  const migrations = await readMigrations()
  for (const create of [createEmptyTestDatabase, createSmallSeedDatabase]) {
    const [byScript, byMigrate] = await Promise.all([create(), create()])
    const script = toScript({ migrations, fromSeed: create === createSmallSeedDatabase })
    const connection = await createConnection({ uri: byScript.url, multipleStatements: true })
    await connection.query(script)
    await connection.query(script)
    await connection.end()
    await migrateToLatest({ databaseUrl: byMigrate.url })
    t.deepEqual(await readAll(byScript), await readAll(byMigrate))
    t.deepEqual((await migrateToLatest({ databaseUrl: byScript.url })).applied, [])
    const db = createDatabase({ url: byScript.url })
    await t.notThrowsAsync(requireMigrated(db))
    await db.destroy()
    await Promise.all([byScript.drop(), byMigrate.drop()])
  }
})

/** The migration fails here, before its file is recorded. */
const failing = { sql: 'SELECT * FROM tableThatIsNotThere', doneWhen: undefined }

test('continues after a stop between any two statements', async (t) => {
  const [calm, stopped] = await Promise.all([createSmallSeedDatabase(), createSmallSeedDatabase()])
  await migrateToLatest({ databaseUrl: calm.url })
  const migrations = await readMigrations()
  for (const [index, migration] of migrations.entries())
    for (let count = 1; count <= migration.statements.length; count++) {
      const cut = { ...migration, statements: [...migration.statements.slice(0, count), failing] }
      const error = await t.throwsAsync(
        migrateToLatest({ databaseUrl: stopped.url, migrations: [...migrations.slice(0, index), cut] }),
      )
      const place = `sql/${migration.name}.sql, statement ${count + 1}: `
      t.true(error.message.startsWith(place), `${place}${error.message}`)
    }
  await migrateToLatest({ databaseUrl: stopped.url })
  t.deepEqual(await readAll(stopped), await readAll(calm))
  await Promise.all([calm.drop(), stopped.drop()])
})

/** `pagebeat migrate` in a process of its own; `onLine` may kill it. */
function runMigrate(url: string, onLine: (line: string, kill: () => void) => void = () => undefined) {
  const child = spawn(process.execPath, [pagebeatFile, 'migrate'], {
    env: { ...process.env, DATABASE_URL: url },
  })
  let output = ''
  const read = (chunk: Buffer) => {
    output += chunk.toString()
    for (const line of chunk.toString().split('\n')) onLine(line, () => child.kill('SIGKILL'))
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, output }))
  })
}

test('of two machines that migrate at once, one works and the other waits', async (t) => {
  const database = await createSmallSeedDatabase()
  const runs = await Promise.all([
    runMigrate(database.url),
    runMigrate(database.url),
    runMigrate(database.url),
  ])
  t.deepEqual(
    runs.map(({ code }) => code),
    [0, 0, 0],
  )
  const total = (await readMigrations()).length
  t.is(runs.filter(({ output }) => output.includes(`Applied ${total} migrations.`)).length, 1)
  t.is(runs.filter(({ output }) => output.includes('Nothing to do')).length, 2)
  t.is(runs.filter(({ output }) => output.includes('channel id(s) in chan2Profile')).length, 1)
  await database.drop()
})

test('continues after it was killed', async (t) => {
  const calm = await createSmallSeedDatabase()
  await migrateToLatest({ databaseUrl: calm.url })
  const database = await createSmallSeedDatabase()
  const codes: (number | null)[] = []
  for (const stop of ['0001', '0004', '0008', '0012'])
    codes.push((await runMigrate(database.url, (line, kill) => line.includes(stop) && kill())).code)
  t.is(codes[0], null, 'killed at the second of all migrations')
  t.is((await runMigrate(database.url)).code, 0)
  t.deepEqual(await readAll(database), await readAll(calm))
  await Promise.all([calm.drop(), database.drop()])
})

test('lists the pending migrations, and workers refuse to start and name the command', async (t) => {
  const database = await createEmptyTestDatabase()
  const db = createDatabase({ url: database.url })
  const names = (await readMigrations()).map(({ name }) => name)
  t.deepEqual(await pendingMigrations(db), names)
  t.false(await isMigrated(db))
  await t.throwsAsync(requireMigrated(db), { code: 'database_not_migrated', message: /`pagebeat migrate`/ })
  t.true((await migrationStatus({ databaseUrl: database.url })).every(({ applied }) => !applied))
  t.deepEqual(await database.query('SHOW TABLES'), [])
  await migrateToLatest({ databaseUrl: database.url })
  t.true(await isMigrated(db))
  await database.query("DELETE FROM pagebeatMigration WHERE name = '0015-dead-letter'")
  t.deepEqual(await pendingMigrations(db), ['0015-dead-letter'])
  await db.destroy()
  await database.drop()
})

test('refuses to run when a file was changed after it was applied', async (t) => {
  const database = await createEmptyTestDatabase()
  await migrateToLatest({ databaseUrl: database.url })
  const migrations = (await readMigrations()).map((migration) =>
    migration.name === '0010-page' ? { ...migration, checksum: '0'.repeat(64) } : migration,
  )
  await t.throwsAsync(migrateToLatest({ databaseUrl: database.url, migrations }), {
    code: 'migration_failed',
    message: /sql\/0010-page\.sql: changed after it was applied/,
  })
  await database.drop()
})

test('tells a database that does not respond from one that does not exist', async (t) => {
  await t.throwsAsync(migrateToLatest({ databaseUrl: 'mysql://root:hunter2@127.0.0.1:1/x' }), {
    code: 'database_busy',
    message: 'The database cannot do it now: ECONNREFUSED',
  })
})

/** What the files of the servers hold after a customer was forgotten, where the servers are set as docs/privacy.md says. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { Redis } from 'ioredis'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { openForgetting } from '../../bin/wiring/open-forget.ts'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import { at, comment, decodeAll, message } from '../helpers/decoded.ts'
import { until } from '../helpers/until.ts'

// The servers of `npm test` are not the ones under test.
for (const name of ['REDIS_URL', 'DATABASE_URL', 'PAGEBEAT_REDIS_SERVER', 'PAGEBEAT_DATABASE_SERVER'])
  delete process.env[name]

/** The server overwrites its redo log, and the undo log and copies of pages in `ibdata1`, as it needs their place. */
const reused = /^mariadb\/(?:ib_logfile0|ibdata1)$/

const [ada, bob] = ['803725070025856', '803725070025999']

test('neither the files of the tables nor those of Redis hold the customer', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-files-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const servers = await startServers({
    dataDir: folder,
    mariadbArgs: ['--innodb-immediate-scrub-data-uncompressed=1', '--innodb-max-dirty-pages-pct=0'],
  })
  t.teardown(() => servers.stop())
  await migrateToLatest({ databaseUrl: servers.databaseUrl })
  const db = createDatabase({ url: servers.databaseUrl, poolSize: 5 })
  const redis = new Redis(servers.redisUrl, { maxRetriesPerRequest: null })
  const publisher = createPublisher(redis, 'pagebeat')
  for (const [psid, word] of [
    [ada, 'quokka'],
    [bob, 'wombat'],
  ] as const) {
    const bodies = [
      message(psid, `m_${word}`, at(1), `${word} says hello `.repeat(300)),
      comment(`1_${psid}`, at(2), { from: { id: psid, name: `${word} the customer` }, message: word }),
    ]
    const { events } = decodeAll(bodies)
    await createEventRecorder(db).record(events)
    await createLedger(db).record(
      psid.padStart(32, '0'),
      bodies.map((body) => ({ body, at: at(2) })),
    )
    await publisher.publish([hop(parseQueue, createParseJob(bodies.map((body) => ({ body, at: at(2) }))))])
  }
  const packed = await packedOf()
  const options = { db, redis, prefix: 'pagebeat', secretKeys: [Buffer.alloc(32, 1).toString('base64')] }
  const forgetting = openForgetting(options)
  const run = await forgetting.close(asProfileId(`facebook:${ada}`), { reason: 'operator' })
  const claimed = run === undefined ? undefined : await forgetting.runs.claim(run)
  if (claimed === undefined) return t.fail('no customer')
  await forgetting.finish(claimed)
  await redis.bgrewriteaof()
  await until('the append-only file is written again', async () =>
    (await redis.info('persistence')).includes('aof_rewrite_in_progress:0'),
  )
  const left = await packedOf()
  await Promise.all([db.destroy(), publisher.close()])
  redis.disconnect()
  await untilPurged(servers.databaseUrl)

  const gone = [ada, 'quokka', ...packed.filter((bytes) => !left.includes(bytes))]
  t.is(gone.length, 3)
  t.deepEqual(
    filesWith(folder, gone).filter((file) => !reused.test(file)),
    [],
  )
  t.true(
    filesWith(folder, [bob]).some((file) => file.endsWith('chanFacebookMessenger.ibd')),
    'rows of others are found',
  )
  t.true(
    filesWith(folder, left).some((file) => file.endsWith('webhookDelivery.ibd')),
    'packed rows of others are found',
  )

  async function packedOf(): Promise<string[]> {
    const rows = await db.selectFrom('webhookDelivery').select('bodies').execute()
    return rows.map(({ bodies }) => bodies.toString('latin1'))
  }
})

/** The server has removed what no transaction needs any more, and has written all pages to their files. */
async function untilPurged(url: string): Promise<void> {
  const admin = new URL(url)
  admin.username = 'pagebeat_admin'
  const connection = await createConnection({ uri: admin.href })
  await connection.query('set global innodb_max_dirty_pages_pct_lwm = 0')
  await until('deleted rows are purged, and the pages written', async () => {
    const [rows] = await connection.query<RowDataPacket[]>(
      "show global status where variable_name in ('Innodb_history_list_length', 'Innodb_buffer_pool_pages_dirty')",
    )
    return rows.length === 2 && rows.every((row) => row['Value'] === '0')
  })
  await connection.end()
}

/** Files below the folder with one of these texts, in bytes. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file)
      return texts.some((text) => bytes.includes(Buffer.from(text, 'latin1')))
    })
    .map((file) => path.relative(folder, file))
    .toSorted()
}

import { hash, randomBytes } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import test from 'ava'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../../src/db/mysql/schema.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { createDeadLetters } from '../../../src/db/events/dead-letters.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createLedger } from '../../../src/db/events/ledger.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { at, decodeAll, message } from '../../helpers/decoded.ts'
import { startDatabaseServer } from '../../helpers/replicated-databases.ts'
import { runStages } from '../../helpers/running-stages.ts'

const isMysql = process.env['PAGEBEAT_DATABASE_SERVER']?.startsWith('mysql') === true

/** Nothing here is as our statements need it. */
const oddSettings = [
  '--innodb-default-row-format=compact',
  '--innodb-strict-mode=OFF',
  '--default-storage-engine=MyISAM',
  // MySQL wants it when it fills its data folder.
  ...(isMysql ? [] : ['--lower-case-table-names=1']),
  '--character-set-server=latin1',
  '--collation-server=latin1_bin',
  ...(isMysql ? ['--sql-require-primary-key=ON'] : ['--skip-character-set-client-handshake']),
  '--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,PIPES_AS_CONCAT,IGNORE_SPACE',
  '--transaction-isolation=SERIALIZABLE',
  '--default-time-zone=+05:45',
  '--autocommit=0',
  '--completion-type=CHAIN',
  '--wait-timeout=1',
  '--max-prepared-stmt-count=5',
  '--max-allowed-packet=1M',
]
const oddDefaults =
  'SET GLOBAL unique_checks = 0, sql_safe_updates = 1, sql_select_limit = 1, sql_auto_is_null = 1'

const ends: (() => unknown)[] = []

test.before(async () => {
  const server = await startDatabaseServer({ teardown: (end) => void ends.push(end) }, oddSettings)
  await server.asRoot(oddDefaults)
  process.env['DATABASE_URL'] = server.url
})

test.after.always(async () => {
  for (const end of ends.toReversed()) await end()
})

/** By the pool of the product: other sessions read one row here. */
async function read(db: Kysely<Database>, query: string): Promise<Record<string, unknown>[]> {
  return (await sql.raw<Record<string, unknown>>(query).execute(db)).rows
}

test.serial('migrates, tracks and keeps large rows on a server whose settings are all odd', async (t) => {
  t.timeout(180_000)
  const { database, deliver, untilIdle } = await runStages(t)
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(() => db.destroy())
  const texts = ['it\'s \\ a "test" \0 🙂', 'Zoë', 'x'.repeat(2_000)]
  for (let round = 0; round < 3; round += 1) {
    await deliver(
      ...texts.map((text, index) => message(`60${index}`, `m-${round}-${index}`, at(index), text)),
    )
    await deliver(
      ...texts.map((text, index) => message(`60${index}`, `m-${round}-${index}`, at(index), text)),
    )
  }
  await untilIdle()
  const rows = await read(db, 'SELECT text FROM chanFacebookMessenger ORDER BY mid')
  t.deepEqual(
    rows.map((row) => String(row['text']).slice(0, 40)),
    [...texts, ...texts, ...texts].map((text) => text.slice(0, 40)),
  )
  t.deepEqual(await read(db, 'SELECT COUNT(*) AS dead FROM deadLetter'), [{ dead: '0' }])
  const formats = await read(
    db,
    `SELECT DISTINCT engine AS engine, row_format AS format FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`,
  )
  t.deepEqual(formats, [{ engine: 'InnoDB', format: 'Dynamic' }])
})

test.serial(
  'a group of deliveries larger than max_allowed_packet is in the ledger, in several rows',
  async (t) => {
    const database = await createTestDatabase()
    const db = createDatabase({ url: database.url, poolSize: 2 })
    t.teardown(async () => {
      await db.destroy()
      await database.drop()
    })
    const ledger = createLedger(db)
    const small = Array.from({ length: 30 }, () => ({ body: random(100_000), at: 1_000 }))
    const one = { body: random(3_400_000), at: 2_000 }
    const raw = { body: randomBytes(1_500_000).toString('base64'), base64: true as const, at: 3_000 }
    const groups = ['a', 'b', 'c'].map((letter) => letter.repeat(32))
    const record = () =>
      Promise.all([
        ledger.record(groups[0] ?? '', small),
        ledger.record(groups[1] ?? '', [one]),
        ledger.record(groups[2] ?? '', [raw]),
        ledger.record('d'.repeat(32), [{ body: '{}', at: 4_000 }]),
      ])
    await record()
    await record() // repeating it changes nothing
    const rows = await read(
      db,
      'SELECT receivedTs, deliveries, bytes, bodies FROM webhookDelivery ORDER BY id',
    )
    const kept = rows.map((row) => JSON.parse(inflateSync(toBuffer(row['bodies']).subarray(4)).toString()))
    t.deepEqual(
      digests(kept.flat().filter((body) => typeof body === 'string')),
      digests([...small.map(({ body }) => body), '{}']),
    )
    const parts = kept.flat().filter((body) => typeof body === 'object')
    const joined = (isBase64: boolean): string =>
      parts
        .filter((part) => (part.isBase64 === true) === isBase64)
        .toSorted((a, b) => a.part - b.part)
        .map(({ text }) => text)
        .join('')
    t.true(joined(false) === one.body)
    t.true(joined(true) === raw.body)
  },
)

test.serial(
  'rows that are too large together are written in more statements, and one alone is a dead letter',
  async (t) => {
    const database = await createTestDatabase()
    const db = createDatabase({ url: database.url, poolSize: 2 })
    t.teardown(async () => {
      await db.destroy()
      await database.drop()
    })
    const { events } = decodeAll(
      Array.from({ length: 60 }, (_, index) =>
        message('601', `m${index}`, at(index), randomBytes(15_000).toString('base64')),
      ),
    )
    await createEventRecorder(db).record(events)
    t.deepEqual(await read(db, 'SELECT COUNT(*) AS n FROM chanFacebookMessenger'), [{ n: '60' }])

    const [huge] = decodeAll([message('601', 'huge', at(99), 'y'.repeat(1_200_000))]).events
    if (huge === undefined) return t.fail()
    const refused = await t.throwsAsync(createEventRecorder(db).record([huge]), { code: 'rows_rejected' })
    t.regex(refused?.message ?? '', /1153.*max_allowed_packet/)
    const deadLetters = createDeadLetters(db)
    const payload = Buffer.from(JSON.stringify(huge))
    await deadLetters.record([{ stage: 'stitch', reason: 'rows_rejected', detail: 'too large', payload }])
    const [row] = await deadLetters.list({ limit: 9 })
    t.regex(row?.detail ?? '', /^cut to \d+ of \d+ bytes: too large$/)
  },
)

/** It cannot be compressed. */
function random(bytes: number): string {
  return randomBytes(bytes / 2).toString('base64url')
}

function digests(texts: readonly string[]): string[] {
  return texts.map((text) => hash('sha256', text)).toSorted()
}

function toBuffer(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value
  throw new TypeError('no bytes')
}

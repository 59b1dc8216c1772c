import { readFileSync } from 'node:fs'
import test from 'ava'
import { sql } from 'kysely'
import { findAgentReplies } from '../../src/db/learning/agent-replies.ts'
import { readStoredTexts } from '../../src/db/learning/stored-texts.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { tables } from '../../src/db/mysql/schema.ts'
import { asConversationId, asPageId, asTurnId } from '../../src/domain/ids.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { runGrants } from '../helpers/grants.ts'
import { startDatabaseServer } from '../helpers/replicated-databases.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { startPagebeat } from '../helpers/running-program.ts'
import { until } from '../helpers/until.ts'

const ends: (() => unknown)[] = []
test.after.always(async () => {
  for (const end of ends.toReversed()) await end()
})
const starting = startDatabaseServer({ teardown: (end) => void ends.push(end) })
test.before(async () => {
  process.env['DATABASE_URL'] = (await starting).url
})

async function grant(database: string): ReturnType<typeof runGrants> {
  return await runGrants(await starting, database)
}

test.serial(
  'migrations need no right but those of pagebeat_migrate, in a new and in an existing database',
  async (t) => {
    const as = await grant('pagebeat')
    const { applied } = await migrateToLatest({ databaseUrl: as('migrate') })
    t.true(applied.length > 20)
    await grant('pagebeat') // it may be run again
    t.deepEqual((await migrateToLatest({ databaseUrl: as('migrate') })).applied, [])
  },
)

test.serial('all stages and the sweeper work with the rights of pagebeat_worker', async (t) => {
  const { graph, database, deadLetters } = await runConversation(t, {
    storyboard: echoing,
    waits: {
      sendMs: 800,
      claimMs: 1_000,
      graceMs: 1_000,
      endedAfterErrorMs: 0,
      endedAfterSilenceMs: 800,
      giveUpMs: 20_000,
    },
    userUrl: async ({ name }) => (await grant(name))('worker'),
  })
  const ada = graph.createPerson({ name: 'Ada Lovelace' })
  await ada.write(beanery.id, 'one').delivered
  await graph.ledger.until(({ text = '' }) => text.startsWith('re: one'))
  await until('the message is recorded as sent', async () => {
    const [row] = await database.query(
      "SELECT COUNT(*) AS n FROM outbound WHERE state = 'sent' AND recordedTs > 0",
    )
    return row?.['n'] === 1
  })
  t.deepEqual(await deadLetters.countOpen(), new Map())
})

test.serial('the queue monitor and the worker run with their rights', async (t) => {
  const redis = await createTestRedis()
  t.teardown(() => redis.close())
  const as = await grant('pagebeat')
  const env = { REDIS_URL: redis.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix, PAGEBEAT_ALLOW_VOLATILE: '1' }
  const work = startPagebeat(['work'], { ...env, DATABASE_URL: as('worker') })
  const board = startPagebeat(['board'], { ...env, DATABASE_URL: as('board'), BOARD_PORT: '0' })
  t.teardown(() => Promise.all([work.stop(), board.stop()]))
  await work.until('"working"')
  const [, port] = await board.until(/"port":(\d+)/)
  const metrics = await until('the queue monitor has its metrics', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`)
    const said = await response.text()
    return response.status === 200 && said
  })
  t.regex(metrics, /pagebeat_up\{component="database"\} 1/)
  t.regex(metrics, /pagebeat_dead_letters_open\{stage="parse"\} 0/)
})

test.serial('no user has more than it needs, and an error names the right that is missing', async (t) => {
  const as = await grant('pagebeat')
  const refusals: readonly [Parameters<typeof as>[0], string, RegExp][] = [
    ['worker', 'CREATE TABLE extra (id int PRIMARY KEY)', /CREATE on table .*sql\/grants\.sql/],
    ['worker', 'ALTER TABLE page ADD COLUMN extra int', /ALTER on table .*sql\/grants\.sql/],
    ['worker', 'DROP TABLE page', /DROP on table .*sql\/grants\.sql/],
    ['board', 'SELECT * FROM interaction', /SELECT on table .*sql\/grants\.sql/],
    ['board', 'DELETE FROM deadLetter', /DELETE on table/],
    ['report', 'SELECT * FROM appParams', /SELECT on table/],
    ['report', 'SELECT * FROM consoleUser', /SELECT on table/],
    ['report', 'UPDATE profile SET city = NULL', /UPDATE on table/],
    ['console', 'SELECT * FROM appParams', /SELECT on table/],
    ['console', "UPDATE consoleUser SET role = 'admin'", /UPDATE on table/],
    ['console', 'DELETE FROM auditLog', /DELETE on table/],
    ['console', 'UPDATE auditLog SET userId = 1', /UPDATE on table/],
    ['console', 'UPDATE profile SET city = NULL', /UPDATE on table/],
    ['console', 'DELETE FROM outbound', /DELETE on table/],
    ['console', 'UPDATE chan2Profile SET firstTs = 1', /UPDATE on table/],
    ['console', 'DELETE FROM identityLink', /DELETE on table/],
    ['console', "UPDATE customerRequest SET state = 'done'", /UPDATE on table/],
    ['migrate', 'SET GLOBAL max_connections = 1', /privilege/],
  ]
  for (const [user, statement, expected] of refusals) {
    const db = createDatabase({ url: as(user), poolSize: 1 })
    const error = await t.throwsAsync(sql.raw(statement).execute(db), { code: 'database_refused' }, statement)
    t.regex(error?.message ?? '', expected)
    await db.destroy()
  }
})

test.serial('learning from stored texts needs no right but those of pagebeat_report', async (t) => {
  const as = await grant('pagebeat')
  const db = createDatabase({ url: as('report'), poolSize: 1 })
  t.teardown(() => db.destroy())
  for await (const { texts } of readStoredTexts(db, { since: 0, until: Date.now() })) t.deepEqual(texts, [])
  const text = {
    turnId: asTurnId('1'),
    conversationId: asConversationId('1'),
    pageId: asPageId('1'),
    ts: 1,
    text: 'x',
  }
  const channels = ['facebookMessenger', 'facebookFeed'] as const
  const texts = channels.map((channel) => ({
    ...text,
    channel,
    commentId: '1_2',
    outcome: 'answered',
    isNotUnderstood: false,
  }))
  t.deepEqual(await findAgentReplies(db, texts, { isAutomaticApp: () => false }), new Set())
})

const secretTables = new Set(['appParams', 'consoleUser', 'consoleSession', 'consoleLink'])

test.serial(
  'reports read every table but those with secrets, the console all but the parameters',
  async (t) => {
    const as = await grant('pagebeat')
    const db = createDatabase({ url: as('report'), poolSize: 1 })
    t.teardown(() => db.destroy())
    for (const table of [...Object.keys(tables), 'answeredComment'].filter((name) => !secretTables.has(name)))
      await t.notThrowsAsync(sql.raw(`SELECT * FROM \`${table}\` LIMIT 1`).execute(db), table)
    const page = readFileSync(new URL('../../docs/how-to/query-the-tables.md', import.meta.url), 'utf8')
    for (const [, query = ''] of page.matchAll(/```sql\n([^]*?)```/g))
      if (/^\s*(?:SELECT|WITH)\b/.test(query))
        await t.notThrowsAsync(sql.raw(query.replace(/;\s*$/, '')).execute(db), query)
    const console = createDatabase({ url: as('console'), poolSize: 1 })
    t.teardown(() => console.destroy())
    for (const table of [...Object.keys(tables), 'answeredComment'].filter((name) => name !== 'appParams'))
      await t.notThrowsAsync(sql.raw(`SELECT * FROM \`${table}\` LIMIT 1`).execute(console), table)
    const board = createDatabase({ url: as('board'), poolSize: 1 })
    t.deepEqual(await createDeadLetters(board).countOpen(), new Map())
    await board.destroy()
  },
)

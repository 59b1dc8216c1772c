import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'ava'
import { sql } from 'kysely'
import { askedSchema, forgettingSchema, previewSchema } from '../../console/api/customer-changes.ts'
import { conversationListSchema } from '../../console/api/conversation-list.ts'
import { messagesSchema } from '../../console/api/conversation.ts'
import { sessionSchema } from '../../console/api/session.ts'
import { apiRoutes } from '../../console/server/api-routes.ts'
import { startConsole } from '../../console/server/start-console.ts'
import { settleCustomerRequests } from '../../src/db/console/customers/settle-requests.ts'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../src/db/console/users.ts'
import { findAgentReplies } from '../../src/db/learning/agent-replies.ts'
import { readStoredTexts } from '../../src/db/learning/stored-texts.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { tables } from '../../src/db/mysql/schema.ts'
import { createTombstones } from '../../src/db/privacy/tombstones.ts'
import { asConversationId, asPageId, asTurnId } from '../../src/domain/ids.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { createBrowser } from '../console/running-console.ts'
import { comment, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
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

test.serial('agents work in the console with the rights of pagebeat_console', async (t) => {
  const as = await grant('pagebeat')
  const worker = createDatabase({ url: as('worker'), poolSize: 2 })
  const db = createDatabase({ url: as('console'), poolSize: 4 })
  const errors: unknown[] = []
  const running = await startConsole({
    db,
    now: Date.now,
    port: 0,
    host: '127.0.0.1',
    consoleUrl: undefined,
    oidc: undefined,
    pictureOrigins: [],
    addressOf: createAddressOf([]),
    onError: (error) => errors.push(error),
    site: async (_ctx, next) => await next(),
  })
  t.teardown(async () => {
    await running.close()
    await Promise.all([db.destroy(), worker.destroy()])
  })
  const now = Date.now()
  await createTracking(worker, Date.now).record(
    decodeAll([message('601', 'm1', now - 2_000, 'Hello'), comment('c1', now - 1_000, { message: 'Hi' })])
      .events,
  )
  const user = { email: 'eva@example.com', name: 'Eva', role: 'agent', passwordHash: undefined } as const
  const eva = await createConsoleUsers(worker, Date.now).add(user)
  const agent = createBrowser(`http://127.0.0.1:${running.port}`)
  await agent.ask(`/enter?token=${await createConsoleSessions(worker, Date.now).createLink(eva?.id ?? '')}`)
  agent.csrf = sessionSchema.parse((await agent.ask('/api/session')).json).csrf
  const [entry] = await until('the Inbox is filled', async () => {
    const { items } = conversationListSchema.parse(
      (await agent.ask('/api/conversations?state=all&text=hello')).json,
    )
    return items.length > 0 && items
  })
  const path = `/api/conversations/${entry?.id}`
  const acts = [
    { act: 'take_over' },
    { act: 'reply', text: 'Hello' },
    { act: 'note', text: 'A note' },
    { act: 'assign', to: eva?.id },
    { act: 'mark_done' },
    { act: 'give_back' },
    { act: 'reply_in_public', commentId: 'c1', text: 'Hello' },
    { act: 'hide', commentId: 'c1' },
  ]
  for (const [index, act] of acts.entries()) {
    const body = { ...act, key: `key-of-act-number-${index}` }
    t.is((await agent.ask(`${path}/acts`, { method: 'POST', body })).status, 202, act.act)
  }
  const { messages } = messagesSchema.parse((await agent.ask(`${path}/messages`)).json)
  const ours = messages.find(({ outboundId }) => outboundId !== undefined)
  for (const act of ['undo', 'drop', 'resend']) {
    const body = { act, key: `key-of-${act}-act-000`, outboundId: ours?.outboundId }
    t.is((await agent.ask(`${path}/acts`, { method: 'POST', body })).status, 202, act)
  }
  t.is((await agent.ask(path)).status, 200)
  t.is((await agent.ask(`${path}/typing`, { method: 'POST' })).status, 204)
  t.is((await agent.ask(`${path}/why/${messages[0]?.id}`)).status, 200)
  const readings = apiRoutes.filter(
    ({ method, path: of, events }) => method === 'get' && !of.includes(':') && !events,
  )
  for (const { path: of, role } of readings)
    if (role !== 'nobody') t.true([200, 409, 422].includes((await agent.ask(of)).status), of)
  t.is((await agent.ask(`/api/customers/${encodeURIComponent(entry?.pId ?? '')}`)).status, 200)
  const change = { act: 'merge', pId: 'facebook:601', otherPId: 'facebook:501' }
  const preview = await agent.ask('/api/customer-changes/preview', { method: 'POST', body: change })
  t.is(preview.status, 200)
  const { seen, after } = previewSchema.parse(preview.json)
  const asked = await agent.ask('/api/customer-changes', { method: 'POST', body: { change, seen } })
  t.is(asked.status, 202)
  const { requestId } = askedSchema.parse(asked.json)
  const tombstones = createTombstones(createIdDigests([randomBytes(32).toString('base64')]))
  await settleCustomerRequests(worker, { tombstones, close: async () => await Promise.resolve(undefined) })
  t.like((await agent.ask(`/api/customer-changes/${requestId}`)).json, { is: 'done' })
  await createConsoleUsers(worker, Date.now).setRole(eva?.id ?? '', 'admin')
  await agent.ask(`/enter?token=${await createConsoleSessions(worker, Date.now).createLink(eva?.id ?? '')}`)
  agent.csrf = sessionSchema.parse((await agent.ask('/api/session')).json).csrf
  const merged = `/api/customers/${encodeURIComponent(after[0]?.pId ?? '')}`
  t.is((await agent.ask(`${merged}/export`, { method: 'POST' })).status, 200)
  const { seen: ids } = forgettingSchema.parse((await agent.ask(`${merged}/forgetting`)).json)
  const forget = { word: 'forget', seen: ids }
  t.is((await agent.ask(`${merged}/forget`, { method: 'POST', body: forget })).status, 202)
  t.is((await agent.ask('/api/sign-out', { method: 'POST' })).status, 204)
  await createConsoleSessions(db, Date.now).purge()
  t.deepEqual(errors, [])
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

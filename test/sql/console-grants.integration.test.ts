import { randomBytes } from 'node:crypto'
import test from 'ava'
import { askedSchema, forgettingSchema, previewSchema } from '../../console/api/customer-changes.ts'
import { conversationListSchema } from '../../console/api/conversation-list.ts'
import { messagesSchema } from '../../console/api/conversation.ts'
import { sessionSchema } from '../../console/api/session.ts'
import { apiRoutes } from '../../console/server/api-routes.ts'
import { startConsole } from '../../console/server/start-console.ts'
import { settleCustomerRequests } from '../../src/db/console/customers/settle-requests.ts'
import { createConsoleSessions } from '../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../src/db/console/users.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createTombstones } from '../../src/db/privacy/tombstones.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { createBrowser } from '../console/running-console.ts'
import { comment, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { runGrants } from '../helpers/grants.ts'
import { startDatabaseServer } from '../helpers/replicated-databases.ts'
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

test.serial('agents work in the console with the rights of pagebeat_console', async (t) => {
  const as = await grant('pagebeat')
  await migrateToLatest({ databaseUrl: as('migrate') })
  await grant('pagebeat') // the tables are there now
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
    { act: 'reopen' },
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

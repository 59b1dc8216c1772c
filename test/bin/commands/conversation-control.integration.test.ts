/** Thread control by hand, at a simulated Facebook with and without a default app. */
import { randomBytes } from 'node:crypto'
import test, { type ExecutionContext } from 'ava'
import { startGraph } from '../../../sandbox/facebook/graph-api/server.ts'
import { createThreadControl } from '../../../src/db/conversation/thread-control.ts'
import { createAppParams } from '../../../src/db/pages/app-params.ts'
import { pageTokenKey } from '../../../src/db/pages/page-tokens.ts'
import { asConversationId, asPageId, asPsid } from '../../../src/domain/ids.ts'
import { createSecretBox } from '../../../src/secret-box.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { runToEnd } from '../run-to-end.ts'

const appId = '4711'
const secretKey = randomBytes(32).toString('base64')
const hourMs = 3_600_000

/** A customer whom the bot has handed over, and an agent who holds the thread in the inbox. */
async function openThread(t: ExecutionContext, { isDefault }: { readonly isDefault: boolean }) {
  const { db, database } = await openTables()
  const page = {
    id: '1001',
    name: 'Beanery',
    token: 'EAAB-token',
    ...(isDefault ? { defaultApp: appId } : {}),
  }
  const graph = await startGraph({ appId, appSecret: 'shh', seed: t.title, pages: [page] })
  t.teardown(() => graph.close())
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(page.id, 'A human, please')
  graph.takeThread(page.id, ada)
  const psid = ada.state.psids.get(page.id) ?? ''
  await createAppParams(db, createSecretBox([secretKey])).set({
    key: pageTokenKey(asPageId(page.id)),
    value: page.token,
    isSecret: true,
  })
  const { insertId } = await db
    .insertInto('conversation')
    .values({ pageId: asPageId(page.id), psid: asPsid(psid) })
    .executeTakeFirstOrThrow()
  const id = asConversationId(String(insertId))
  const ts = Date.now()
  await createThreadControl(db).handOver(id, { ts, causedTs: ts, until: ts + 24 * hourMs })
  const env = {
    DATABASE_URL: database.url,
    FACEBOOK_APP_SECRET: 'shh',
    GRAPH_API_URL: graph.url,
    PAGEBEAT_SECRET_KEY: secretKey,
  }
  return {
    ada,
    graph,
    psid,
    conversation: async (verb: string, ...more: readonly string[]) => {
      const ended = await runToEnd(['conversation', verb, page.id, psid, ...more], env)
      t.is(ended.stderr, '', verb)
      return [ended.status, ...ended.stdout.trimEnd().split('\n')]
    },
    waiting: async () => (await runToEnd(['conversation', 'list', '--waiting'], env)).stdout,
    silence: async () => {
      const row = await db.selectFrom('conversation').selectAll().executeTakeFirstOrThrow()
      return Number(row.silentUntil) > Date.now()
    },
  }
}

const refusedTake = [
  'Only the default app of the Page may take a thread. The bot stays silent until one of these:',
  '- the agent moves the conversation to Done in the inbox, or the other app passes it;',
  '- the customer writes nothing for 24 hours.',
  'To take threads yourself, make this app the default app: docs/how-to/connect-a-page.md',
]

test.serial('the default app takes the thread back, and the bot replies again', async (t) => {
  const { conversation, waiting, silence, graph, ada } = await openThread(t, { isDefault: true })
  t.deepEqual(await conversation('owner'), [
    0,
    'Facebook: another app, or an agent in the inbox, controls the thread.',
  ])
  t.regex(
    await waiting(),
    /^\S+Z {2}waits \d s {2}customer \d+ of Page 1001 {2}\(handed_over\)\n1 customer waits/,
  )
  t.deepEqual(await conversation('resume'), [
    0,
    'Facebook: this app controls the thread.',
    'The bot replies in this thread again.',
  ])
  t.false(await silence())
  t.is(await waiting(), '0 customers wait for an agent\n')
  graph.takeThread('1001', ada)
  t.is((await conversation('take'))[0], 0)
  t.deepEqual(await conversation('owner'), [0, 'Facebook: this app may write in the thread.'])
})

test.serial(
  'where this app is not the default app, the operator learns what the agent must do',
  async (t) => {
    const { conversation, waiting, graph, ada } = await openThread(t, { isDefault: false })
    t.deepEqual(await conversation('resume'), [1, 'Facebook refuses (code 10).', ...refusedTake])
    t.deepEqual(await conversation('take'), [1, 'Facebook refuses (code 10).', ...refusedTake])
    t.regex(await waiting(), /1 customer waits for an agent\n$/, 'nobody has served the customer')
    graph.moveToDone('1001', ada)
    t.deepEqual(await conversation('take'), [
      1,
      'Facebook refuses (code 10).',
      'No other app controls the thread, so the bot may write: `pagebeat conversation resume`.',
    ])
    t.deepEqual(await conversation('resume'), [
      0,
      'Facebook: this app may write in the thread.',
      'The bot replies in this thread again.',
    ])
    t.is(await waiting(), '0 customers wait for an agent\n')
  },
)

test.serial('a pause silences the bot at once, and passes control only when it is asked to', async (t) => {
  const { conversation, silence, graph, ada } = await openThread(t, { isDefault: true })
  await conversation('resume')
  const [status, first, ...rest] = await conversation('pause', '--hours', '2')
  t.deepEqual(
    [status, ...rest],
    [
      0,
      'Facebook: this app may write in the thread.',
      'Agents may write in the inbox of the Page at any time.',
    ],
  )
  t.regex(String(first), /^The bot is silent until \S+Z\.$/)
  t.true(await silence())
  t.deepEqual((await conversation('pause', '--pass')).slice(2), [
    'Facebook: the inbox of the Page controls the thread.',
  ])
  t.deepEqual((await conversation('pause', '--pass')).toSpliced(1, 1), [
    1,
    'Facebook refuses (code 2018300).',
  ])
  t.deepEqual(await conversation('request'), [
    0,
    'Facebook: the app that controls the thread is asked to pass it. The bot replies once it does.',
  ])
  graph.passThreadToApp('1001', ada)
  t.is((await conversation('release'))[0], 0)
  t.is((await conversation('pass', '--to', '55555'))[1], 'Facebook: app 55555 controls the thread.')
})

test.serial('without a response of Facebook the command says so, and the status is 1', async (t) => {
  const { conversation, graph } = await openThread(t, { isDefault: true })
  graph.revokeToken('1001')
  const unknown = 'The pause in Pagebeat is over. It is not known whether Facebook lets the bot reply.'
  t.deepEqual(await conversation('resume'), [
    1,
    'Facebook was not asked, or did not respond (the access token is not valid, code 190/460: `pagebeat page token 1001`).',
    unknown,
  ])
  await graph.stopListening()
  const [status, said, known] = await conversation('resume')
  t.is(status, 1)
  t.regex(String(said), /^Facebook was not asked, or did not respond \(/)
  t.is(known, unknown)
  t.deepEqual(await conversation('resume', '--local'), [0, 'The bot replies in this thread again.'])
})

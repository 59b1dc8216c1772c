import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { startGraph } from '../../../sandbox/facebook/graph-api/server.ts'
import { digestOfToken } from '../../../src/facebook/graph/with-pauses.ts'
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts'
import { runToEnd } from '../run-to-end.ts'

let database: TestDatabase

test.before(async () => {
  database = await createTestDatabase()
})
test.after.always(() => database.drop())

const token = 'EAAB-marker-token'
const appId = '1234567890'
const appSecret = 'the-app-secret'
const verifyToken = 'a-verify-token'

/** A Page of its own on a simulated Graph, and the commands about it. */
async function openPage(t: ExecutionContext) {
  const id = String(10_000_000_000 + randomBytes(4).readUInt32BE())
  const graph = await startGraph({
    appId,
    appSecret,
    seed: 1,
    pages: [{ id, name: 'Beanery', token, subscribed: false }],
  })
  t.teardown(() => graph.close())
  const env = {
    DATABASE_URL: database.url,
    FACEBOOK_APP_ID: appId,
    FACEBOOK_APP_SECRET: appSecret,
    FACEBOOK_VERIFY_TOKEN: verifyToken,
    GRAPH_API_URL: graph.url,
    PAGEBEAT_SECRET_KEY: secretKey,
  }
  return {
    id,
    graph,
    page: (args: readonly string[], input = '', more: Readonly<Record<string, string>> = {}) =>
      runToEnd(['page', ...args], { ...env, ...more }, input),
  }
}

const secretKey = randomBytes(32).toString('base64')

/** What answers the verification as `pagebeat receive` does. */
async function openWebhook(t: ExecutionContext): Promise<string> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://webhook.local')
    const isOurs = searchParams.get('hub.verify_token') === verifyToken
    response.writeHead(isOurs ? 200 : 403).end(isOurs ? searchParams.get('hub.challenge') : '')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => void server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/webhook`
}

async function writeStoryboard(t: ExecutionContext, messengerProfile: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pagebeat-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'board.yaml')
  const lines = [
    'storyboard: 1',
    'name: Beanery',
    'bot: { name: Bean, disclosure: I am a machine. }',
    ...(messengerProfile === '' ? [] : [`page: ${messengerProfile}`]),
    'scenes:',
    '  start: { on: [{ payload: start }], do: [{ say: Hello }] }',
    'fallback: { texts: [Sorry?] }',
  ]
  await writeFile(file, lines.join('\n'))
  return file
}

test('a Page is added, subscribed, published, checked and removed', async (t) => {
  const { id, graph, page } = await openPage(t)
  const callback = await openWebhook(t)
  const board = await writeStoryboard(t, '{ greeting: Welcome, get_started: { payload: start } }')

  const before = await page(['check', id])
  t.is(before.status, 1)
  t.regex(
    before.stdout,
    /WRONG {2}The app has no webhook[\s\S]*WRONG {2}No access token[\s\S]*2 problems to fix/,
  )

  const added = await page(['add', id, '--name', 'Beans & Co'], `${token}\n`)
  t.deepEqual([added.status, added.stderr], [0, ''])
  t.regex(added.stdout, /Page \d+ \(Beans & Co\) is added/)
  const list = await page(['list', '--json'])
  t.like(
    JSON.parse(list.stdout).find((each: { pageId: string }) => each.pageId === id),
    { name: 'Beans & Co', hasToken: true },
  )

  const alone = await page(['subscribe', id])
  t.deepEqual([alone.status, alone.stdout], [1, ''])
  t.regex(alone.stderr, /--callback/)
  t.is((await page(['subscribe', id, '--callback', callback])).status, 0)
  t.is(graph.outbox.webhook?.url, callback)
  t.true(graph.page(id)?.subscribedFields?.has('message_echoes'))
  t.is((await page(['publish', id, '--storyboard', board])).status, 0)

  const checked = await page(['check', id], '', { STORYBOARD: board })
  t.is(checked.stderr, '')
  t.regex(checked.stdout, /Nothing is wrong\.\n$/)
  t.notRegex(checked.stdout, /WRONG/)
  t.is(checked.status, 0)

  t.is((await page(['remove', id])).status, 0)
  t.is(graph.page(id)?.subscribedFields, undefined)
  t.deepEqual(await database.query('select * from appParams where paramKey like ?', [`page.${id}%`]), [])
  t.deepEqual(await database.query('select registeredTs from page where pageId = ?', [id]), [
    { registeredTs: null },
  ])
  for (const ended of [before, added, list, alone, checked]) {
    for (const secret of [token, appSecret, verifyToken, secretKey]) {
      t.false(`${ended.stdout}${ended.stderr}`.includes(secret))
    }
  }
})

test('publishing prints the changes, changes nothing when repeated, and deletes what the storyboard no longer has', async (t) => {
  const { id, graph, page } = await openPage(t)
  await page(['add', id], token)
  const profile = () => Object.fromEntries(graph.page(id)?.messengerProfile ?? [])
  const full = await writeStoryboard(
    t,
    '{ greeting: Welcome, get_started: { payload: start }, persistent_menu: [{ title: Menu, payload: start }] }',
  )
  const dry = await page(['publish', id, '--storyboard', full, '--dry-run'])
  t.regex(dry.stdout, /greeting:\n {2}\+ .*Welcome[\s\S]*--dry-run/)
  t.deepEqual(profile(), {})
  t.regex((await page(['publish', id, '--storyboard', full])).stdout, /Published/)
  t.deepEqual(Object.keys(profile()).toSorted(), ['get_started', 'greeting', 'persistent_menu'])

  const answers = graph.answers.length
  t.regex((await page(['publish', id, '--storyboard', full])).stdout, /^Nothing to do/)
  t.is(graph.answers.length, answers + 1)

  const bare = await writeStoryboard(t, '')
  const gone = await page(['publish', id, '--storyboard', bare])
  t.regex(gone.stdout, /persistent_menu:\n {2}- /)
  t.deepEqual(profile(), {})
})

test('a token that cannot be used is not stored, and a new one ends the pause of the Page', async (t) => {
  const { id, graph, page } = await openPage(t)
  const wrong = await page(['add', id], 'EAAB-nobody-knows')
  t.deepEqual([wrong.status, wrong.stdout], [1, ''])
  t.regex(wrong.stderr, /was not stored:[\s\S]*not valid/)
  const other = await page(['token', id], token)
  t.regex(other.stderr, /was not added/)
  t.deepEqual(await database.query('select * from appParams where paramKey like ?', [`page.${id}%`]), [])

  t.is((await page(['add', id], token)).status, 0)
  graph.revokeToken(id)
  await database.query(
    "update page set heldUntil = 4000000000000, heldReason = 'token', heldToken = ? where pageId = ?",
    [digestOfToken(token), id],
  )
  const checked = await page(['check', id])
  t.regex(checked.stdout, /WRONG {2}Facebook says the token is not valid[\s\S]*paused until/)
  graph.giveToken(id, 'EAAB-another-token')
  const replaced = await page(['token', id], 'EAAB-another-token')
  t.deepEqual([replaced.status, replaced.stderr], [0, ''])
  t.deepEqual(
    await database.query('select heldUntil, heldReason, heldToken from page where pageId = ?', [id]),
    [{ heldUntil: null, heldReason: null, heldToken: null }],
  )
  // A worker that still had the old token was refused a moment later.
  await database.query(
    "update page set heldUntil = 4000000000000, heldReason = 'token', heldToken = ? where pageId = ?",
    [digestOfToken(token), id],
  )
  t.notRegex((await page(['list'])).stdout, /paused until/)
  t.notRegex((await page(['check', id])).stdout, /paused until/)
})

test('the check tells apart a wrong app secret, missing permissions and a lost subscription', async (t) => {
  const { id, graph, page } = await openPage(t)
  await page(['add', id], token)
  const findings = async (more: Readonly<Record<string, string>> = {}) => {
    const { status, stdout } = await page(['check', id, '--json'], '', more)
    const report: { findings: { check: string; state: string }[] } = JSON.parse(stdout)
    const wrong = report.findings.filter(({ state }) => state === 'wrong')
    return [status, ...wrong.map(({ check }) => check)]
  }
  t.deepEqual(await findings({ FACEBOOK_APP_SECRET: 'not-the-secret' }), [1, 'app_secret', 'proof'])
  t.deepEqual(await findings(), [1, 'app_subscribed', 'page_subscribed'])
  graph.permit(id, 'pages_manage_engagement', 'denied')
  t.deepEqual(await findings(), [1, 'app_subscribed', 'permissions', 'page_subscribed'])
})

test('a refused command prints the reason without a stack and changes nothing', async (t) => {
  const { id, graph, page } = await openPage(t)
  await page(['add', id], token)
  await graph.stopListening()
  const down = await page(['remove', id])
  t.deepEqual([down.status, down.stdout], [1, ''])
  t.regex(down.stderr, /^Nothing is removed: .*--no-unsubscribe\n$/)
  const unseen = await page(['check', id])
  t.is(unseen.status, 1)
  t.regex(unseen.stdout, /WRONG {2}Facebook gave no response/)
  for (const [args, input, says] of [
    [['add', 'Beanery'], token, /digits only/],
    [['add', id], '', /expected on standard input/],
    [['add', id], 'two words', /no access token: a token is one word/],
    [['subscribe', id, '--callback', 'http://example.com/webhook'], '', /must be https/],
    [['publish', id], '', /The storyboard is missing/],
    [['listeners', 'http://example.com'], '', /https only/],
  ] as const) {
    const { status, stderr } = await page(args, input)
    t.is(status, 1, args.join(' '))
    t.regex(stderr, says)
    t.notRegex(stderr, /\n {4}at /)
  }
  t.is((await page(['remove', id, '--no-unsubscribe'])).status, 0)
})

test('the listener URLs are printed for both forms of the Dashboard', async (t) => {
  const { page } = await openPage(t)
  const { status, stdout } = await page(['listeners', 'example.com'])
  t.is(status, 0)
  t.regex(
    stdout,
    /https:\/\/example\.com\/webhook[\s\S]*feed, mention, ratings[\s\S]*messages, message_echoes/,
  )
})

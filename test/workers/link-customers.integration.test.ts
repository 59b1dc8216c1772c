import { createServer } from 'node:http'
import test from 'ava'
import { findIds } from '../../src/db/identity/find-customer.ts'
import { asPageId } from '../../src/domain/ids.ts'
import { createInvites } from '../../src/identity/invite-token.ts'
import { signBody } from '../../src/signed-post.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { listenOnLoopback, stopListening } from '../../sandbox/loopback.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const storyboard = parseStoryboard({
  file: 'accounts.yaml',
  source: `
storyboard: 1
name: Accounts
bot: { name: Bo, disclosure: 'I am Bo, a bot.' }
hubs:
  mailer: { url: env:X, secret: env:X, when_silent: Silent. }
scenes:
  account:
    on: [{ keyword: account }]
    do:
      - say: Log in.
        buttons: [{ log_in: 'https://shop.example/login' }, { log_out: true }]
  prove:
    on: [{ keyword: prove }]
    do:
      - ask: mail
        question: Which mail?
        type: email
        request: true
      - verify: email
        of: '{{ slots.mail }}'
        sent_by: mailer
        question: Your code?
      - say: Proved.
fallback: { texts: [Pardon?] }
`,
})

test('customers are linked by an m.me link, a log-in, a quick reply and a code, and all are one', async (t) => {
  const asked: { readonly body: string; readonly signature: unknown }[] = []
  const service = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      asked.push({ body, signature: request.headers['x-pagebeat-signature-256'] })
      // The first call fails, so the job is tried again.
      if (asked.length === 1) response.writeHead(503).end()
      else response.end(JSON.stringify({ customer: '4711' }))
    })
  })
  const port = await listenOnLoopback(service, 0)
  t.teardown(() => stopListening(service))
  const codes: string[] = []
  const { db, database, graph, env, untilIdle } = await runConversation(t, {
    storyboard: () => storyboard,
    accountLink: { url: `http://127.0.0.1:${port}/`, secret: 'shared' },
    callHub: async ({ verify }) => {
      if (verify !== undefined) codes.push(verify.code)
      return {}
    },
  })
  const page = beanery.id
  const ada = graph.createPerson({ name: 'Ada Miller' })
  const eve = graph.createPerson({ name: 'Eve Miller' })
  /** What the customer's id is linked to, but for revoked links. */
  const linked = async (of: string) => {
    const found = await findIds(db, { kind: 'facebook', value: of })
    return (found?.links ?? [])
      .filter(({ a, b, revoked }) => revoked === undefined && [a, b].some(({ value }) => value === of))
      .map(({ a, b, evidence }) => `${evidence} ${a.value === of ? b.value : a.value}`)
      .toSorted()
  }
  const customerOf = async (of: string) => (await findIds(db, { kind: 'facebook', value: of }))?.pId

  const ref = createInvites([env.PAGEBEAT_SECRET_KEY]).write({
    pageId: asPageId(page),
    customer: '4711',
    expiresTs: Date.now() + 60_000,
  })
  await ada.refer(page, ref).delivered
  await until('the link by the invite', async () => (await linked(ada.psid(page))).length === 1)
  await eve.refer(page, ref).delivered
  await untilIdle()
  t.deepEqual([await linked(ada.psid(page)), await linked(eve.psid(page))], [['invite 4711'], []])
  t.deepEqual(
    [await customerOf(ada.psid(page)), await customerOf(eve.psid(page))],
    ['4711', `facebook:${eve.psid(page)}`],
  )

  await graph.createPerson({ name: 'Bob Miller' }).write(page, 'hi', { userRef: 'box-7' }).delivered
  await until(
    'the link of the check box',
    async () => (await findIds(db, { kind: 'userRef', value: 'box-7' })) !== undefined,
  )

  await eve.logIn(page, 'code-7').delivered
  await until('the link by the log-in', async () => (await linked(eve.psid(page))).length === 1)
  t.deepEqual(await linked(eve.psid(page)), ['account_linking 4711'])
  await until('one customer', async () => (await customerOf(eve.psid(page))) === '4711')
  t.deepEqual(JSON.parse(asked[0]?.body ?? ''), {
    v: 1,
    authorization_code: 'code-7',
    page,
    psid: eve.psid(page),
  })
  t.is(asked[1]?.signature, signBody(asked[1]?.body ?? '', 'shared'))
  const raws = await database.query(
    "select valueRaw from chanFacebookMessenger where valueRaw like '%code-7%'",
  )
  t.deepEqual(raws, [])
  await eve.logOut(page).delivered
  await until('the end of the log-in', async () => (await linked(eve.psid(page))).length === 0)
  await until('two customers', async () => (await customerOf(eve.psid(page))) !== '4711')

  const says = (person: typeof ada, text: string) =>
    until(text, () => graph.ledger.seenBy(person).some((seen) => seen.text === text))
  await ada.write(page, 'prove').delivered
  await says(ada, 'Which mail?')
  await ada.write(page, 'Ada@Example.com').delivered
  await says(ada, 'Your code?')
  t.deepEqual(await linked(ada.psid(page)), ['invite 4711', 'typed ada@example.com'])
  await ada.write(page, codes.at(-1) ?? '').delivered
  await says(ada, 'Proved.')
  await untilIdle()
  t.deepEqual(await linked(ada.psid(page)), [
    'confirmed ada@example.com',
    'invite 4711',
    'typed ada@example.com',
  ])
})

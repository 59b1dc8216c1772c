import test from 'ava'
import { at, codeOf, otherPageId, pageId, startTrial } from './trial.ts'
import type { Json } from './trial.ts'

const hour = 3_600_000
const button = { type: 'postback', title: 'Go', payload: 'GO' }
const card = { title: 'x', subtitle: 'y' }
const quick = { content_type: 'text', title: 'Yes', payload: 'YES' }

function long(length: number): Json {
  return { message: { text: 'x'.repeat(length) } }
}

function times(count: number, value: Json): readonly Json[] {
  return Array.from({ length: count }, () => value)
}

function template(payload: Json): Json {
  return { message: { attachment: { type: 'template', payload } } }
}

test('a message is answered with its mid, seen by the customer, and echoed with its metadata', async (t) => {
  const { graph, send, arrives, clock } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada Lovelace' })
  ada.write(pageId, 'Hello')
  const answer = await send(ada.psid(pageId), { message: { text: 'Hi Ada', metadata: 'pagebeat.9.x' } })
  const mid = at(answer.body, 'message_id')
  t.deepEqual(answer.body, { recipient_id: ada.psid(pageId), message_id: mid })
  t.deepEqual(
    graph.ledger
      .seenBy(ada)
      .map(({ via, text, mid: seen, metadata }) => ({ via, text, mid: seen, metadata })),
    [{ via: 'messenger', text: 'Hi Ada', mid: String(mid), metadata: 'pagebeat.9.x' }],
  )
  const echo = await arrives(({ item }) => at(item, 'message', 'is_echo') === true)
  t.deepEqual(echo.item, {
    sender: { id: pageId },
    recipient: { id: ada.psid(pageId) },
    timestamp: clock.now + 1,
    message: { mid, is_echo: true, app_id: 77, metadata: 'pagebeat.9.x', text: 'Hi Ada' },
  })
  const read = await arrives(({ item }) => at(item, 'read') !== undefined)
  t.is(at(read.item, 'read', 'watermark'), clock.now + 1)
})

test('what the Send API does not take has the code that Facebook gives it', async (t) => {
  const { graph, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  const psid = ada.psid(pageId)
  const cases: readonly (readonly [string, Json, string])[] = [
    ['a text of 2,000', long(2000), 'ok'],
    ['a text of 2,001', long(2001), '100'],
    ['an empty text', long(0), '100'],
    ['13 quick replies', { message: { text: 'x', quick_replies: times(13, quick) } }, 'ok'],
    ['14 quick replies', { message: { text: 'x', quick_replies: times(14, quick) } }, '100'],
    [
      'a quick reply of 21',
      { message: { text: 'x', quick_replies: [{ ...quick, title: 'x'.repeat(21) }] } },
      '100',
    ],
    ['3 buttons', template({ template_type: 'button', text: 'x', buttons: times(3, button) }), 'ok'],
    ['4 buttons', template({ template_type: 'button', text: 'x', buttons: times(4, button) }), '100'],
    ['10 cards', template({ template_type: 'generic', elements: times(10, card) }), 'ok'],
    ['11 cards', template({ template_type: 'generic', elements: times(11, card) }), '100'],
    ['a card with a title only', template({ template_type: 'generic', elements: [{ title: 'x' }] }), '100'],
    ['an action alone', { sender_action: 'typing_on' }, 'ok'],
    ['an action with a message', { ...long(1), sender_action: 'typing_on' }, '100/2018014'],
    ['an unknown action', { sender_action: 'dance' }, '100'],
    ['a retired tag', { ...long(1), messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }, '100'],
    [
      'HUMAN_AGENT without the feature',
      { ...long(1), messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' },
      '10',
    ],
    ['a tag missing', { ...long(1), messaging_type: 'MESSAGE_TAG' }, '100'],
    ['an unknown type', { ...long(1), messaging_type: 'SHOUT' }, '100'],
    ['nothing', {}, '100'],
  ]
  const seenBefore = graph.ledger.seenBy(ada).length
  for (const [what, body, code] of cases) t.is(codeOf(await send(psid, body)), code, what)
  t.is(graph.ledger.seenBy(ada).length - seenBefore, 4)
})

test('the window closes 24 hours after the last thing that opens it, and a comment does not open it', async (t) => {
  const { graph, send, clock } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  const post = graph.pagePosts(pageId, 'New beans')
  ada.comment(post.id, 'How much?')
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), '10/2018278')
  ada.write(pageId, 'Hello')
  clock.now += 24 * hour
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), 'ok')
  clock.now += 60_000
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), '10/2018278')
  const shown = graph.ledger.seenBy(ada)[0]
  ada.react(shown?.mid ?? '', 'love')
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), 'ok')
})

test('unknown, blocking and other-held people are refused, each with a code of its own', async (t) => {
  const { graph, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(otherPageId, 'Hello')
  t.is(codeOf(await send(ada.psid(otherPageId), 'hi')), '100/2018001')
  ada.write(pageId, 'Hello')
  ada.block(pageId)
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), '551/1545041')
  ada.unblock(pageId)
  graph.takeThread(pageId, ada)
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), '2018300')
  graph.passThreadToApp(pageId, ada)
  t.is(codeOf(await send(ada.psid(pageId), 'hi')), 'ok')
})

test('a private reply goes once, within 7 days, and tells the PSID of the commenter', async (t) => {
  const { graph, call, clock } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada', feedIdDiffers: true })
  const post = graph.pagePosts(pageId, 'New beans')
  const first = ada.comment(post.id, 'How much?')
  const late = ada.comment(post.id, 'Anyone?')
  const reply = (id: string) =>
    call('POST', 'me/messages', { recipient: { comment_id: id }, message: { text: 'Two euros' } })
  const answer = await reply(first.id)
  t.is(at(answer.body, 'recipient_id'), ada.psid(pageId))
  t.not(ada.psid(pageId), ada.feedId(pageId))
  t.is(codeOf(await reply(first.id)), '10900')
  t.is(codeOf(await reply('1_2')), '100/33')
  clock.now += 7 * 24 * hour + 1
  t.is(codeOf(await reply(late.id)), '10903')
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ via, about }) => ({ via, about })),
    [{ via: 'private_reply', about: first.id }],
  )
})

test('token, proof, version and limits are checked before anything else', async (t) => {
  const { graph, call, send } = await startTrial(t, { limits: { sendsPerSecond: 2 } })
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  t.is(codeOf(await call('GET', 'me', undefined, { token: 'nobody' })), '190')
  const unproven = await call('GET', 'me', undefined, { proof: '' })
  t.is(codeOf(unproven), '100')
  t.is(at(unproven.body, 'error', 'type'), 'GraphMethodException')
  t.is(codeOf(await call('GET', 'me', undefined, { proof: 'ab'.repeat(32) })), '100')
  t.is(codeOf(await call('GET', otherPageId)), '210')
  const first = await send(ada.psid(pageId), 'one')
  t.is(first.headers.get('facebook-api-version'), 'v26.0')
  t.is(first.headers.get('x-app-usage'), null)
  t.is(at(JSON.parse(first.headers.get('x-business-use-case-usage') ?? ''), pageId, 0, 'type'), 'messenger')
  await send(ada.psid(pageId), 'two')
  t.is(codeOf(await send(ada.psid(pageId), 'three')), '613')
  graph.throttlePage(pageId, 120_000)
  const throttled = await send(ada.psid(pageId), 'four')
  t.is(codeOf(throttled), '80006')
  const usage: unknown = JSON.parse(throttled.headers.get('x-business-use-case-usage') ?? '')
  t.is(at(usage, pageId, 0, 'estimated_time_to_regain_access'), 2)
  graph.revokeToken(otherPageId, 463)
  t.is(codeOf(await call('GET', 'me', undefined, { token: 'T2' })), '190/463')
})

test('an app with the feature may write for 7 days as an agent, and for 24 hours as a bot', async (t) => {
  const { graph, send, clock } = await startTrial(t, { rules: { humanAgent: true } })
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  const psid = ada.psid(pageId)
  const asAgent = { ...long(1), messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
  clock.now += 25 * hour
  t.is(codeOf(await send(psid, long(1))), '10/2018278')
  t.is(codeOf(await send(psid, asAgent)), 'ok')
  clock.now += 6 * 24 * hour
  t.is(codeOf(await send(psid, asAgent)), '10/2018278')
})

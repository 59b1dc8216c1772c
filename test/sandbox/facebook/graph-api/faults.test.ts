import test from 'ava'
import type { GraphFaultName } from '../../../../sandbox/facebook/faults.ts'
import { foreignMid } from '../../../../sandbox/facebook/people/page-message.ts'
import { until } from '../../../helpers/until.ts'
import { at, codeOf, pageId, startTrial } from './trial.ts'

/** What the caller learns, and whether the customer saw the message nevertheless. */
const ends: readonly (readonly [GraphFaultName, string, boolean])[] = [
  ['refuse', 'cut off', false],
  ['down', 'cut off or 2', false],
  ['throttle-app', '4', false],
  ['token-dead', '190/460', false],
  ['policy-block', '368', false],
  ['code-2-before-commit', '2', false],
  ['code-2-after-commit', '2', true],
  ['code-1357046', '1/1357046', true],
  ['answer-lost', 'cut off', true],
  ['answer-garbage', 'cut off', true],
  ['throttle-page', '80006', false],
]

function message(metadata: string) {
  return { message: { text: 'same words', metadata } }
}

test('a fault commits the message or not, as its name says', async (t) => {
  const { graph, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  for (const [name, end, isSeen] of ends) {
    const before = graph.ledger.seenBy(ada).length
    graph.faults.force(name)
    const heard = await send(ada.psid(pageId), name).then(codeOf, () => 'cut off')
    t.true(end.split(' or ').includes(heard), `${name}: ${heard}`)
    t.is(graph.ledger.seenBy(ada).length - before, isSeen ? 1 : 0, name)
    t.is(graph.answers.at(-1)?.isCommitted, isSeen, name)
  }
  t.deepEqual(new Set(graph.faults.counts.keys()), new Set(ends.map(([name]) => name)))
})

test('a late response comes after the message was seen', async (t) => {
  const { graph, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  graph.faults.set('answer-late', 1, { ms: 300 })
  const order: string[] = []
  const seen = graph.ledger.until(({ text }) => text === 'late').then(() => order.push('seen'))
  const answered = send(ada.psid(pageId), 'late').then(() => order.push('answered'))
  await Promise.all([seen, answered])
  t.deepEqual(order, ['seen', 'answered'])
})

test('an echo comes before the response, after it, twice or never, and receipts may come first of all', async (t) => {
  const { graph, send, received, arrives } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  const echoesOf = (text: string) =>
    received.filter(({ item }) => at(item, 'message', 'text') === text).length

  graph.faults.force('echo-early')
  await send(ada.psid(pageId), 'early')
  t.is(echoesOf('early'), 1)

  graph.faults.set('echo-late', 1, { ms: 60_000 })
  graph.faults.force('receipts-early')
  const late = await send(ada.psid(pageId), 'late')
  const mids = received.flatMap(({ item }) => at(item, 'delivery', 'mids'))
  t.true(mids.includes(at(late.body, 'message_id')))
  t.is(echoesOf('late'), 0)
  graph.faults.clear()

  graph.faults.force('echo-never')
  await send(ada.psid(pageId), 'never')
  graph.faults.force('echo-twice')
  await send(ada.psid(pageId), 'twice')
  await arrives(() => echoesOf('twice') === 2)
  t.is(echoesOf('never'), 0)
})

test('a call takes effect after its connection was cut', async (t) => {
  const { graph, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  graph.faults.set('commit-late', 1, { ms: 200 })
  await t.throwsAsync(send(ada.psid(pageId), 'late'))
  t.is(graph.ledger.seenBy(ada).length, 0)
  await graph.ledger.until(({ text }) => text === 'late')
})

test('the list of a thread is empty, or behind', async (t) => {
  const { graph, call, send, clock } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  clock.now += 10_000
  await send(ada.psid(pageId), 'Hi')
  clock.now += 10_000
  const textsOf = async () => {
    clock.now += 1_000 // two calls a second are allowed
    const fields = `user_id=${ada.psid(pageId)}&fields=messages%7Bmessage%7D`
    const { body } = await call('GET', `${pageId}/conversations?${fields}`)
    return [...JSON.stringify(body).matchAll(/"message":"(\w+)"/g)].map(([, text]) => text)
  }
  t.deepEqual(await textsOf(), ['Hi', 'Hello'])
  graph.faults.force('list-empty')
  t.deepEqual(await textsOf(), [])
  graph.faults.set('list-lags', 1, { ms: 15_000 })
  t.deepEqual(await textsOf(), ['Hello'])
})

test('an echo of another installation names the same message, and nobody saw it', async (t) => {
  const { graph, send, arrives } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  const metadata = 'pagebeat.7.mx0cyo00.0123456789abcdef'
  graph.faults.set('echo-foreign', 1)
  await send(ada.psid(pageId), message(metadata))
  const { item } = await arrives((each) => String(at(each.item, 'message', 'mid')).startsWith(foreignMid))
  t.true(String(at(item, 'message', 'metadata')).startsWith('pagebeat.7.mx0cyo00.'))
  t.is(graph.ledger.seenBy(ada).length, 1)
})

test('probabilities hold, for one page if asked, and end by themselves', async (t) => {
  const { graph, send, clock } = await startTrial(t, { faults: { 'code-2-before-commit': 0.3 } })
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  let failed = 0
  for (let index = 0; index < 200; index += 1)
    if (codeOf(await send(ada.psid(pageId), `${index}`)) === '2') failed += 1
  t.true(failed > 35 && failed < 85, `${failed} of 200`)
  t.is(graph.ledger.seenBy(ada).length, 200 - failed)
  graph.faults.set('code-2-before-commit', 1, { pageId: 'another' })
  t.is(codeOf(await send(ada.psid(pageId), 'fine')), 'ok')
  graph.faults.set('code-2-before-commit', 1, { forMs: 1000 })
  t.is(codeOf(await send(ada.psid(pageId), 'fails')), '2')
  clock.now += 1001
  t.is(codeOf(await send(ada.psid(pageId), 'fine again')), 'ok')
})

test('the ledger tells what was seen twice: by the intent of a message, by the words of a comment', async (t) => {
  const { graph, call, send } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  ada.write(pageId, 'Hello')
  const { id } = ada.comment(graph.pagePosts(pageId, 'New').id, 'How much?')
  await send(ada.psid(pageId), message('pagebeat.1.a'))
  await send(ada.psid(pageId), message('pagebeat.2.a'))
  await call('POST', `${id}/comments`, { message: 'Two euros' })
  t.deepEqual(graph.ledger.duplicates(), [])
  await send(ada.psid(pageId), message('pagebeat.1.b'))
  await call('POST', `${id}/comments`, { message: 'Two euros' })
  t.deepEqual(
    graph.ledger.duplicates().map(({ seen }) => seen.map(({ via }) => via)),
    [
      ['messenger', 'messenger'],
      ['comment', 'comment'],
    ],
  )
})

test('nobody listens while it is stopped, and the same port answers again', async (t) => {
  const { graph, call } = await startTrial(t)
  await graph.stopListening()
  await t.throwsAsync(call('GET', 'me'))
  await graph.listenAgain()
  t.is(codeOf(await call('GET', 'me')), 'ok')
})

test('a moment later a message is unsent or edited, a comment removed or hidden, and the ledger says when it was known', async (t) => {
  const { graph, arrives } = await startTrial(t)
  const ada = graph.createPerson({ name: 'Ada' })
  const { id: post } = graph.pagePosts(pageId, 'New beans')
  const { afterthoughts } = graph.ledger

  graph.faults.force('unsent-soon')
  const { id: unsent } = ada.write(pageId, 'Oh')
  await arrives(
    ({ item }) => at(item, 'message', 'is_deleted') === true && at(item, 'message', 'mid') === unsent,
  )

  graph.faults.force('edited-soon')
  const { id: edited } = ada.write(pageId, 'Helo')
  const edit = await arrives(({ item }) => at(item, 'message_edit', 'mid') === edited)
  t.is(at(edit.item, 'message_edit', 'text'), 'Helo (edited)')

  const comments = new Map<string, string>()
  for (const [name, verb] of [
    ['removed-soon', 'remove'],
    ['hidden-soon', 'hide'],
  ] as const) {
    graph.faults.force(name)
    const { id } = ada.comment(post, name)
    comments.set(id, verb === 'hide' ? 'hide' : 'remove_comment')
    await arrives(({ item }) => at(item, 'value', 'comment_id') === id && at(item, 'value', 'verb') === verb)
  }
  const wanted = new Map([[unsent, 'unsend'], [edited, 'edit_message'], ...comments])
  await until('all are known', () => afterthoughts.size === wanted.size)
  t.deepEqual(new Map([...afterthoughts].map(([id, { action }]) => [id, action])), wanted)
  t.is(graph.ledger.actionsOf(ada).filter(({ action }) => action === 'unsend').length, 1)
})

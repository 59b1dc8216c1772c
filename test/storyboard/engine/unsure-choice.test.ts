/** After the bot asked what a message means: it goes on as the customer says. */
import test from 'ava'
import { asTurnId } from '../../../src/domain/ids.ts'
import { conversation, means, now, spoken, storyboardWith } from '../small-storyboard.ts'
import { between, board, parts, refused, talk, text, unsure } from './unsure-board.ts'

test('a tap goes on as if the first text had that intent, with its entities', async (t) => {
  const { turn, context } = talk()
  await turn({ text }, { understanding: between })
  const reply = await turn({ text: 'My order', payload: 'meant:state' })
  t.deepEqual(spoken(reply), ['State of N123.'])
  t.deepEqual([reply.scene, reply.outcome], ['state', undefined])
  t.deepEqual(reply.meaning, { turnId: asTurnId('1'), intent: 'state' })
  t.is(context()['askedBack'], undefined)
})

for (const said of ['my order', 'MEINE BESTELLUNG!', '1', '1.', '１', 'yes', '👍'])
  test(`the first is chosen by ${said}`, async (t) => {
    const { turn } = talk()
    await turn({ text }, { understanding: between })
    t.deepEqual(spoken(await turn({ text: said })), ['State of N123.'])
  })

for (const [said, facts] of [
  ['a tap', { text: 'Something else', payload: 'meant:' }],
  ['its title', { text: 'something else' }],
  ['its number', { text: '3' }],
  ['no', { text: 'no' }],
] as const)
  test(`something else, said by ${said}, leads to the fallback`, async (t) => {
    const { turn } = talk()
    await turn({ text }, { understanding: between })
    const reply = await turn(facts)
    t.deepEqual(spoken(reply), ['Pardon?'])
    t.is(reply.outcome, 'not_understood')
    t.deepEqual(reply.meaning, { turnId: asTurnId('1') })
  })

test('a free text is a message of its own, and is not asked about again at once', async (t) => {
  const { turn } = talk()
  await turn({ text }, { understanding: between })
  t.deepEqual(spoken(await turn({ text: 'are you open' }, { understanding: means('hours') })), [
    'Nine to six.',
  ])
  await turn({ text }, { understanding: between })
  const second = await turn({ text: 'N123 now' }, { understanding: between })
  t.deepEqual([spoken(second), second.meaning], [['Pardon?'], undefined])
  t.is((await turn({ text }, { understanding: between })).outcome, 'asked_back')
})

test('"yes" with more to it, and the number of no quick reply, are messages of their own', async (t) => {
  for (const said of ['yes but are you open', '4', '0', '12']) {
    const { turn } = talk()
    await turn({ text }, { understanding: between })
    t.deepEqual(spoken(await turn({ text: said }, { understanding: means('hours') })), ['Nine to six.'], said)
  }
})

test('where the first text was unsent or edited, the choice alone counts', async (t) => {
  const { turn } = conversation(board, { findAskedTurn: async () => undefined })
  await turn({ text }, { understanding: between })
  const reply = await turn({ text: 'Cancel my order', payload: 'meant:stop' })
  t.deepEqual(spoken(reply), ['Cancelled.'])
})

test('an old tap leads to its scene, without the words of another text', async (t) => {
  const { turn } = talk()
  const old = await turn({ text: 'My order', payload: 'meant:state' })
  t.deepEqual([spoken(old), old.meaning], [['Which number?'], undefined])
  const other = talk()
  t.deepEqual(spoken(await other.turn({ text: 'Something else', payload: 'meant:' })), ['Pardon?'])
  t.deepEqual(spoken(await other.turn({ text: 'x', payload: 'meant:gone' })), ['Again?'])
})

test('after the time of questions, or an agent, a number is a message of its own', async (t) => {
  for (const more of [{ now: now + 25 * 3_600_000 }, { controlChangedTs: now + 1 }]) {
    const { turn } = talk()
    await turn({ text }, { understanding: between })
    t.deepEqual(spoken(await turn({ text: '1' }, { ...more, understanding: means('hours') })), [
      'Nine to six.',
    ])
  }
})

test('a comment in between leaves the question open', async (t) => {
  const { turn } = talk()
  await turn({ text }, { understanding: between })
  await turn({ kind: 'comment', text: 'hello', commentId: '1_2' })
  t.deepEqual(spoken(await turn({ text: '1' })), ['State of N123.'])
})

test('within an open question it is asked only if the message does not fit', async (t) => {
  const doubt = refused(['stop', 0.4], ['hours', 0.4])
  const { turn, context } = talk({ text: 'can I come and stop it', understanding: doubt })
  await turn({ text: 'where is my order' }, { understanding: means('state') })
  const reply = await turn({ text: 'can I come and stop it' }, { understanding: { ...doubt, entities: [] } })
  t.deepEqual(reply.askedIntents, ['stop', 'hours'])
  t.is((context()['waiting'] as { slot: string }).slot, 'number')
  const other = await turn({ text: 'Something else', payload: 'meant:' })
  t.deepEqual(spoken(other), ['Which number?'])
  t.deepEqual(spoken(await turn({ text: 'N123' }, { understanding: between })), ['State of N123.'])
})

test('a choice within an open question leaves that question', async (t) => {
  const doubt = { ...refused(['stop', 0.4], ['hours', 0.4]), entities: [] }
  const { turn, context } = talk({ text: 'can I come and stop it', understanding: doubt })
  await turn({ text: 'where is my order' }, { understanding: means('state') })
  await turn({ text: 'can I come and stop it' }, { understanding: doubt })
  t.deepEqual(spoken(await turn({ text: '2' })), ['Nine to six.'])
  t.is(context()['waiting'], undefined)
})

test('the topic of the open question is never one of the two', async (t) => {
  const { turn } = talk()
  await turn({ text: 'where is my order' }, { understanding: means('state') })
  const doubt = { ...between, entities: [] }
  t.deepEqual(spoken(await turn({ text: 'so where can it be' }, { understanding: doubt })), ['Which number?'])
})

test('without texts of its own, a storyboard asks with the usual ones', async (t) => {
  const plain = storyboardWith({ ...parts, unsure: { titles: unsure.titles, except: ['angry'] } })
  const reply = await talk(undefined, plain).turn({ text }, { understanding: between })
  t.deepEqual(spoken(reply), ['I am not sure what you mean. Is it one of these?'])
})

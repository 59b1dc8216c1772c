/** A message that may have one of several intents: the bot asks once. */
import test from 'ava'
import type { Understanding } from '../../../src/domain/understanding.ts'
import { means, now, spoken, storyboardWith } from '../small-storyboard.ts'
import { between, board, parts, refused, talk, text, titles, unsure } from './unsure-board.ts'

test('two likely intents are asked about with their titles, and the turn is asked back', async (t) => {
  const { turn, context } = talk()
  const reply = await turn({ text }, { understanding: between })
  t.deepEqual(spoken(reply), ['Is it one of these?'])
  t.deepEqual(titles(reply), ['My order=meant:state', 'Cancel my order=meant:stop', 'Something else=meant:'])
  t.is(reply.outcome, 'asked_back')
  t.deepEqual(reply.askedIntents, ['state', 'stop'])
  t.is(reply.scene, undefined)
  t.deepEqual(context()['askedBack'], { turn: '1', intents: ['state', 'stop'], since: now })
  t.false(JSON.stringify(context()).includes('N123'), 'the words of the customer are not kept')
})

test('the question and the titles are in the language of the customer', async (t) => {
  const reply = await talk().turn(
    { text: 'was ist mit meiner N123' },
    { understanding: { ...between, language: 'de' } },
  )
  t.deepEqual(spoken(reply), ['Ist es etwas davon?'])
  t.deepEqual(titles(reply), [
    'Meine Bestellung=meant:state',
    'Stornieren=meant:stop',
    'Etwas anderes=meant:',
  ])
})

async function askedWithThird(confidence: number): Promise<readonly string[] | undefined> {
  const understanding = refused(['state', 0.4], ['stop', 0.3], ['hours', confidence])
  return (await talk().turn({ text }, { understanding })).askedIntents
}

test('a third intent is named when it is at least half as likely as the second', async (t) => {
  t.deepEqual(await askedWithThird(0.15), ['state', 'stop', 'hours'])
  t.deepEqual(await askedWithThird(0.14), ['state', 'stop'])
})

const clear: readonly (readonly [string, Understanding])[] = [
  ['nothing is likely', refused(['state', 0.24], ['stop', 0.24])],
  ['both are not likely together', refused(['state', 0.3], ['stop', 0.19])],
  ['one alone is likely', refused(['state', 0.5])],
  ['the likeliest is never named', refused(['angry', 0.3], ['stop', 0.3], ['state', 0.3])],
  [
    'the second is of another sentence',
    {
      ...between,
      alternatives: [
        { name: 'state', confidence: 0.4 },
        { name: 'stop', confidence: 0.4, isAlso: true },
      ],
    },
  ],
]
for (const [title, understanding] of clear)
  test(`nothing is asked when ${title}`, async (t) => {
    t.deepEqual(spoken(await talk().turn({ text }, { understanding })), ['Pardon?'])
  })

function stopBefore(hours: number): Understanding {
  return { ...means('stop', 0.5), alternatives: [{ name: 'hours', confidence: hours }] }
}

test('an intent that is understood is asked about only if it hardly leads', async (t) => {
  t.deepEqual((await talk().turn({ text }, { understanding: stopBefore(0.31) })).askedIntents, [
    'stop',
    'hours',
  ])
  t.deepEqual(spoken(await talk().turn({ text }, { understanding: stopBefore(0.29) })), ['Cancelled.'])
})

test('a keyword, a tap, a comment and an edit are never asked about', async (t) => {
  const { turn } = talk()
  t.deepEqual(spoken(await turn({ text: 'hours or N123' }, { understanding: between })), ['Nine to six.'])
  t.is((await turn({ text: 'x', payload: 'NOTHING' }, { understanding: between })).askedIntents, undefined)
  t.is(
    (await turn({ kind: 'comment', text, commentId: '1_2' }, { understanding: between })).askedIntents,
    undefined,
  )
  t.is((await turn({ kind: 'edited_message', text }, { understanding: between })).askedIntents, undefined)
})

function withCatchAll(more: object): typeof board {
  const rest = { on: [{ message: 'any', ...more }], do: [{ say: 'Any.' }] }
  return storyboardWith({ ...parts, unsure, scenes: { ...parts.scenes, rest } })
}

test('a catch-all for any text gives way, and one with a condition does not', async (t) => {
  const plain = await talk(undefined, withCatchAll({})).turn({ text }, { understanding: between })
  t.is(plain.outcome, 'asked_back')
  const narrowed = withCatchAll({ when: 'entities.number' })
  t.deepEqual(spoken(await talk(undefined, narrowed).turn({ text }, { understanding: between })), ['Any.'])
})

test('two intents of one scene are not asked about', async (t) => {
  const one = storyboardWith({
    ...parts,
    unsure,
    scenes: {
      ...parts.scenes,
      stop: undefined,
      state: { on: [{ intent: ['state', 'stop'] }], do: [{ say: 'One.' }] },
    },
  })
  t.deepEqual(spoken(await talk(undefined, one).turn({ text }, { understanding: between })), ['Pardon?'])
})

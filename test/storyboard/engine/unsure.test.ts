// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
/** A message that may have one of several intents: the bot asks once, and goes on as the customer says. */
import test from 'ava'
import type { Reply } from '../../../src/domain/reply.ts'
import { asTurnId } from '../../../src/domain/ids.ts'
import type { Understanding } from '../../../src/domain/understanding.ts'
import type { AskedTurn } from '../../../src/storyboard/storyboard.ts'
import { conversation, means, now, spoken, storyboardWith } from '../small-storyboard.ts'

const unsure = {
  question: { en: 'Is it one of these?', de: 'Ist es etwas davon?' },
  titles: {
    state: { en: 'My order', de: 'Meine Bestellung' },
    stop: { en: 'Cancel my order', de: 'Stornieren' },
    hours: { en: 'Opening hours', de: 'Öffnungszeiten' },
    greeting: { en: 'Just hello', de: 'Nur hallo' },
  },
  except: ['angry'],
}
const parts = {
  languages: ['en', 'de'],
  intents: {
    state: ['where is my order', 'has it been sent', 'track my parcel'],
    stop: ['cancel my order', 'i do not want it', 'please cancel'],
    hours: ['when are you open', 'opening hours', 'are you open now'],
    greeting: ['hello there', 'good day', 'hi you'],
    angry: ['this is bad', 'i am angry', 'you are useless'],
  },
  entities: { number: { pattern: String.raw`\bN\d{3}\b` } },
  scenes: {
    state: {
      on: [{ intent: 'state' }],
      do: [
        { ask: 'number', question: 'Which number?', entity: 'number' },
        { say: 'State of {{ slots.number }}.' },
      ],
    },
    stop: {
      on: [{ intent: 'stop' }],
      do: [{ say: 'Cancelled{% if entities.number %} {{ entities.number }}{% endif %}.' }],
    },
    hours: { on: [{ intent: 'hours' }, { keyword: 'hours' }], do: [{ say: 'Nine to six.' }] },
    greeting: { on: [{ intent: 'greeting' }], do: [{ say: 'Hello!' }] },
    angry: { on: [{ intent: 'angry' }], do: [{ say: 'Sorry.' }] },
  },
}
const board = storyboardWith({ ...parts, unsure })

function refused(...alternatives: readonly (readonly [string, number])[]): Understanding {
  return {
    provider: 'local',
    version: '1',
    alternatives: alternatives.map(([name, confidence]) => ({ name, confidence })),
    entities: [{ name: 'number', value: 'N123', text: 'N123', confidence: 1 }],
    language: 'en',
  }
}
const between = refused(['state', 0.38], ['stop', 0.34])
const text = 'what about N123'

function titles({ actions }: Reply): readonly string[] {
  return actions.flatMap((action) =>
    action.do === 'say'
      ? (action.message.quick_replies ?? []).map((one) =>
          one.content_type === 'text' ? `${one.title}=${one.payload}` : '',
        )
      : [],
  )
}

function talk(earlier: AskedTurn | undefined = { text, understanding: between }, storyboard = board) {
  return conversation(storyboard, { findAskedTurn: async () => earlier })
}

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

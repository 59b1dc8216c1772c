/** A message with two intents: the scene of the second one follows, where it may and asks nothing. */
import test from 'ava'
import type { Understanding } from '../../../src/domain/understanding.ts'
import { conversation, means, spoken, storyboardWith } from '../small-storyboard.ts'

const board = storyboardWith({
  intents: {
    hours: ['when are you open', 'opening hours', 'are you open now'],
    menu: ['what do you sell', 'the menu please', 'what is there to eat'],
    state: ['where is my order', 'has it been sent', 'track my parcel'],
    person: ['a human please', 'an agent', 'let me talk to one of you'],
  },
  entities: { number: { pattern: String.raw`\bN\d{3}\b` } },
  scenes: {
    hours: {
      on: [{ intent: 'hours' }],
      also: true,
      do: [{ say: 'Nine to six.', quick_replies: ['Where?'] }],
    },
    menu: { on: [{ intent: 'menu' }], do: [{ say: 'Cake.' }] },
    state: {
      on: [{ intent: 'state' }],
      also: true,
      do: [
        { ask: 'number', question: 'Which number?', entity: 'number' },
        { say: 'State of {{ slots.number }}.' },
      ],
    },
    person: {
      on: [{ intent: 'person' }],
      do: [{ say: 'One moment.' }, { hand_over: 'page_inbox', on_failure: [{ say: 'Nobody.' }] }],
    },
  },
})

function both(first: string, second: string, more: Partial<Understanding> = {}): Understanding {
  return { ...means(first), alternatives: [{ name: second, confidence: 0.8, isAlso: true }], ...more }
}

async function replyTo(understanding: Understanding, kind: 'message' | 'comment' = 'message') {
  const { turn, context } = conversation(board)
  const reply = await turn({ kind, text: 'two things N123' }, { understanding })
  return { said: spoken(reply), scene: reply.scene, also: reply.alsoScene, waiting: context()['waiting'] }
}
const nothingWaits = { also: undefined, waiting: undefined }

test('the second scene follows the first in one turn', async (t) => {
  t.deepEqual(await replyTo(both('menu', 'hours')), {
    said: ['Cake.', 'Nine to six.'],
    scene: 'menu',
    also: 'hours',
    waiting: undefined,
  })
})

test('a second scene that need not ask follows, and one that asks does not', async (t) => {
  const entities = [{ name: 'number', value: 'N123', text: 'N123', confidence: 1 }]
  t.deepEqual((await replyTo(both('menu', 'state', { entities }))).said, ['Cake.', 'State of N123.'])
  t.deepEqual(await replyTo(both('menu', 'state')), { said: ['Cake.'], scene: 'menu', ...nothingWaits })
})

test('nothing follows a question or a hand-over', async (t) => {
  t.deepEqual((await replyTo(both('state', 'hours'))).said, ['Which number?'])
  t.deepEqual((await replyTo(both('person', 'hours'))).said, ['One moment.', '(hand over to page_inbox)'])
})

test('a scene without also, an unsure second intent and a rival of the same sentence do not follow', async (t) => {
  t.deepEqual((await replyTo(both('hours', 'menu'))).said, ['Nine to six.'])
  const unsure = [{ name: 'hours', confidence: 0.39, isAlso: true as const }]
  t.deepEqual((await replyTo({ ...means('menu'), alternatives: unsure })).said, ['Cake.'])
  const rival = [{ name: 'hours', confidence: 0.8 }]
  t.deepEqual((await replyTo({ ...means('menu'), alternatives: rival })).said, ['Cake.'])
})

test('only one scene follows', async (t) => {
  const alternatives = [
    { name: 'hours', confidence: 0.8, isAlso: true as const },
    { name: 'state', confidence: 0.8, isAlso: true as const },
  ]
  t.deepEqual((await replyTo({ ...means('menu'), alternatives })).said, ['Cake.', 'Nine to six.'])
})

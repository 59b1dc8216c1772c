import test from 'ava'
import { storyboardWith, conversation, holding, means, now, spoken } from '../small-storyboard.ts'
import { order } from '../order-storyboard.ts'

test('asks for missing values, continues inside and after a branch, and stores the values', async (t) => {
  const { turn, writes, context } = conversation(order)
  t.deepEqual(await writes('i want coffee', means('order')), ['Which size?'])
  const tapped = await turn({ text: 'large', payload: 'choice:size:1' })
  t.deepEqual(spoken(tapped), ['How many?'])
  t.deepEqual(await writes('ten? no: 12'), ['How many?'])
  const counted = await turn({ text: '3' })
  t.deepEqual(spoken(counted), ['Your name?'])
  t.deepEqual(counted.profile, { favoriteProduct: 'Coffee' })
  t.deepEqual(await writes('{{ profile.pId }}'), ['3 large for {{ profile.pId }}.'])
  t.like(context(), { variables: { last: '3 large' }, slots: { size: 'large', cups: 3 } })
})

test('does not ask for a value that the first message has, and uses each entity once', async (t) => {
  const { turn } = conversation(order)
  const understanding = { ...means('order'), entities: holding('size', 'small').entities }
  t.deepEqual(spoken(await turn({ text: 'a little coffee please' }, { understanding })), ['Your name?'])
})

test('asks again, gives up after the allowed attempts, and hands over', async (t) => {
  const { writes, context } = conversation(order)
  await writes('i want coffee', means('order'))
  t.deepEqual(await writes('blue'), ['Small or large?'])
  t.deepEqual(await writes('green'), ['An agent comes.', '(hand over to page_inbox)'])
  t.is(context()['waiting'], undefined)
})

test('a cancel word ends a question; another confident intent or a tap is a change of mind', async (t) => {
  const cancelled = conversation(order)
  await cancelled.writes('i want coffee', means('order'))
  await cancelled.writes('a big one')
  t.deepEqual(await cancelled.writes('never mind, please'), ['None then.'])

  const changed = conversation(order)
  await changed.writes('i want coffee', means('order'))
  t.deepEqual(await changed.writes('opening?', means('hours', 0.5)), ['Small or large?'])
  t.deepEqual(await changed.writes('when do you open', means('hours')), ['Nine to six.'])
  t.deepEqual(await changed.writes('small'), ['Pardon?'])

  const tapping = conversation(order)
  await tapping.writes('i want coffee', means('order'))
  t.deepEqual(spoken(await tapping.turn({ kind: 'postback', payload: 'MENU_1' })), ['Coffee.'])
})

test('a text does not leave a question for a scene with change_of_mind: false, but a tap does', async (t) => {
  const storyboard = storyboardWith({
    scenes: {
      greet: { on: [{ keyword: 'hi' }], change_of_mind: false, do: [{ say: 'Hello!' }] },
      book: {
        on: [{ keyword: 'book' }],
        do: [
          { ask: 'cups', question: 'How many?', type: 'number' },
          { ask: 'name', question: 'Your name?' },
          { say: '{{ slots.name }}.' },
        ],
      },
    },
  })
  const { writes, turn } = conversation(storyboard)
  t.deepEqual(await writes('hi'), ['Hello!'])
  t.deepEqual(await writes('book'), ['How many?'])
  t.deepEqual(await writes('hi there'), ['How many?'])
  t.deepEqual(await writes('2'), ['Your name?'])
  t.deepEqual(await writes('hi?'), ['Your name?'])
  t.deepEqual(await writes('Hi Lo Wang'), ['Hi Lo Wang.'])
  await writes('book')
  t.deepEqual(spoken(await turn({ kind: 'postback', payload: 'scene:greet' })), ['Hello!'])
})

test('a question of an older storyboard or of yesterday is forgotten', async (t) => {
  const waiting = { root: 'gone', path: [0], slot: 'size', misses: 0, since: now }
  const changed = conversation(order, { context: { told: true, waiting } })
  t.deepEqual(await changed.writes('small'), ['Pardon?'])
  const old = { root: 'order', path: [0], slot: 'size', misses: 0, since: now - 86_400_001 }
  t.deepEqual(await conversation(order, { context: { told: true, waiting: old } }).writes('small'), [
    'Pardon?',
  ])
})

test('an open question accepts its own intent; a question that nobody saw does not wait; computed values are numbers', async (t) => {
  const storyboard = storyboardWith({
    intents: { bad: ['this is bad', 'cold coffee', 'rude waiter'] },
    variables: { complaints: 0 },
    scenes: {
      bad: {
        on: [{ intent: 'bad' }, { rating: 'negative' }, { comment: 'any' }],
        do: [
          { set: { 'context.complaints': '{{ context.complaints | plus: 1 }}' } },
          { ask: 'what', question: 'What happened?' },
          { say: 'We heard: {{ slots.what }} ({{ context.complaints }})' },
        ],
      },
      many: { on: [{ keyword: 'many', when: 'context.complaints == 2' }], do: [{ say: 'Twice.' }] },
    },
  })
  const { turn, writes, context } = conversation(storyboard)
  await writes('this is bad', means('bad'))
  t.deepEqual(await writes('cold coffee', means('bad')), ['We heard: cold coffee (1)'])
  t.deepEqual(spoken(await turn({ kind: 'rating', rating: 'NEGATIVE' })), [])
  t.is(context()['waiting'], undefined)
  t.deepEqual(await writes('many'), ['Twice.'])
  t.deepEqual(spoken(await turn({ kind: 'comment', text: 'bad', postId: 'p' })), [
    '(privately) What happened?',
  ])
  t.deepEqual(await writes('rude waiter', means('bad')), ['We heard: rude waiter (3)'])
})

test('a text that means the scene that asks starts nothing anew: it keeps its values and prefills what is said', async (t) => {
  const storyboard = storyboardWith({
    intents: { rental: ['rent a bike', 'hire a bike', 'book a bike'] },
    entities: { bike: { values: { city: ['city bike'], cargo: ['cargo bike'] } } },
    scenes: {
      rental: {
        on: [{ intent: 'rental' }, { keyword: 'hire' }],
        do: [
          { ask: 'bike', question: 'Which bike?', entity: 'bike' },
          { ask: 'day', question: 'Which day?', again: 'A day, please.', type: 'date' },
          { ask: 'mail', question: 'Which mail?', type: 'email' },
          { say: '{{ slots.bike }}, {{ slots.day }}, {{ slots.mail }}' },
        ],
      },
    },
  })
  const { writes, context } = conversation(storyboard)
  t.deepEqual(await writes('rent', means('rental', 0.95)), ['Which bike?'])
  t.deepEqual(await writes('the cargo bike', holding('bike', 'cargo', 'cargo bike')), ['Which day?'])
  t.deepEqual(await writes('we need it for the weekend', means('rental', 0.95)), ['A day, please.'])
  const email = { ...means('rental', 0.95), entities: holding('email', 'a@b.com').entities }
  t.deepEqual(await writes('I hire it, write to a@b.com', email), ['A day, please.'])
  t.like(context(), { slots: { bike: 'cargo' } })
  const day = await writes('24 December', holding('date', '2026-12-24', '24 December'))
  t.deepEqual(day, ['cargo, 2026-12-24, a@b.com'])
})

test('a reply names the question that it asks, and what became of the one before', async (t) => {
  const wants = [{ text: 'i want coffee' }, { understanding: means('order') }] as const
  t.deepEqual(
    await questions([
      [...wants],
      [{ text: 'blue' }],
      [{ text: 'large', payload: 'choice:size:1' }],
      [{ text: '3' }],
      [{ text: 'Ada' }],
    ]),
    [
      ['size', undefined],
      ['size', ['order', 'size', 'again']],
      ['cups', ['order', 'size', 'filled']],
      ['name', ['order', 'cups', 'filled']],
      [undefined, ['order', 'name', 'filled']],
    ],
  )
  t.deepEqual(await questions([[...wants], [{ text: 'blue' }], [{ text: 'green' }]]), [
    ['size', undefined],
    ['size', ['order', 'size', 'again']],
    [undefined, ['order', 'size', 'given_up']],
  ])
  t.deepEqual(await questions([[...wants], [{ text: 'never mind' }]]), [
    ['size', undefined],
    [undefined, ['order', 'size', 'cancelled']],
  ])
  t.deepEqual(
    await questions([
      [...wants],
      [{ text: 'when do you open' }, { understanding: means('hours') }],
      [{ text: 'thanks' }],
    ]),
    [
      ['size', undefined],
      [undefined, ['order', 'size', 'left']],
      [undefined, undefined],
    ],
  )
  t.deepEqual(
    await questions([
      [...wants],
      [{ kind: 'comment', text: 'nice' }],
      [{ text: 'large', payload: 'choice:size:1' }],
    ]),
    [
      ['size', undefined],
      [undefined, undefined],
      ['cups', ['order', 'size', 'filled']],
    ],
  )
})

test('a question that nobody replied to in time is neither asked nor settled', async (t) => {
  const waiting = { root: 'order', path: [0], slot: 'size', misses: 0, since: now - 86_400_001 }
  const { asks, settles } = await conversation(order, { context: { told: true, waiting } }).turn({
    text: 'small',
  })
  t.deepEqual([asks, settles], [undefined, undefined])
})

/** What each reply asks, and what became of the question before. */
async function questions(acts: readonly Parameters<ReturnType<typeof conversation>['turn']>[]) {
  const { turn } = conversation(order)
  const replies: unknown[] = []
  for (const act of acts) {
    const { asks, settles } = await turn(...act)
    replies.push([asks?.slot, settles && [settles.scene, settles.slot, settles.end]])
  }
  return replies
}

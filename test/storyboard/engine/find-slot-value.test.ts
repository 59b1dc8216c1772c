import test from 'ava'
import { storyboardWith, conversation, holding } from '../small-storyboard.ts'

/** What a question of this kind makes of each text: the slot, or what was said instead. */
async function answers(ask: Readonly<Record<string, unknown>>, texts: readonly string[]) {
  const storyboard = storyboardWith({
    entities: { ticket: { pattern: String.raw`#(\d+)` } },
    scenes: {
      start: {
        on: [{ keyword: 'start' }],
        do: [
          { ask: 'it', question: 'What?', ...ask },
          { ask: 'more', question: 'More?' },
        ],
      },
    },
  })
  const heard: unknown[] = []
  for (const text of texts) {
    const { writes, context } = conversation(storyboard)
    await writes('start')
    const [said] = await writes(text)
    heard.push(said === 'More?' ? context()['slots'] : said)
  }
  return heard
}

test('the mark at the end of a sentence is not a part of a number', async (t) => {
  t.deepEqual(
    await answers({ type: 'money' }, [
      'It was 12.50.',
      '12.50, please',
      '12,50',
      '1.234,56!',
      "1'234.50",
      '1 234',
      '12,50,000',
      '12.50, 3 of them',
    ]),
    [12.5, 12.5, 12.5, 1234.56, 1234.5, 1234, 1_250_000, 12.5].map((amount) => ({ it: { amount } })),
  )
  t.deepEqual(await answers({ type: 'number' }, ['12.50.', '3!', '-4', '1,000', '1.5,', '3 or 4']), [
    { it: 12.5 },
    { it: 3 },
    { it: -4 },
    { it: 1000 },
    { it: 1.5 },
    'What?',
  ])
})

test('a choice without letters is chosen only by its own text', async (t) => {
  const thumbs = { choices: ['👍', '👎'] }
  t.deepEqual(await answers(thumbs, ['👎', ' 👍 ', '???', 'good 👍']), [
    { it: '👎' },
    { it: '👍' },
    'What?',
    { it: '👍' },
  ])
  const unknown = {
    choices: [
      { title: 'Yes', value: 1 },
      { title: 'No idea', value: '' },
    ],
  }
  t.deepEqual(await answers(unknown, ['no idea!', '...', 'later']), [{ it: '' }, 'What?', 'What?'])
})

test('where any text fits, only a cancel word alone cancels', async (t) => {
  for (const open of [{}, { type: 'text' }])
    t.deepEqual(await answers(open, ['Bus stop Oakwood', 'stop']), [{ it: 'Bus stop Oakwood' }, 'OK.'])
  t.deepEqual(await answers({ type: 'number' }, ['please stop now']), ['OK.'])
})

test('a pattern finds a slot value as language understanding does, also when that is late', async (t) => {
  const ticket = { entity: 'ticket' }
  t.deepEqual(await answers(ticket, ['it is #4711', '4711', `#${'1'.repeat(150)}`]), [
    { it: '4711' },
    'What?',
    { it: '1'.repeat(150) },
  ])
})

test('an hour without a hint is twelve hours later where the earlier one is not valid', async (t) => {
  const opening = { type: 'time', valid: "value >= '09:00' and value <= '18:00'" }
  t.deepEqual(await answers(opening, ['6', '10', '18', '16:30', '19', 'soon']), [
    { it: '18:00' },
    { it: '10:00' },
    { it: '18:00' },
    { it: '16:30' },
    'What?',
    'What?',
  ])
  const storyboard = storyboardWith({
    scenes: {
      start: {
        on: [{ keyword: 'start' }],
        do: [{ ask: 'it', question: 'What?', ...opening }, { say: '{{ slots.it }}' }],
      },
    },
  })
  const at = holding('time', '06:00', 'at six')
  const { writes } = conversation(storyboard)
  await writes('start')
  const entities = at.entities.map((entity) => ({ ...entity, otherwise: '18:00' }))
  t.deepEqual(await writes('at six', { ...at, entities }), ['18:00'])
})

test('a question takes the first value of a range', async (t) => {
  const storyboard = storyboardWith({
    scenes: {
      start: {
        on: [{ keyword: 'start' }],
        do: [{ ask: 'it', question: 'Which day?', type: 'date' }, { say: '{{ slots.it }}' }],
      },
    },
  })
  const { writes } = conversation(storyboard)
  await writes('start')
  const entities = [
    { name: 'date', value: '2026-12-04', text: 'from 4', confidence: 0.95, part: 'from' as const },
    { name: 'date', value: '2026-12-06', text: '6 December', confidence: 0.95, part: 'to' as const },
  ]
  t.deepEqual(await writes('from 4 to 6 December', { ...holding('date', ''), entities }), ['2026-12-04'])
})

import test from 'ava'
import { storyboardWith, conversation } from '../small-storyboard.ts'

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

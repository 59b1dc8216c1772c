import test from 'ava'
import { createUnderstand } from '../../../src/nlp/understand.ts'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { playTranscript } from '../../../src/storyboard/transcript/play.ts'
import { transcriptSchema } from '../../../src/storyboard/transcript/schema.ts'
import { unifiedDiff } from '../../../src/storyboard/transcript/unified-diff.ts'
import { conversation, storyboardWith } from '../small-storyboard.ts'

const ask = [
  { say: 'Shall we send it?' },
  { after: '2 hours', do: [{ say: 'Still there?', quick_replies: ['Yes'] }] },
]
const scenes = {
  offer: { on: [{ keyword: 'offer' }], do: ask },
  bye: { on: [{ keyword: 'bye' }], do: [{ say: 'Bye.' }] },
}
const board = storyboardWith({ scenes })

test('a follow-up is a later part of the reply, with quick replies of its own', async (t) => {
  const { actions } = await conversation(board).turn({ text: 'offer' })
  t.deepEqual(actions, [
    { do: 'say', message: { text: 'Shall we send it?' } },
    {
      do: 'say',
      message: {
        text: 'Still there?',
        quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'Yes' }],
      },
      afterMs: 2 * 3_600_000,
    },
  ])
})

const start = [{ person: 'offer' }, { bot: ['I am Bo, a bot.', 'Shall we send it?'] }]
const played: readonly (readonly [title: string, steps: readonly unknown[]])[] = [
  [
    'comes when the customer is silent',
    [...start, { wait: '2 hours' }, { bot: 'Still there?' }, { wait: '2 hours' }, { bot: 'nothing' }],
  ],
  ['comes not too early', [...start, { wait: '1 hour' }, { bot: 'nothing' }]],
  [
    'is cancelled by a message',
    [...start, { person: 'bye' }, { bot: 'Bye.' }, { wait: '3 hours' }, { bot: 'nothing' }],
  ],
  [
    'is cancelled by a reaction to a message, and not by a comment',
    [
      ...start,
      { person: { comment: 'nice' } },
      { bot: 'nothing' },
      { wait: '2 hours' },
      { bot: 'Still there?' },
      { person: 'offer' },
      { bot: 'Shall we send it?' },
      { person: { reaction: 'love', of: 'message' } },
      { bot: 'nothing' },
      { wait: '3 hours' },
      { bot: 'nothing' },
    ],
  ],
]
for (const [title, steps] of played)
  test(`a follow-up ${title}`, async (t) => {
    const transcript = transcriptSchema.parse({ title, steps })
    const understand = createUnderstand({ examples: board.examples })
    const { expected, actual } = await playTranscript(transcript, { storyboard: board, understand })
    t.deepEqual(unifiedDiff(expected, actual), [])
  })

function mistakes(on: object, action: object): string {
  try {
    storyboardWith({ scenes: { a: { on: [on], do: [{ say: 'x' }, action] } } })
    return ''
  } catch (error) {
    return error instanceof StoryboardError
      ? error.problems.map(({ message }) => message).join()
      : String(error)
  }
}

const later = (after: string, action: object = { say: 'y' }) => ({ after, do: [action] })

test('a follow-up outside the window, on the feed, or with a question is a mistake', (t) => {
  t.regex(mistakes({ keyword: 'x' }, later('1 day')), /from 1 minute to 23 hours/)
  t.regex(mistakes({ keyword: 'x' }, later('soon')), /must be a time/)
  t.regex(mistakes({ comment: 'any' }, later('2 hours')), /after needs a trigger in Messenger/)
  t.regex(mistakes({ keyword: 'x' }, later('2 hours', { ask: 'more', question: 'More?' })), /cannot be in/)
  t.is(mistakes({ keyword: 'x' }, later('23 hours')), '')
})

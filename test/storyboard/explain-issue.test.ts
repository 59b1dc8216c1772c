import test from 'ava'
import { parse, stringify } from 'yaml'
import { explainIssues } from '../../src/storyboard/explain-issue.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { StoryboardError } from '../../src/storyboard/problem.ts'
import { transcriptSchema } from '../../src/storyboard/transcript/schema.ts'
import { small } from './small-storyboard.ts'

function complaintsAbout(action: unknown): readonly string[] {
  const scenes = { a: { on: [{ keyword: 'a' }], do: [action] } }
  const error = tryToParse(stringify({ ...small, scenes }))
  return error?.problems.map(({ message }) => message) ?? []
}

function tryToParse(source: string): StoryboardError | undefined {
  try {
    parseStoryboard({ file: 'a.yaml', source })
    return undefined
  } catch (error) {
    if (error instanceof StoryboardError) return error
    throw error
  }
}

const say = [{ say: 'x' }]
const nothing = null

/** Mistakes that authors make, each with all of its messages. */
const mistakes: readonly (readonly [action: unknown, messages: readonly string[]])[] = [
  [{ say: nothing }, ['say must be a text, not empty']],
  [{ say: 42 }, ['say must be a text, not 42 (for a text, put it in quotation marks)']],
  [
    { say: nothing, en: 'Hello', de: 'Hallo' },
    [
      'say must be a text, not empty',
      'the key "en" is not known: if it belongs to "say", indent it further',
      'the key "de" is not known: if it belongs to "say", indent it further',
    ],
  ],
  [{ say: { en: 5 } }, ['en must be a text, not 5 (for a text, put it in quotation marks)']],
  [{ cards: [{ subtitle: 'x' }] }, ['title is missing: add it (a text)']],
  [{ if: 'now', do: say }, ['the key "do" is not known: did you mean "then"?']],
  [{ call: 'page_inbox', note: 'x' }, ['the key "call" is not known: did you mean "hand_over"?']],
  [
    { private_reply: 'x', then_public: 'x' },
    [
      'reply_privately needs a trigger comment or visitor_post: use say in this scene',
      'the key "private_reply" is not known: did you mean "reply_privately"?',
    ],
  ],
  [
    parse('{ else if: now, then: [{ say: x }] }'),
    ['if is missing: add it (a text)', 'the key "else if" is not known: put an item "- if: …" under "else"'],
  ],
  [
    { say: { en: 'Hi', 'my dear': nothing } },
    [
      'the name "my dear" has no value: within { } a comma ends a text, so put quotation marks around the whole text',
    ],
  ],
  [
    { say: 'x', quick_replies: [{ title: 'Ja', bitte: nothing, go: 'a' }] },
    [
      'the key "bitte" is not known, and has no value: within { } a comma ends a text, so put quotation marks around the whole text',
    ],
  ],
  [{ if: 'now', the: say }, ['the key "the" is not known: did you mean "then"?']],
  [{ sya: 'Hello' }, ['the key "sya" is not known: did you mean "say"?']],
  [{ sya: 'Hello', quick_replies: ['A'] }, ['the key "sya" is not known: did you mean "say"?']],
  [{ hnd_over: 'page_inbox' }, ['the key "hnd_over" is not known: did you mean "hand_over"?']],
  [{ like: false }, ['like must be true']],
  [{ ask: 'x' }, ['question is missing: add it (a text)']],
  [{ set: { 'context.x': [1] } }, ['context.x must be a text, not a list']],
  [
    'Hello',
    ['this item of do must be a map of keys, not a text: write lines of the form "name: value" below it'],
  ],
  [parse('{ if: now, then: { say: x } }'), ['then must be a list, not a map: begin each item with "- "']],
]

test('a mistake in an action is explained by the keys of that action', (t) => {
  for (const [action, messages] of mistakes) t.deepEqual(complaintsAbout(action), messages)
})

test('a trigger that names no event says how triggers are written', (t) => {
  for (const [on, message] of [
    ['hours', 'on must be a list, not a text: begin each item with "- "'],
    [{ intent: 'hours' }, 'on must be a list, not a map: begin each item with "- "'],
    [
      [{ comment: 'price' }],
      'comment must be any: for its meaning or words, write intent or keyword beside it',
    ],
  ] as const) {
    const error = tryToParse(stringify({ ...small, scenes: { a: { on, do: say } } }))
    t.deepEqual(
      error?.problems.map((problem) => problem.message),
      [message],
    )
  }
})

test('a key of another action is not suggested again', (t) => {
  const said = complaintsAbout({ reply_publicly: 'x', buttons: [{ title: 'A', go: 'a' }] })
  t.true(
    said.includes('the key "buttons" is not known: use one of reply_publicly, image, on_failure'),
    said.join('; '),
  )
})

test('two actions in one item are one mistake, with how to split them', (t) => {
  for (const [action, message] of [
    [{ say: 'x', go: 'a' }, /^"go" cannot be beside "say": make it an item of its own \(- go: …\)/],
    [{ say: 'x', buttons: [{ title: 'A', payload: 'A', go: 'a' }] }, /^"go" cannot be beside "payload"/],
    [{ ask: 'x', question: 'x', set: {} }, /^"set" cannot be beside "ask"/],
  ] as const) {
    const [first = '', ...more] = complaintsAbout(action)
    t.regex(first, message)
    t.deepEqual(more, [])
  }
})

test('an unknown key that resembles none is one mistake, with the known keys', (t) => {
  const [message = '', ...more] = complaintsAbout({ blorp: 'x' })
  t.regex(message, /^the key "blorp" is not known: use one of say, image, .*, after, hub$/)
  t.deepEqual(more, [])
})

test('a mistyped step of a transcript is compared with the step that it resembles', (t) => {
  const data = { title: 'A', steps: [{ bott: 'Hello.' }, { bot: 5 }] }
  const { error } = transcriptSchema.safeParse(data)
  const explained = explainIssues(error?.issues ?? [], { data, schema: transcriptSchema })
  t.deepEqual(
    explained.map(({ message }) => message),
    [
      'the key "bott" is not known: did you mean "bot"?',
      'bot must be a text, not 5 (for a text, put it in quotation marks)',
    ],
  )
})

// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
import test from 'ava'
import { findTooLate } from '../../../src/storyboard/check/find-too-late.ts'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { storyboardWith, conversation, spoken } from '../small-storyboard.ts'

type Scenes = Readonly<Record<string, unknown>>
const keyword = [{ keyword: 'x' }]

function mistakesOf(scenes: Scenes): readonly string[] {
  try {
    storyboardWith({ scenes })
    return []
  } catch (error) {
    if (error instanceof StoryboardError) return error.problems.map(({ message }) => message)
    throw error
  }
}

function warningsOf(parts: Readonly<Record<string, unknown>>): readonly string[] {
  return storyboardWith(parts).warnings.map(({ message }) => message)
}

test('scenes that always continue with each other are one mistake', (t) => {
  const say = { say: 'x' }
  const loop = mistakesOf({
    a: { on: keyword, do: [say, { go: 'b' }] },
    b: { do: [{ if: 'now', then: [say] }, { go: 'c' }] },
    c: { do: [{ go: 'b' }] },
  })
  t.deepEqual(loop, ['loops for ever (b, c, b): put an ask or an if between them, or remove a go'])
})

test('a loop that a question, a hand-over or a branch may end is no mistake', (t) => {
  for (const between of [
    { ask: 'more', question: 'More?' },
    { hand_over: 'page_inbox' },
    { if: 'profile.city', then: [{ go: 'c' }] },
  ]) {
    const scenes = {
      a: { on: keyword, do: [{ go: 'b' }] },
      b: { do: [between, { go: 'a' }] },
      c: { do: [{ say: 'c' }] },
    }
    t.deepEqual(mistakesOf(scenes), [])
  }
})

test('a post, page or reaction with * never matches and is a mistake; the case of a reaction does not count', async (t) => {
  const does = [{ say: 'x' }]
  for (const trigger of [
    { comment: 'any', post: '1000_*' },
    { comment: 'any', page: ['1000', '10*'] },
    { reaction: 'lo*', of: 'message' },
  ])
    t.regex(mistakesOf({ a: { on: [trigger], do: does } }).join(), /must be a whole .* without \*$/)
  const { turn } = conversation(storyboardWith({ scenes: { a: { on: [{ reaction: 'Love' }], do: does } } }))
  t.deepEqual(spoken(await turn({ kind: 'message_reaction', reaction: 'love' })), ['x'])
})

test('a message that does not fit into the one private reply is a warning', (t) => {
  const image = { image: 'https://example.com/a.png' }
  const cards = { cards: [{ title: 'A', subtitle: 'B' }] }
  const buttons = { say: 'x', buttons: [{ title: 'A', url: 'https://example.com' }] }
  const ask = { ask: 'more', question: 'More?' }
  const privately = { reply_privately: 'x' }
  const lost: readonly (readonly [actions: readonly unknown[], warnings: number])[] = [
    [[privately, image], 1],
    [[privately, { say: 'x' }, cards, image], 2],
    [[buttons, { say: 'x' }], 1],
    [[{ if: 'now', then: [image], else: [{ like: true }] }, privately], 1],
    [[{ if: 'now', then: [{ like: true }], else: [image] }, privately], 1],
    [[{ if: 'now', then: [image, { hand_over: 'page_inbox' }] }, privately], 0],
    [[privately, { say: 'x' }, buttons], 0],
    [[privately, ask, image], 0],
    [[{ reply_publicly: 'x', ...image }, image], 0],
    [[{ if: 'now', then: [image], else: [privately] }], 0],
  ]
  for (const [actions, count] of lost) {
    const comments = warningsOf({ scenes: { a: { on: [{ comment: 'any' }], do: actions } } }).filter(
      (one) => !one.startsWith('is said also if'),
    )
    t.is(comments.length, count, JSON.stringify(actions))
    t.true(comments.every((one) => one.startsWith('does not fit into the one private reply')))
  }
  t.deepEqual(warningsOf({ scenes: { a: { on: keyword, do: [{ say: 'x' }, image, cards] } } }), [])
})

const say = (text: unknown, replies: readonly unknown[] = ['♥']) => ({ say: text, quick_replies: replies })

test('missing translations are one warning for each language, at the first of them', (t) => {
  const both = { en: 'Hello', de: 'Hallo' }
  const parts = {
    languages: ['en', 'de'],
    bot: { name: 'Bo', disclosure: { en: 'I am a bot.', de: 'Ich bin ein Bot.' } },
    fallback: { texts: [both] },
    entities: { drink: { values: { Latte: ['oat milk'] } } },
  }
  const scenes = {
    a: { on: keyword, do: [say({ en: ['Hi', 'Hello'] }), say(both), say('{{ event.text }}: 42 €')] },
    // The name of something is the same in all languages.
    c: { on: keyword, do: [say(both, ['Latte'])] },
    b: { on: keyword, do: [say(both, [{ title: 'Menu', go: 'a' }]), { set: { 'slots.x': 'some text' } }] },
  }
  t.deepEqual(warningsOf({ ...parts, scenes }), [
    'has no text in de: write it under each language (2 texts lack it, in: a, b)',
  ])
  t.deepEqual(warningsOf({ scenes: { a: { on: keyword, do: [say('Hi')] } } }), [])
})

test('an unreachable scene is a warning, even if a hub may name it', (t) => {
  const parts = {
    hubs: { h: { url: 'env:U', secret: 'env:S', when_silent: 'x' } },
    scenes: { a: { on: keyword, do: [{ hub: 'h' }] }, b: { do: [{ say: 'b' }] } },
  }
  t.deepEqual(warningsOf(parts), [
    'no trigger and no go leads to the scene b (unless the hub names it): add one, or remove the scene',
  ])
})

test('a too_late that is never reached is a warning', (t) => {
  const late = storyboardWith({ scenes: {}, too_late: { after_minutes: 15 } })
  const { message = '', line } = findTooLate(late, 15) ?? {}
  t.regex(message, /^is never reached: PAGEBEAT_ANSWER_MINUTES is 15/)
  t.is(line, 17)
  t.is(findTooLate(late, 16), undefined)
  t.is(findTooLate(storyboardWith({ scenes: {} }), 15), undefined)
})

test('a public text beside a private reply, and a text before a hand-over, are promises that may fail', (t) => {
  const publicly = { reply_publicly: 'Look into your inbox.' }
  const privately = { reply_privately: 'Tell us.' }
  const truly = { ...privately, then_public: 'Look.', on_failure: [{ reply_publicly: 'Write to us.' }] }
  const cases: readonly (readonly [actions: readonly unknown[], warnings: number])[] = [
    [[publicly, privately], 1],
    [[privately, publicly], 1],
    [[publicly, { ask: 'more', question: 'More?' }], 1],
    [[{ if: 'now', then: [publicly], else: [privately] }], 0],
    [[publicly, { if: 'now', then: [privately] }], 1],
    [[truly], 0],
    [[publicly, truly], 0],
    [[publicly], 0],
    [[{ hide: true }, privately], 0],
  ]
  for (const [actions, count] of cases) {
    const warnings = warningsOf({ scenes: { a: { on: [{ comment: 'any' }], do: actions } } })
    t.is(warnings.filter((one) => one.startsWith('is said also if')).length, count, JSON.stringify(actions))
  }
  const told = [{ say: 'A colleague comes.' }, { hand_over: 'page_inbox' }]
  t.regex(warningsOf({ scenes: { a: { on: keyword, do: told } } }).join(), /^has no on_failure/)
  const remedy = [{ hand_over: 'page_inbox', on_failure: [{ say: 'Nobody is here.' }] }]
  t.deepEqual(warningsOf({ scenes: { a: { on: keyword, do: [told[0], ...remedy] } } }), [])
})

test('what the outcome of an act cannot do, and acts that their trigger does not allow, are mistakes', (t) => {
  for (const remedy of [{ go: 'a' }, { ask: 'x', question: 'X?' }, { if: 'now', then: [{ go: 'a' }] }])
    t.regex(
      mistakesOf({ a: { on: keyword, do: [{ hand_over: 'page_inbox', on_failure: [remedy] }] } }).join(),
      /cannot be in on_failure of this action: its outcome is known only after the turn/,
    )
  t.regex(
    mistakesOf({ a: { on: [{ visitor_post: 'any' }], do: [{ delete: true }] } }).join(),
    /only a comment/,
  )
  t.regex(
    mistakesOf({ a: { on: [{ mention: 'any' }], do: [{ block: true }] } }).join(),
    /does not name its author/,
  )
  t.deepEqual(mistakesOf({ a: { on: [{ comment: 'any' }], do: [{ delete: true }, { block: true }] } }), [])
})

test('a filter in a condition, a misspelt language and a mistake of a transcript are told by name', (t) => {
  const valid = 'value >= "now" | date: "%Y"'
  const ask = { ask: 'day', question: 'When?', type: 'date', valid }
  t.regex(
    mistakesOf({ a: { on: keyword, do: [ask] } }).join(),
    /^has a filter \(\|\), which no condition takes/,
  )
  const yes = { de: 'Ja', en: 'Yes' }
  const scenes = { a: { on: keyword, do: [{ say: yes }, { say: { de: 'Nein', en: 'No' } }] } }
  const { message } = t.throws(() => storyboardWith({ languages: ['de', 'eng'], scenes }), {
    instanceOf: StoryboardError,
  })
  t.regex(
    message,
    /1 mistake:\n {2}small\.yaml:\d+:\d+ no text has the language "eng", but texts have "en": write en/,
  )
  t.regex(new StoryboardError([], 'transcript').message, /^A transcript cannot be used/)
})

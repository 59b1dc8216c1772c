import test from 'ava'
import { threadEventsOf } from '../../../src/facebook/thread-events.ts'
import { createFindEntities } from '../../../src/nlp/local/entities/find-entities.ts'
import { guessLanguage } from '../../../src/nlp/local/guess-language.ts'
import { toWords } from '../../../src/nlp/local/normalise.ts'
import { holdsPhrase, normalise } from '../../../src/storyboard/texts.ts'

/** The longest post of Facebook has 63,206 characters. */
const longest = 63_206
const longestMs = 50

/** Pieces that a part of some built-in expression fits, but its whole does not. */
const units =
  '0 1 9. 1, 1. 1-1- 12/ 12.12. +4 (1 1) 2026-1 a aA é Ж 漢 😀 a@ a.a@a. a. -a a@a-. € €1 1€ 1.000 $1, um next last zwanzig hundert und one-hundred-and- quatre-vingt- ٣ ３ http:// {{ {% \u0301 a\u0301'.split(
    ' ',
  )

/** The beginnings of dates and times that do not end. */
const phrases = [
  'a la una y ',
  'from 4 to ',
  'between monday and ',
  'in 3 ',
  'um fünf vor halb ',
  'zweihundertund',
]

const texts = [
  ...units
    .flatMap((unit) => [unit, `${unit} `, `${unit}\n`])
    .map((unit) => unit.repeat(longest).slice(0, longest)),
  units.join(' ').repeat(1_000).slice(0, longest),
  ...phrases.map((phrase) => phrase.repeat(longest).slice(0, longest)),
]

const utterance = { referenceTime: Date.UTC(2026, 10, 22), locale: 'de_DE' }
const findEntities = createFindEntities([
  { name: 'drink', values: { coffee: ['kaffee', 'café'], 'flat white': ['a a a a'] } },
])
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  entities: (text) => findEntities({ ...utterance, text }),
  language: (text) => guessLanguage(text, 'de_DE'),
  words: (text) => toWords(text),
  comparable: (text) => normalise(text.slice(0, 8_000)),
  phrase: (text) => holdsPhrase(text.slice(0, 8_000), 'a a a'),
  threadEvents: (text) => threadEventsOf(text),
}

/** The least of three: the first may pay for compiled code, or for garbage. */
function msOf(read: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.threadCpuUsage()
      read()
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1_000
    }),
  )
}

/** Prose of the same length. */
const prose = 'I would like two coffees on Monday at half past six, please, for 12 € each. '
  .repeat(1_000)
  .slice(0, longest)
/** On a slow core, or one that others use, all texts take longer. */
const mostTimesProse = 5

for (const [name, read] of Object.entries(readers))
  test(`no text takes the reader of ${name} longer than ${longestMs} ms, or than ${mostTimesProse} times prose`, (t) => {
    const before = msOf(() => read(prose))
    const slowest = texts
      .map((text) => ({ ms: msOf(() => read(text)), text: text.slice(0, 20) }))
      .toSorted((a, b) => b.ms - a.ms)[0]
    const usual = Math.max(
      before,
      msOf(() => read(prose)),
    )
    t.log(slowest, `prose: ${usual} ms`)
    t.true((slowest?.ms ?? Infinity) <= Math.max(longestMs, mostTimesProse * usual), JSON.stringify(slowest))
  })

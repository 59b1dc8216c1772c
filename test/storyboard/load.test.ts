import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { stringify } from 'yaml'
import { StoryboardError } from '../../src/storyboard/problem.ts'
import { loadStoryboard, parseStoryboard } from '../../src/storyboard/load.ts'
import { storyboardWith, small } from './small-storyboard.ts'

function mistakesIn(source: string): readonly string[] {
  try {
    parseStoryboard({ file: 'a.yaml', source })
    return []
  } catch (error) {
    if (!(error instanceof StoryboardError)) throw error
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
  }
}

function complaints(parts: Readonly<Record<string, unknown>>): readonly string[] {
  return mistakesIn(stringify({ ...small, ...parts })).map((line) => line.replace(/^\d+:\d+ /, ''))
}

test('all mistakes are reported at once, each with its place and what to do', (t) => {
  const source = `storyboard: 1
name: Wrong
bot: { name: Bo, disclosure: I am a bot }
intents:
  points: [my points, how many points, points please]
  order: [where is it, My points!]
scenes:
  a:
    on: [{ intent: pionts }]
    do:
      - say: Hello {{ profile.firstNme }}
        quick_replis: [A]
      - go: b_scene
      - if: profile.loyaltyPoints >
        then: [{ say: '{{ slots.size' }]
  b_scen:
    on: [{ keyword: b }]
    do: [{ hub: orders }]
fallback: { texts: [Pardon?] }
`
  t.deepEqual(mistakesIn(source), [
    '6:10 the intent order has 2 different examples: it needs 3 or more, add some',
    '6:24 this example is under intents.points too: keep it in one of them',
    '9:20 there is no intent "pionts": did you mean points?',
    '11:14 there is no profile.firstNme: did you mean firstName?',
    '12:23 the key "quick_replis" is not known: did you mean "quick_replies"?',
    '13:13 there is no scene "b_scene": did you mean b_scen?',
    '14:13 ends with >: add a name, a number or a quoted text after it',
    '15:23 is not a valid template: output "{{ slots.size" not closed',
    '18:17 there is no hub "orders": none is defined',
  ])
})

const say = (action: unknown, on: unknown = [{ keyword: 'x' }]) => ({ scenes: { a: { on, do: [action] } } })
const many = (count: number, item: unknown) => Array.from({ length: count }, () => item)

/** Storyboards that Facebook would refuse or that could not work, each with its message. */
const tooMuch: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
  [say({ say: 'x'.repeat(2_001) }), /2001 characters, but Facebook allows 2000: shorten it by 1/],
  [say({ say: `{{ event.text }}${'x'.repeat(2_001)}` }), /Facebook allows 2000/],
  [say({ say: 'x'.repeat(641), buttons: [{ title: 'A', payload: 'A' }] }), /Facebook allows 640/],
  [say({ say: 'x', quick_replies: many(14, 'A') }), /more than the 13 quick replies/],
  [say({ say: 'x', quick_replies: ['x'.repeat(21)] }), /Facebook allows 20/],
  [say({ say: 'x', quick_replies: [{ title: 'A', payload: 'x'.repeat(1_001) }] }), /1,000 characters/],
  [say({ say: 'x', buttons: many(4, { title: 'A', payload: 'A' }) }), /more than the 3 buttons/],
  [say({ say: 'x', buttons: [{ title: 'x'.repeat(21), payload: 'A' }] }), /Facebook allows 20/],
  [say({ cards: many(11, { title: 'A', subtitle: 'B' }) }), /more than the 10 cards/],
  [say({ cards: [{ title: 'x'.repeat(81), subtitle: 'B' }] }), /Facebook allows 80/],
  [say({ cards: [{ title: 'A', subtitle: 'x'.repeat(81) }] }), /Facebook allows 80/],
  [say({ cards: [{ title: 'A' }] }), /needs a subtitle, an image or buttons/],
  [say({ reply_publicly: 'x'.repeat(8_001) }, [{ comment: 'any' }]), /Facebook allows 8000/],
  [{ scenes: {}, page: { greeting: 'x'.repeat(161) } }, /160 characters/],
  [{ scenes: {}, page: { ice_breakers: many(5, { question: 'A', payload: 'A' }) } }, /4 ice breakers/],
  [
    {
      scenes: {},
      page: { get_started: { payload: 'A' }, persistent_menu: many(21, { title: 'A', payload: 'A' }) },
    },
    /20 items/,
  ],
  [
    {
      scenes: {},
      page: { get_started: { payload: 'A' }, persistent_menu: [{ title: 'x'.repeat(31), payload: 'A' }] },
    },
    /30 characters/,
  ],
  [{ scenes: {}, page: { persistent_menu: [{ title: 'A', payload: 'A' }] } }, /add get_started/],
  [
    { scenes: {}, page: { greeting: 'Hi {{ profile.firstName }}' } },
    /can use only \{\{user_first_name\}\}, /,
  ],
  [{ scenes: {}, page: { greeting: { default: 'Hi {% if now %}' } } }, /shows it unchanged/],
  [
    { scenes: {}, page: { ice_breakers: [{ question: '{{user_first_name}}?', payload: 'A' }] } },
    /published unchanged/,
  ],
  [
    {
      scenes: {},
      page: { get_started: { payload: 'A' }, persistent_menu: [{ title: 'A', url: '{{ constants.site }}' }] },
    },
    /published unchanged/,
  ],
  [say({ reply_privately: 'x' }), /use say in this scene/],
  [say({ hide: true }), /hide needs a trigger comment/],
  [say({ say: 'x' }, [{ rating: 'negative' }]), /only a public reply/],
  [say({ say: 'x' }, [{ reaction: 'any', of: 'post' }]), /allows no reply to it/],
  [say({ say: '{% include "secrets" %}' }), /is not a valid template/],
  [say({ say: '{{ recent | where_exp: "x", event.text }}' }), /undefined filter: where_exp/],
  [say({ say: '{{ env.HOME }}' }), /there is no "env" in a template/],
  [
    say({ set: { 'profile.points': 1 } }),
    /no profile column "points": did you mean loyaltyPoints|no profile column/,
  ],
  [{ scenes: {}, entities: { e: { pattern: '(' } } }, /is not a regular expression/],
  [{ scenes: {}, entities: { e: { pattern: '(?=[A-Z])+' } } }, /looks ahead or behind/],
  [{ scenes: {}, entities: { e: { pattern: '[a-z]*' } } }, /matches an empty text too/],
  [say({ say: 'x', quick_replies: [{ title: { dd: 'x' }, payload: 'X' }] }), /no language "dd"/],
  [say({ ask: 'constructor', question: 'x' }), /cannot be a name/],
  [say({ say: 'x' }, [{ message: 'any', when: 'now > 1 and now < 2 or now == 3' }]), /mixes and with or/],
  [{ scenes: {}, timezone: 'Mars/Olympus' }, /no time zone "Mars\/Olympus"/],
  [{ scenes: {}, hubs: { h: { url: 'https://a', secret: 'env:S', when_silent: 'x' } } }, /env:NAME/],
]

test('a storyboard that Facebook would refuse, or that cannot work, is a mistake when it is loaded', (t) => {
  for (const [parts, words] of tooMuch) {
    const found = complaints(parts)
    t.is(found.length, 1, `${words.source}: ${found.join('; ')}`)
    t.regex(found[0] ?? '', words)
  }
})

test('unreachable scenes and actions are warnings', (t) => {
  const { warnings } = storyboardWith({
    scenes: {
      a: { on: [{ keyword: 'a' }], do: [{ go: 'b' }, { say: 'never' }] },
      b: { do: [{ say: 'b', quick_replies: [{ title: 'C', go: 'c' }] }] },
      c: { do: [{ say: 'c' }] },
      d: { do: [{ go: 'e' }] },
      e: { do: [{ say: 'e' }] },
    },
  })
  t.deepEqual(
    warnings.map(({ message }) => message),
    [
      'actions after go are never reached: move them before it',
      'no trigger and no go leads to the scene d: add one, or remove the scene',
      'no trigger and no go leads to the scene e: add one, or remove the scene',
    ],
  )
})

test('invalid YAML is reported with its place and how to write a colon; a missing file with its path', (t) => {
  const [mistake = ''] = mistakesIn('name: Hello {{ profile.firstName | default: "there" }}!\n')
  t.regex(mistake, /^1:\d+ is not YAML: .*single quotation marks around it\.$/)
  t.throws(() => loadStoryboard('/nowhere/a.yaml'), {
    code: 'storyboard_invalid',
    message: /does not exist: check the path/,
  })
})

test('a file that is not UTF-8 is a mistake at its first broken line; a byte order mark is none', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'storyboard-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'a.yaml')
  const source = stringify({ ...small, name: 'Käse', scenes: {} })
  const load = (bytes: Buffer) => {
    writeFileSync(file, bytes)
    return loadStoryboard(file)
  }
  t.is(load(Buffer.from(`\uFEFF${source}`)).name, 'Käse')
  for (const [bytes, line] of [
    [Buffer.from(source, 'latin1'), 2],
    [Buffer.from(source, 'utf16le'), 1],
    [Buffer.from(`\uFEFF${source}`, 'utf16le'), 1],
  ] as const) {
    const { message } = t.throws(() => load(bytes), { instanceOf: StoryboardError })
    t.true(message.includes(`a.yaml:${line}:1 is not UTF-8: save it as UTF-8`), message)
  }
})

test('a file that nests or repeats without end is a mistake; a repeated anchor is none', (t) => {
  const begin = stringify(small)
  const endless = [
    `${begin}scenes: { a: { do: &x [{ if: now, then: *x }] } }\n`,
    `${begin}scenes: { a: { do: ${'[{ if: now, then: '.repeat(80)}[]${' }]'.repeat(80)} } }\n`,
    `${begin}x: &a [1,1,1,1]\ny: &b [*a,*a,*a,*a,*a,*a]\nz: &c [*b,*b,*b,*b,*b,*b]\nw: [*c,*c,*c,*c,*c,*c]\nscenes: {}\n`,
  ]
  for (const source of endless)
    t.deepEqual(mistakesIn(source), ['1:1 nests too deeply, or repeats (& and *) without end: simplify it'])
  const anchored =
    'scenes: { a: { on: [{ keyword: a }], do: &x [{ say: hi }] }, b: { on: [{ keyword: b }], do: *x } }'
  t.deepEqual(mistakesIn(`${begin}${anchored}\n`), [])
})

test('the version is a digest of the file, and the examples are those of the file', (t) => {
  const parts = {
    scenes: {},
    intents: { a: ['one', 'two', 'three'] },
    entities: { e: { values: { s: ['small'] } } },
  }
  const storyboard = storyboardWith(parts)
  t.deepEqual(storyboard.examples, {
    intents: { a: ['one', 'two', 'three'] },
    entities: [{ name: 'e', values: { s: ['small'] } }],
  })
  t.is(storyboard.version, storyboardWith(parts).version)
  t.not(storyboard.version, storyboardWith({ ...parts, name: 'Other' }).version)
})

test('the Messenger Profile has the form that messenger_profile takes', (t) => {
  const { messengerProfile } = storyboardWith({
    scenes: { s: { do: [{ say: 'x' }] } },
    page: {
      greeting: { default: 'Hi {{user_first_name}} {{user_last_name}}', de_DE: 'Hallo {{user_full_name}}' },
      get_started: { go: 's' },
      ice_breakers: [{ question: 'Where?', payload: 'W' }],
      persistent_menu: [
        { title: 'S', go: 's' },
        { title: 'U', url: 'https://example.com' },
      ],
    },
  })
  t.deepEqual(messengerProfile, {
    greeting: [
      { locale: 'default', text: 'Hi {{user_first_name}} {{user_last_name}}' },
      { locale: 'de_DE', text: 'Hallo {{user_full_name}}' },
    ],
    get_started: { payload: 'scene:s' },
    ice_breakers: [{ locale: 'default', call_to_actions: [{ question: 'Where?', payload: 'W' }] }],
    persistent_menu: [
      {
        locale: 'default',
        composer_input_disabled: false,
        call_to_actions: [
          { type: 'postback', title: 'S', payload: 'scene:s' },
          { type: 'web_url', title: 'U', url: 'https://example.com' },
        ],
      },
    ],
  })
})

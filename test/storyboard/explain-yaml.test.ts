import test from 'ava'
import { stringify } from 'yaml'
import { readDocument } from '../../src/storyboard/document.ts'
import { small } from './small-storyboard.ts'

function mistakesIn(source: string): readonly string[] {
  return readDocument('a.yaml', source).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  )
}

/** Texts that YAML reads in its own way, each with the place and the advice. */
const unquoted: readonly (readonly [source: string, mistake: RegExp])[] = [
  ['a: 1\nsay: *Welcome*\n', /^2:6 there is no &Welcome\* .*begins with \* needs quotation marks/],
  ['do:\n  - *Sorry?* again\n', /^2:5 there is no &Sorry\?\* .*begins with \* needs quotation marks/],
  [
    'a: *nobody\nb: &nobody\n  - x\n',
    /^1:4 \*nobody stands above &nobody \(line 3\): write &nobody and its lines at the first place/,
  ],
  ["say: 'We're open'\n", /^1:10 is not YAML: .*Write an apostrophe within '…' twice/],
  ['say: "say "hi" to you"\n', /^1:12 is not YAML: .*Write a " within "…" as \\"/],
  ['say: @home\n', /^1:6 is not YAML: .*begins with @ needs quotation marks/],
  ['say: Hello: there\n', /^1:6 is not YAML: .*needs single quotation marks/],
  ['a: Hello {{ b | default: "c" }}\n', /^1:4 is not YAML: .*needs single quotation marks/],
  [
    'on:\n  comment: any\n    intent: praise\n',
    /^3:5 "intent" begins after 4 spaces, but "comment" in line 2 after 2/,
  ],
  ['do:\n\t- say: Hello\n', /^2:1 is not YAML: Tabs are not allowed as indentation\. Use spaces\.$/],
  ['a: 1\nb: 2\na: 3\n', /^3:1 the key "a" is repeated, first in line 1: keep one of them$/],
  ['a: 1\n---\nb: 2\n', /^2:1 begins a second document: remove the line ---$/],
]

test('a character with a meaning in YAML is a mistake, with its place and how to write it', (t) => {
  for (const [source, mistake] of unquoted) {
    const [first = '', ...more] = mistakesIn(source)
    t.regex(first, mistake)
    t.deepEqual(more, [], source)
  }
})

test('a part of a text that YAML drops without an error is a warning', (t) => {
  const begin = stringify({ ...small, scenes: {} })
  const examples = [
    'number #1 bread',
    'what people ask # a comment',
    '"all #1"',
    '&hello there',
    '!very good',
  ]
  const source = `${begin}none:\n${examples.map((one) => `  - ${one}\n`).join('')}`
  const { warnings } = readDocument('a.yaml', source)
  const from = begin.split('\n').length
  t.deepEqual(
    warnings.map(({ line, message }) => `${line - from}: ${message.split(':')[0]}`),
    [
      '1: the part after " #" is a comment and not in the text',
      '4: &hello is a name for YAML and not in the text',
      '5: !very is a tag for YAML and not in the text',
    ],
  )
})

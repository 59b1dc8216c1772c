import test from 'ava'
import { readEntityPattern } from '../../src/domain/entity-pattern.ts'

function find(pattern: string, text: string, most = 20): readonly string[] | string {
  const read = readEntityPattern(pattern)
  return 'trouble' in read ? read.trouble : read.findAll(text, most).map(({ text: found }) => found)
}

function values(pattern: string, text: string): readonly string[] | string {
  const read = readEntityPattern(pattern)
  return 'trouble' in read ? read.trouble : read.findAll(text, 20).map(({ value }) => value)
}

test('finds what the pattern describes in upper and lower case, lazily where it says so', (t) => {
  t.deepEqual(find(String.raw`\bPB-?(\d{4})\b`, 'pb1234, PB-5678, PB-99'), ['pb1234', 'PB-5678'])
  t.deepEqual(find(String.raw`<.+?>`, '<a><b>'), ['<a>', '<b>'])
  t.deepEqual(find(String.raw`#(?:a|b)??c`, '#ac #c c'), ['#ac', '#c'])
  t.deepEqual(find(String.raw`what\?+`, 'what??'), ['what??'])
  t.deepEqual(find(String.raw`ÄÖ\p{L}\u00fc`, 'äöxü'), ['äöxü'])
  t.deepEqual(find(String.raw`(?:[A-Z]\d+)+\/\-`, 'a1b22/-'), ['a1b22/-'])
  t.deepEqual(find('a', 'aaaa', 2), ['a', 'a'])
  t.deepEqual(find('a*', 'aab'), ['aa'])
})

test('the value is the group of that name, else the first group, else the whole', (t) => {
  t.deepEqual(values(String.raw`(no)\.? ?(?<value>\d+)`, 'no. 12 and No13'), ['12', '13'])
  t.deepEqual(values(String.raw`no\.? ?(\d+)(x)?`, 'no. 12'), ['12'])
  t.deepEqual(values(String.raw`\d+`, 'no. 12'), ['12'])
  t.deepEqual(values(String.raw`x(\d)?`, 'x'), ['x'])
})

test('tells where a match begins, in UTF-16 units', (t) => {
  const read = readEntityPattern(String.raw`\d+`)
  t.deepEqual('trouble' in read ? read : read.findAll('👍 12 7', 20), [
    { text: '12', value: '12', from: 3 },
    { text: '7', value: '7', from: 6 },
  ])
})

const orderAt = (place: number): string => `${' '.repeat(place)}order 12`

test('a large pattern searches the beginning of a long text, a small one all of it', (t) => {
  const large = String.raw`order \d{1,80}(?:x{80}|y{80}|z{80})?`
  t.deepEqual([find(large, orderAt(500)), find(large, orderAt(1_900))], [['order 12'], []])
  t.deepEqual(find(String.raw`order \d+`, orderAt(1_900)), ['order 12'])
})

test('accepts patterns that take other engines for ever', (t) => {
  for (const [pattern, text] of [
    [String.raw`\w*\w*\w*\w{100}!`, 'a'.repeat(2_000)],
    ['(a|aa)*b', 'a'.repeat(2_000)],
    ['((ab)*c)*d', 'abc'.repeat(600)],
    [String.raw`(?:\d\d?)+x`, '1'.repeat(2_000)],
    ['(x+x+)+y', 'x'.repeat(2_000)],
    [`${'a?'.repeat(50)}b`, 'a'.repeat(2_000)],
    [`${'(?:a|a)'.repeat(20)}b`, 'a'.repeat(2_000)],
  ] as const)
    t.deepEqual(find(pattern, text), [], pattern)
})

test('searches 2,000 characters and gives up where many long searches find little', (t) => {
  t.deepEqual(find('b', `${'a'.repeat(2_000)}b`), [])
  t.true(find(`a|a{200}b`, 'a'.repeat(2_000)).length < 20)
  t.deepEqual(find(`(?:a{200}b)?`, `${'a'.repeat(1_700)}${'a'.repeat(200)}b`), []) // 1,900 empty matches
})

test('refuses what the engine lacks and what is too large, and says why', (t) => {
  for (const [pattern, why] of [
    ['(?=a)b', /looks ahead or behind/],
    ['(?<!a)b', /looks ahead or behind/],
    [String.raw`(\w+)\1`, /refers back to a group/],
    [String.raw`(?<a>\w+)\k<a>`, /refers back to a group/],
    ['a++b', /possessive/],
    ['(?>a)b', /possessive/],
    ['(', /is not a regular expression/],
    ['x'.repeat(400), /longer than 300/],
    [String.raw`(\w{0,100}){0,100}x`, /repeats too much/],
    ['a{0,300}b{0,300}x', /repeats too much/], // no single number is too large for the engine
    ['a{1001}', /repeats too much/],
  ] as const)
    t.regex(String(find(pattern, '')), why, pattern)
  for (const pattern of [
    String.raw`\\1`,
    '[(?=]',
    String.raw`\(?=x`,
    String.raw`\p{L}+`,
    String.raw`[*]+`,
    'a{2}',
  ])
    t.true(Array.isArray(find(pattern, '')), pattern)
})

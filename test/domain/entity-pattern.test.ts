import test from 'ava'
import { readEntityPattern } from '../../src/domain/entity-pattern.ts'

function find(pattern: string, text: string): readonly string[] | string {
  const read = readEntityPattern(pattern)
  return 'trouble' in read ? read.trouble : [...text.matchAll(read.regExp)].map(([found]) => found)
}

test('finds what the pattern describes in upper and lower case, lazily where it says so', (t) => {
  t.deepEqual(find(String.raw`\bPB-?(\d{4})\b`, 'pb1234, PB-5678, PB-99'), ['pb1234', 'PB-5678'])
  t.deepEqual(find(String.raw`<.+?>`, '<a><b>'), ['<a>', '<b>'])
  t.deepEqual(find(String.raw`(?<=#)(?:a|b)??c`, '#ac #c c'), ['ac', 'c'])
  t.deepEqual(find(String.raw`what\?+`, 'what??'), ['what??'])
})

test('refuses patterns that could take exponential time, says why, and accepts useful ones', (t) => {
  for (const [pattern, why] of [
    [String.raw`(?:[A-Z]\d+)+`, /repeats a group in which/],
    ['(a|aa)*b', /repeats a group in which/],
    ['((ab)*c)*', /repeats a group in which/],
    [String.raw`(?:\d\d?)+x`, /repeats a group in which/],
    ['(?:a(?:a)?)+x', /repeats a group in which/],
    [String.raw`(\w+)\1`, /refers back/],
    ['(', /is not a regular expression/],
    ['a*'.repeat(4), /more than 3 repetitions/],
    ['x'.repeat(400), /longer than 300/],
    [`${'a?'.repeat(50)}b`, /leaves too much open/],
    [`${'(?:a|a)'.repeat(40)}b`, /leaves too much open/],
    [`${'(?:a)?'.repeat(40)}b`, /leaves too much open/],
    [String.raw`\d+\d+\d+\d?\d?\d?\d?x`, /leaves too much open/],
  ] as const)
    t.regex(String(find(pattern, '')), why, pattern)
  t.deepEqual(find(String.raw`\(?\d{2,4}\)?[ -]?\d{2,4}[ -]?\d{2,4}`, '(030) 123-456'), ['(030) 123-456'])
  t.deepEqual(find(String.raw`(?:order|no\.?)?\s*#?\s*(\d+)`, 'no. # 12'), ['no. # 12'])
  t.deepEqual(find(String.raw`(?:a|b|c)?\s?(?:d|e)??f?\??`, 'a'), ['a', ''])
})

test('the search with any accepted pattern ends, in any text', (t) => {
  for (const pattern of [String.raw`\w+\d+\w+!`, String.raw`\d*\d*\d*x`, `${'1?'.repeat(13)}!`]) {
    t.deepEqual(find(pattern, '1'.repeat(500)), [], pattern)
  }
})

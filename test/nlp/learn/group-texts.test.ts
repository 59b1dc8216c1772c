import test from 'ava'
import { createCollectTexts, type ReviewedText } from '../../../src/nlp/learn/collect-texts.ts'
import { groupTexts, mostGroups } from '../../../src/nlp/learn/group-texts.ts'
import { createMaskText } from '../../../src/nlp/learn/mask-text.ts'

const mask = createMaskText([])

function collect(texts: readonly (string | ReviewedText)[]) {
  const collected = createCollectTexts(mask)
  for (const text of texts)
    collected.add(typeof text === 'string' ? { text, ts: 1, reason: 'not_understood' } : text)
  return collected
}

const texts = [
  'do you have vegan cake',
  'do you have a vegan cake?',
  'do you have vegan cake today',
  'vegan cake',
  'my parcel 48213 is late',
  'My parcel 99817 is late!',
  'my parcel is very late',
  'ist mein Paket verloren gegangen',
  'ist mein paket verloren',
]

test('texts that say nearly the same are one group, the largest first', (t) => {
  const { groups, ungrouped } = groupTexts(collect(texts).texts())
  t.deepEqual(
    groups.map(({ count, texts: some }) => [count, some.map(({ text }) => text)]),
    [
      [
        4,
        ['do you have a vegan cake?', 'do you have vegan cake', 'do you have vegan cake today', 'vegan cake'],
      ],
      [3, ['my parcel 48213 is late', 'my parcel is very late']],
      [2, ['ist mein paket verloren', 'ist mein Paket verloren gegangen']],
    ],
  )
  t.is(ungrouped, 0)
})

function groupsOf(some: readonly string[]) {
  return groupTexts(collect(some).texts()).groups.map(({ id, count }) => ({ id, count }))
}

test('the order in which texts come makes no difference to the groups and their ids', (t) => {
  const reversed = groupsOf(texts.toReversed())
  t.deepEqual(reversed, groupsOf(texts))
  for (const { id } of reversed) t.regex(id, /^[0-9a-f]{6}$/)
})

test('the same words are counted, with their languages, reasons and times', (t) => {
  const same: readonly ReviewedText[] = [
    { text: 'Hello 12345', ts: 5, language: 'en', reason: 'not_understood' },
    { text: 'hello 99999', ts: 9, reason: 'agent_replied' },
    { text: 'HELLO 11111 ', ts: 2, language: 'en', reason: 'agent_replied' },
  ]
  t.deepEqual(collect(same).texts(), [
    {
      key: 'hello number',
      text: 'Hello 12345',
      count: 3,
      firstTs: 2,
      lastTs: 9,
      languages: new Map([
        ['en', 2],
        ['?', 1],
      ]),
      reasons: new Map([
        ['not_understood', 1],
        ['agent_replied', 2],
      ]),
    },
  ])
})

test('more different texts than groups are counted as ungrouped, and signs alone are a text', (t) => {
  const different = Array.from({ length: mostGroups + 50 }, (_, n) => `${wordOf(n)} ${wordOf(n * 7_919 + 1)}`)
  const { groups, ungrouped } = groupTexts(collect(different).texts())
  t.true(groups.length <= mostGroups)
  t.is(groups.reduce((sum, { count }) => sum + count, 0) + ungrouped, different.length)
  t.deepEqual(
    groupTexts(collect(['...', '😀', '']).texts()).groups.map(({ count }) => count),
    [1, 1, 1],
  )
})

/** Letters that no other number has in this order. */
function wordOf(n: number): string {
  return `${n}`.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
}

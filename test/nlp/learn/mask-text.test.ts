import test from 'ava'
import { createMaskText } from '../../../src/nlp/learn/mask-text.ts'
import { longestLine, toOneLine } from '../../../src/nlp/learn/one-line.ts'

const mask = createMaskText([{ name: 'order_number', pattern: 'KC\\d{3,6}' }])

const masked: readonly (readonly [text: string, shown: string, madeUp: string])[] = [
  ['call +49 30 1234567 now', 'call [number] now', 'call +12 34 5678901 now'],
  ['0171/98 76 543', '[number]', '1234/56 78 901'],
  ['mail ada.l@example.org please', 'mail [email] please', 'mail name@example.com please'],
  [
    'see https://x.y/z?me=7 or www.me.de',
    'see [link] or [link]',
    'see https://example.com or https://example.com',
  ],
  ['my order KC483 is late', 'my order [order_number] is late', 'my order KC123 is late'],
  ['case #12 and AB-9981', 'case [number] and [number]', 'case #12 and AB-1234'],
  ['IBAN DE89 3704 0044 0532', 'IBAN DE[number]', 'IBAN DE12 3456 7890 1234'],
  ['رقم ٤٨٢١٣', 'رقم [number]', 'رقم 12345'],
  ['我的订单123456还没到', '我的订单[number]还没到', '我的订单123456还没到'],
  ['pin 4711', 'pin [number]', 'pin 1234'],
  ['a1b2c3', '[number]', 'a1X2X3'],
]

test('numbers, addresses and links are masked, and made up for examples', (t) => {
  for (const [text, shown, madeUp] of masked) t.deepEqual(mask(text), { shown, madeUp, isMasked: true }, text)
})

test('years, times, prices and usual words stay', (t) => {
  for (const text of [
    'open at 10:30?',
    'for 12.50',
    'in 2026',
    'iphone15 or a 3-pack',
    'größe 42',
    '😀 ok',
    '',
  ])
    t.deepEqual(mask(text), { shown: text, madeUp: text, isMasked: false })
})

test('what an entity finds without digits is replaced by its name', (t) => {
  const named = createMaskText([{ name: 'name', pattern: 'i am \\w+' }])
  t.deepEqual(named('hi, i am ada'), { shown: 'hi, [name]', madeUp: 'hi, name', isMasked: true })
})

test('a long hostile text is masked in one pass, and a pattern that cannot be used is left out', (t) => {
  const broken = createMaskText([{ name: 'broken', pattern: '(' }])
  for (const text of [
    '1 '.repeat(5_000),
    '@'.repeat(5_000),
    'a@'.repeat(2_500),
    '#'.repeat(5_000),
    '1-'.repeat(2_500),
  ])
    t.is(typeof broken(text).shown, 'string')
})

test('a text becomes one line without control characters, of bounded length', (t) => {
  t.is(toOneLine('a\u001b[31m\nb\u202Ec\u0000 \t d'), 'a [31m b c d')
  t.is(toOneLine('\ud800x'), '\ufffdx')
  const long = toOneLine(`${'x'.repeat(longestLine - 1)}😀 more`)
  t.is(long, `${'x'.repeat(longestLine - 1)}…`)
})

import { readFileSync } from 'node:fs'
import test from 'ava'
import { parseTable } from '../../../../src/nlp/eval/labelled-csv.ts'
import { trainLocal } from '../../../../src/nlp/local/train-local.ts'

type Row = Readonly<Record<string, string>>

const read = (name: string): readonly Row[] =>
  parseTable(readFileSync(new URL(`../../corpora/${name}`, import.meta.url), 'utf8'), name)
const { none = [], ...intents } = Object.fromEntries(
  [...Map.groupBy(read('kinds-train.csv'), ({ category = '' }) => category)].map(([name, rows]) => [
    name,
    rows.map(({ text = '' }) => text),
  ]),
)
const model = trainLocal({ intents, none })
const understand = (text: string) => model.understand({ text, referenceTime: 0 })
const intentOf = (text: string) => understand(text).intent?.name ?? 'none'

for (const [kind, least] of [
  ['negation', 19],
  ['greeting', 19],
  ['rant', 13],
  ['two', 16],
] as const) {
  test(`understands ${least} or more of the sentences of the kind ${kind}`, (t) => {
    const rows = read('kinds.csv').filter((row) => row['kind'] === kind)
    const right = rows.filter(({ text = '', category }) => intentOf(text) === category)
    t.true(right.length >= least, `${right.length} of ${rows.length}`)
  })
}

test('an intent that the customer does not want is not among the likely ones', (t) => {
  for (const text of [
    "I don't want to cancel my order",
    'ich will die Bestellung nicht stornieren',
    'no quiero cancelar',
    'I am not cancelling my order',
    'no cancelen mi pedido',
    "Don't change my address please",
  ])
    t.deepEqual([intentOf(text), understand(text).alternatives], ['none', undefined], text)
  const { intent, alternatives = [] } = understand("I don't want to cancel, I want to change my address")
  t.is(intent?.name, 'change_address')
  t.false(alternatives.some(({ name }) => name === 'cancel_order'))
})

test('a negation belongs to an intent whose examples have it', (t) => {
  t.is(intentOf("I really don't want your newsletter any longer"), 'stop_newsletter')
  t.is(intentOf("I don't want to talk to a bot!"), 'human')
  t.is(intentOf("I don't want to talk to your manager"), 'none')
  t.is(intentOf("I don't want to unsubscribe"), 'none')
  t.is(intentOf("I don't want this jacket any more, how do I return it"), 'return_item')
})

test('a second wish is an alternative that is also wanted', (t) => {
  const { intent, alternatives = [] } = understand('Where is my order? And how can I pay by invoice?')
  t.is(intent?.name, 'track_order')
  t.deepEqual(
    alternatives.filter(({ isAlso }) => isAlso).map(({ name }) => name),
    ['payment'],
  )
  t.false((understand('where is my order').alternatives ?? []).some(({ isAlso }) => isAlso))
})

test('a quotation is not what the customer wants, but an error message says what is wrong', (t) => {
  t.is(intentOf('You wrote: "I want to cancel my order". Where is my parcel?'), 'track_order')
  t.is(intentOf('the site says: "the promo code was not accepted"'), 'coupon')
})

test('a long text of many sentences and negations takes no long time, and never throws', (t) => {
  const long = "I don't want to cancel, and also where is it. ".repeat(45)
  for (const text of [
    long,
    long.replaceAll(' ', ''),
    "don't ".repeat(400),
    '> '.repeat(900),
    '"'.repeat(2000),
    '. '.repeat(999),
  ])
    t.is(understand(text).provider, 'local')
})

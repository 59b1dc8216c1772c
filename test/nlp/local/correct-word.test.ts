import test from 'ava'
import { createCorrectWord } from '../../../src/nlp/local/correct-word.ts'

const correct = createCorrectWord(new Set(['delivery', 'parcel', 'parcels', 'marble', 'refund', 'card']))

test('a letter too many, missing, wrong or exchanged is corrected', (t) => {
  for (const typed of ['delivvery', 'delivry', 'delivery', 'delovery', 'delviery'])
    t.is(correct(typed), 'delivery')
  t.is(correct('refunt'), 'refund')
  t.is(correct('refun'), 'refund')
})

test('two mistakes, another first letter, a short word and a word near two others stay', (t) => {
  for (const typed of ['dlivry', 'elivery', 'qelivery', 'cart', 'parcelz']) t.is(correct(typed), typed)
  t.is(correct('parcek'), 'parcel')
})

test('a usual word of some language is no typing mistake', (t) => {
  t.is(createCorrectWord(new Set(['where', 'there']))('these'), 'these')
})

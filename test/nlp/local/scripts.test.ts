import test from 'ava'
import type { Utterance } from '../../../src/domain/understanding.ts'
import { trainLocal } from '../../../src/nlp/local/train-local.ts'

const model = trainLocal({
  intents: { order: ['where is my order', 'what about my parcel', 'which large box is mine'] },
  none: ['what a large day'],
  entities: [
    { name: 'order', pattern: String.raw`\bKC\d{5}\b` },
    { name: 'allergen', values: { gluten: ['wheat', 'coeliac'], lupin: ['lager'], nuts: ['hazelnut'] } },
  ],
})
const referenceTime = Date.UTC(2026, 10, 22, 23, 30)

function entities(text: string, about: Partial<Utterance> = {}): Readonly<Record<string, unknown>> {
  const found = model.understand({ text, referenceTime, ...about }).entities
  return Object.fromEntries(found.map(({ name, value }) => [name, value]))
}

test('numbers, phones, dates, e-mail addresses, money and order numbers are found in the signs of all scripts', (t) => {
  t.deepEqual(entities('رقم الطلب KC٤٨٢١٣'), { order: 'KC48213' })
  t.deepEqual(entities('ＫＣ４８２１３'), { order: 'KC48213' })
  t.deepEqual(entities('أريد ٣ قطع'), { number: 3 })
  t.deepEqual(entities('३ चाहिए'), { number: 3 })
  t.deepEqual(entities('เอา๓ใบ'), { number: 3 })
  t.deepEqual(entities('我要3杯'), { number: 3 })
  t.deepEqual(entities('١٬٢٣٤٫٥'), { number: 1234.5 })
  t.deepEqual(entities('+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧'), { phone: '+966501234567' })
  t.deepEqual(entities('۰۹۱۲۳۴۵۶۷۸۹'), { phone: '09123456789' })
  t.deepEqual(entities('０３－１２３４－５６７８'), { phone: '0312345678' })
  t.deepEqual(entities('\u202A+49 30 1234567\u202C'), { phone: '+49301234567' })
  t.deepEqual(entities('ada＠example．com'), { email: 'ada@example.com' })
  t.deepEqual(entities('我的邮箱是ada@example.com谢谢'), { email: 'ada@example.com' })
  t.deepEqual(entities('٥٠ ريال'), { money: { amount: 50, currency: 'SAR' } })
  t.deepEqual(entities('ราคา๑๐๐บาท'), { money: { amount: 100, currency: 'THB' } })
  t.deepEqual(entities('₹५००'), { money: { amount: 500, currency: 'INR' } })
})

test('days are found in the signs and calendars of all scripts, and no year of another calendar is taken for ours', (t) => {
  t.deepEqual(entities('٢٠٢٦/١٢/٠٥'), { date: '2026-12-05' })
  t.deepEqual(entities('०५/१२/२०२६'), { date: '2026-12-05' })
  t.deepEqual(entities('５．１２．２０２６'), { date: '2026-12-05' })
  t.deepEqual(entities('๕/๑๒/๒๕๖๙'), { date: '2026-12-05' })
  t.deepEqual(entities('۱۴۰۵/۰۹/۱۴'), { date: '2026-12-05' })
  t.deepEqual(entities('1405/09/14', { locale: 'fa_IR' }), { date: '2026-12-05' })
  t.deepEqual(entities('2026年12月5日'), { date: '2026-12-05' })
  t.deepEqual(entities('12월 5일'), { date: '2026-12-05' })
  t.is(entities('1405-09-14')['date'], undefined)
})

test('a usual word is no mistyped value, neither of the language nor of the examples', (t) => {
  for (const text of ['What about allergens?', 'a large box', 'no heat please', 'Was ist drin?'])
    t.deepEqual(entities(text), {}, text)
  const [typo] = model.understand({ text: 'any wheet in it', referenceTime }).entities
  t.like(typo, { name: 'allergen', value: 'gluten', isTypo: true, confidence: 0.8 })
})

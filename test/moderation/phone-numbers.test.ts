import test from 'ava'
import { findPhoneNumbers, isSameNumber } from '../../src/moderation/phone-numbers.ts'

const numbers: readonly (readonly [text: string, number: string])[] = [
  ['WhatsApp +49 171 1234567', '+491711234567'],
  ['+1 (415) 555-2671', '+14155552671'],
  ['call 0171/1234567 now', '01711234567'],
  ['0171 - 123 45 67', '01711234567'],
  ['0049 171 1234567', '00491711234567'],
  ['06 12 34 56 78', '0612345678'],
  ['(415) 555-2671', '4155552671'],
  ['415.555.2671', '4155552671'],
  ['612 345 678', '612345678'],
  ['8 (912) 345-67-89', '89123456789'],
  ['010-1234-5678', '01012345678'],
  ['１３８ 1234 5678', '13812345678'],
  ['加微信13812345678', '13812345678'],
  ['واتساب ٠١٠١٢٣٤٥٦٧٨', '01012345678'],
  ['कॉल करें ९८७६५४३२१०', '9876543210'],
  ['โทร ๐๘๑๒๓๔๕๖๗๘', '0812345678'],
  ['0️⃣1️⃣7️⃣1️⃣ 1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣', '01711234567'],
  ['0 1 7 1 1 2 3 4 5 6 7', '01711234567'],
  ['my phone: 5552671', '5552671'],
  ['order 4711? No, call 5552671', '5552671'],
  ['O171? no: 2o1 555 2671', '2015552671'],
  ['0171\u200B1234567', '01711234567'],
  ['98765 43210', '9876543210'],
  ['11 91234-5678', '11912345678'],
  ['415 5552671', '4155552671'],
  ['82 10 1234 5678', '821012345678'],
  ['8-800-555-35-35', '88005553535'],
  ['пиши 89123456789', '89123456789'],
  ['звонок 89123456789', '89123456789'],
]

for (const [text, number] of numbers)
  test(`finds ${number} in ${JSON.stringify(text)}`, (t) => t.deepEqual(findPhoneNumbers(text), [number]))

const none = [
  'Order 4711008150',
  'order no. 0171 1234567', // whatever it looks like: its word says what it is
  'Bestellnummer 0815123456',
  'my order is #20261128-4711',
  'tracking 00340434161094042557',
  '2026-11-28 10:00',
  '28.11.2026',
  'on 01.02.2026 at 18:30',
  '28/11/2026 - 30/11/2026',
  '1.234.567,89 €',
  'EUR 1 200 000',
  '$1,234,567.89',
  'Rs. 12,50,000',
  'from 2010 to 2026',
  'IBAN DE89 3704 0044 0532 0130 00',
  'ISBN 978-3-16-148410-0',
  '52.520008, 13.404954',
  '100.000.000 people',
  '4711008150',
  '订单 13812345678',
  '08:00-18:00',
  '12 345',
  '1 2 3 4 5 6 7',
  '1 2 3 4 5 6 7 8 9',
  '10 20 30 40 50',
  '',
]

for (const text of none)
  test(`finds no number in ${JSON.stringify(text)}`, (t) => t.deepEqual(findPhoneNumbers(text), []))

test('the same telephone may be written with the code of the country or the trunk 0', (t) => {
  t.true(isSameNumber('+49 30 1234567', '030 1234567'))
  t.true(isSameNumber('0049301234567', '+49 (30) 1234567'))
  t.false(isSameNumber('030 1234567', '040 1234567'))
  t.false(isSameNumber('', '030 1234567'))
})

test('a hostile text takes no longer than others', (t) => {
  for (const text of [
    '1 '.repeat(4_000),
    '+'.repeat(8_000),
    '1.2.'.repeat(2_000),
    '(1'.repeat(4_000),
    '1   '.repeat(2_000),
    '1'.repeat(8_000),
    '٠'.repeat(8_000),
  ]) {
    const from = performance.now()
    findPhoneNumbers(text)
    t.true(performance.now() - from < 10_000, text.slice(0, 8))
  }
})

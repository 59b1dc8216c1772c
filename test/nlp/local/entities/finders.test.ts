import test from 'ava'
import { findContacts } from '../../../../src/nlp/local/entities/contact.ts'
import { findDates } from '../../../../src/nlp/local/entities/date.ts'
import { findMoney } from '../../../../src/nlp/local/entities/money.ts'
import { findNumbers } from '../../../../src/nlp/local/entities/number.ts'

const referenceTime = Date.UTC(2026, 10, 22, 23, 30)

test('finds telephone numbers in any notation', (t) => {
  for (const [text, value] of [
    ['+49 (30) 123-4567', '+49301234567'],
    ['0049 30 1234567', '+49301234567'],
    ['+49(30)1234567', '+49301234567'],
    ['(030) 1234567', '0301234567'],
    ['030/123 45 67', '0301234567'],
    ['01 23 45 67 89', '0123456789'],
    ['+1.415.555.2671', '+14155552671'],
    ['+14155552671', '+14155552671'],
    ['4155552671', '4155552671'],
    ['0170 - 1234567', undefined],
    ['123456', undefined],
    ['4111111111111111', undefined],
    ['2026-11-24', undefined],
  ] as const) {
    const found = findContacts(text, { text, referenceTime }).map(({ value: phone }) => phone)
    t.deepEqual(found, value === undefined ? [] : [value], text)
  }
})

test('the time to find a built-in entity grows with the text and not faster', (t) => {
  const finders = { findContacts, findDates, findMoney, findNumbers }
  const runs = ['1', '1'.repeat(12), '1'.repeat(47), 'ü'.repeat(64), '(1)', '€1', 'a@a']
  for (const [name, find] of Object.entries(finders)) {
    for (const run of runs) {
      for (const sign of [' ', '.', '-', ',']) {
        const text = `${run}${sign}`.repeat(Math.ceil(200_000 / run.length))
        t.true(find(`${text}x`, { text: '', referenceTime }).length <= 1000, `${name} of ${run}${sign}`)
      }
    }
  }
})

import test from 'ava'
import type { Utterance } from '../../../../src/domain/understanding.ts'
import { createFindEntities } from '../../../../src/nlp/local/entities/find-entities.ts'
import { describe, wednesday } from './read-phrases.ts'

const find = createFindEntities([])

function found(text: string, about: Partial<Utterance> = {}): string {
  return describe(find({ text, referenceTime: wednesday, timezone: 'Europe/Berlin', ...about }))
}

test('the ends of a range are two entities with their own words', (t) => {
  t.deepEqual(find({ text: 'we come from 4 to 6 December', referenceTime: wednesday, language: 'en' }), [
    { name: 'date', value: '2026-12-04', text: 'from 4', confidence: 0.95, part: 'from' },
    { name: 'date', value: '2026-12-06', text: '6 December', confidence: 0.95, part: 'to' },
  ])
  t.deepEqual(find({ text: 'this weekend', referenceTime: wednesday, language: 'en' }), [
    { name: 'date', value: '2026-11-28', text: 'this weekend', confidence: 0.95, part: 'from' },
    { name: 'date', value: '2026-11-29', text: 'this weekend', confidence: 0.95, part: 'to' },
  ])
})

test('an hour without a hint has the other one beside it', (t) => {
  t.deepEqual(find({ text: 'at six', referenceTime: wednesday, language: 'en' }), [
    { name: 'time', value: '06:00', text: 'at six', confidence: 0.8, otherwise: '18:00' },
  ])
})

test('a word of another language counts only if it means nothing else', (t) => {
  t.is(found('see you mañana', { language: 'en' }), 'date=2026-11-26')
  t.is(found('once more', { language: 'de' }), '-')
  t.is(found('hier ist es', { language: 'de' }), '-')
  t.is(found('hier', { language: 'fr' }), 'date=2026-11-24')
  t.is(found('el mar', { language: 'pt' }), '-')
  t.is(found('die sat may second', { language: 'es' }), '-')
})

test('a wrong or missing language does not hide a phrase that shows its own', (t) => {
  t.is(found('in drei Tagen', { language: 'en' }), 'date=2026-11-28')
  t.is(found('dentro de tres días'), 'date=2026-11-28')
  t.is(found('18 Uhr', { language: 'en' }), 'time=18:00')
})

test('fractions, marks and scores are days only behind a word for a day', (t) => {
  t.is(found('on 3/4', { language: 'en', locale: 'en_GB' }), 'date=2027-04-03')
  t.is(found('3/4 of it', { language: 'en' }), 'number=0.75')
  t.is(found('I give it 8/10', { language: 'en' }), '-')
  t.is(found('8/10', { language: 'en', locale: 'en_GB' }), 'date=2027-10-08')
  t.is(found('we lost 2-3', { language: 'en' }), 'number=2..3')
})

test('digits behind a word for a code, a size or a room are no day', (t) => {
  t.is(found('error 10/12 on the display', { language: 'en' }), '-')
  t.is(found('Fehler: 10/12', { language: 'de' }), '-')
  t.is(found('Größe 38/40, Zimmer 4/11', { language: 'de' }), '-')
  t.is(found('error on 10/12', { language: 'en', locale: 'en_GB' }), 'date=2026-12-10')
  t.is(found('the error of 24/11/2026', { language: 'en' }), 'date=2026-11-24')
})

test('addresses, versions, accounts and named numbers are no telephone numbers', (t) => {
  t.is(found('my router is 192.168.178.1', { language: 'en' }), '-')
  t.is(found('version 1.2.26', { language: 'en' }), '-')
  t.false(found('NL91 ABNA 0417 1643 00', { language: 'en' }).includes('phone'))
  t.false(found('order 123-45678', { language: 'en' }).includes('phone'))
  t.is(found('for my order call 030 1234567', { language: 'en' }), 'phone=0301234567')
})

test('a bare number behind "and" is cents, unless it ends a range', (t) => {
  t.is(found('dos euros con cincuenta', { language: 'es' }), 'money=2.5 EUR')
  t.is(found('due euro e cinquanta', { language: 'it' }), 'money=2.5 EUR')
  t.is(found('dois euros e cinquenta', { language: 'pt' }), 'money=2.5 EUR')
  t.is(found('zwei Euro und fünfzig', { language: 'de' }), 'money=2.5 EUR')
  t.is(found('between 20 euros and 30', { language: 'en' }), 'money=20 EUR..30 EUR')
  t.is(found('20 euros and 30 cups', { language: 'en' }), 'money=20 EUR; number=30')
})

test('half a million is a number in every language', (t) => {
  t.is(found('half a million dollars', { language: 'en' }), 'money=500000 USD')
  t.is(found('eine halbe Million Euro', { language: 'de' }), 'money=500000 EUR')
  t.is(found('medio millón de euros', { language: 'es' }), 'number=500000')
  t.is(found('un demi-million', { language: 'fr' }), 'number=500000')
  t.is(found('mezzo milione', { language: 'it' }), 'number=500000')
  t.is(found('meio milhão', { language: 'pt' }), 'number=500000')
})

test('the zero in brackets behind the code of a country is no part of a telephone number', (t) => {
  t.is(found('+49 (0)30 1234567', { language: 'de' }), 'phone=+49301234567')
  t.is(found('0044 (0) 20 7946 0958', { language: 'en' }), 'phone=+442079460958')
})

test('a text yields at most 40 entities', (t) => {
  const text = 'on Monday at 6pm for 5 euros, 7 people, '.repeat(30)
  t.is(find({ text, referenceTime: wednesday, language: 'en' }).length, 40)
})

test('no number of days, months or years makes it throw', (t) => {
  for (const count of ['9999', 'one million', '0'])
    for (const unit of ['days', 'weeks', 'months', 'years'])
      t.notThrows(() => found(`in ${count} ${unit}, ${count} ${unit} ago`, { language: 'en' }))
  t.is(found('in 9999 years', { language: 'en' }), 'number=9999')
  t.is(found('on 31 February', { language: 'en' }), 'number=31')
})

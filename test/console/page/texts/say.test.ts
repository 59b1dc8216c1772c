import test from 'ava'
import { refusals } from '../../../../console/api/refusals.ts'
import { troubles } from '../../../../console/api/troubles.ts'
import { deRefusals } from '../../../../console/page/texts/de-refusals.ts'
import { deTroubles } from '../../../../console/page/texts/de-troubles.ts'
import { deWhy } from '../../../../console/page/texts/de-why.ts'
import { explain, whyRefused } from '../../../../console/page/texts/explain.ts'
import { createFormats } from '../../../../console/page/texts/formats.ts'
import { createSay } from '../../../../console/page/texts/say.ts'
import { languages } from '../../../../console/page/texts/texts.ts'
import { adviceSentences } from '../../../../src/why/advice-sentences.ts'
import { causeSentences } from '../../../../src/why/cause-sentences.ts'
import { whySentences } from '../../../../src/why/sentences.ts'
import { stepSentences } from '../../../../src/why/step-sentences.ts'
import { tellSending } from '../../../../src/why/tell-sending.ts'

const { en, de } = { en: languages.en.texts, de: languages.de.texts }
const sayIn = (language: 'en' | 'de') =>
  createSay(languages[language].texts, createFormats(language, languages[language].texts))
const namesOf = (text = '') => new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))
const part = {
  id: '3',
  act: 'say',
  text: 'We open at 9.',
  state: 'failed',
  reason: 'media',
  attempts: 2,
  createdTs: 1,
  claimedTs: 2,
  settledTs: 3,
  dueTs: undefined,
  platformId: undefined,
  isRecorded: false,
  deliveredTs: undefined,
  readTs: undefined,
}

const unknown = (given: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>) =>
  Object.entries(own).flatMap(([code, text]) =>
    [...namesOf(text)].filter((name) => !namesOf(given[code]).has(name)).map((name) => `${code}: ${name}`),
  )

test('a text of the server is put together in the language of the page, with its values', (t) => {
  const steps = tellSending([part], { now: 9, withTexts: true })
  const told = (language: 'en' | 'de') =>
    steps.map(({ says, said }) => sayIn(language)('why', says, [...said]))
  t.deepEqual(told('de'), [
    'Nachricht 3: Nachricht senden: „We open at 9.“',
    'Nachricht 3: an Facebook gesendet, 2. Aufruf',
    'Nachricht 3: gescheitert (Bild nicht geladen). Facebook konnte das Bild oder die Datei der Nachricht nicht laden.',
  ])
  t.deepEqual(
    told('en'),
    steps.map(({ says }) => says),
  )
})

test('a piece that the page does not know leaves the whole text as the server wrote it', (t) => {
  const say = sayIn('de')
  t.is(say('why', 'It is so.', [{ code: 'no_reply' }, { code: 'of_tomorrow' }]), 'It is so.')
  t.is(say('why', 'It is so.', undefined), 'It is so.', 'an older server')
  const outcome = [{ code: 'outcome', values: { outcome: 'no_scene' } }]
  t.is(sayIn('en')('why', 'no_scene', outcome), 'no scene', 'a title has no underscores')
  t.is(say('why', 'no_scene', outcome), 'keine Szene')
})

test('no code is in two lists, and a sentence names the values of the server only', (t) => {
  const lists = [causeSentences, adviceSentences, stepSentences]
  const codes = lists.flatMap((list) => Object.keys(list))
  t.is(new Set(codes).size, codes.length)
  t.deepEqual(unknown(whySentences, deWhy), [])
  t.deepEqual(unknown(troubles, deTroubles), [])
  t.deepEqual(unknown(refusals, deRefusals), ['not_valid: says', 'review_refused: says'])
})

test('a refusal is told in the language of the page, and one that it does not know in that of the server', (t) => {
  const refusal = { error: 'too_many', says: 'There are 200.', values: { most: 200 }, status: 409 }
  t.is(explain(de, refusal), 'Es gibt schon 200 gespeicherte Antworten. Entfernen Sie zuerst eine.')
  t.is(explain(en, refusal), 'There are 200.')
  t.is(
    explain(de, { error: 'role_too_low', says: '', values: { needed: 'admin', role: 'viewer' } }).includes(
      'Leser',
    ),
    true,
  )
  t.is(explain(de, { error: 'of_tomorrow', says: 'It is so.', status: 409 }), 'It is so.')
  t.regex(
    explain(de, { error: 'a_bug', says: 'The console has failed.', status: 500 }),
    /^Die Konsole hat einen Fehler/,
  )
  t.is(
    explain(de, { error: 'no_connection', says: '', status: 0 }),
    'Der Server antwortet nicht. Die Seite versucht es von selbst wieder.',
  )
  t.is(whyRefused(de, { reason: 'no_conversation' }), 'Dieses Gespräch gibt es nicht.')
  t.is(whyRefused(de, { reason: 'of_tomorrow', says: 'It is so.' }), 'Das ging nicht: It is so.')
})

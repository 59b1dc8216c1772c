import { readFileSync } from 'node:fs'
import test from 'ava'
import * as fc from 'fast-check'
import type { TrainingExamples, Utterance } from '../../../src/domain/understanding.ts'
import { evaluate } from '../../../src/nlp/eval/evaluate.ts'
import { parseLabelled } from '../../../src/nlp/eval/labelled-csv.ts'
import { EntityPatternError } from '../../../src/nlp/local/entities/pattern.ts'
import { trainLocal } from '../../../src/nlp/local/train-local.ts'

const examples: TrainingExamples = {
  intents: {
    order: ['I want a coffee', 'can I order a latte', 'one espresso please', 'give me a cappuccino'],
    hours: ['when are you open', 'opening hours', 'are you open on sunday', 'what time do you close'],
  },
  none: ['who won the match', 'tell me a joke'],
  entities: [
    { name: 'drink', values: { coffee: ['kaffee', 'café'], 'flat white': [], cappuccino: [], 拿铁: [] } },
    { name: 'order', pattern: String.raw`\bPB-(\d{4})\b` },
  ],
}
const model = trainLocal(examples)
/** A Sunday, already Monday in Berlin. */
const referenceTime = Date.UTC(2026, 10, 22, 23, 30)

function entities(text: string, about: Partial<Utterance> = {}): readonly unknown[] {
  return model
    .understand({ text, referenceTime, timezone: 'Europe/Berlin', ...about })
    .entities.map(({ name, value, text: written }) => [name, value, written])
}

function language(text: string, locale?: string): string | undefined {
  return model.understand({ text, referenceTime, ...(locale === undefined ? {} : { locale }) }).language
}

for (const corpus of ['coffee', 'helpdesk', 'salon', 'transit']) {
  test(`a few dozen sentences are enough to tell intents apart and to find none: ${corpus}`, (t) => {
    const [training = [], asked = []] = ['train', 'test'].map((part) => {
      const file = new URL(`../corpora/${corpus}-${part}.csv`, import.meta.url)
      return parseLabelled(readFileSync(file, 'utf8'), file.pathname)
    })
    const { microF1, outOfScopeRecall } = evaluate({ training, test: asked })
    t.true(microF1 >= 0.93, `F1 ${microF1}`)
    t.true(outOfScopeRecall >= 0.8, `recall ${outOfScopeRecall}`)
  })
}

test('the same examples make the same model, and others another version', (t) => {
  const ask = { text: 'could I order a coffee', referenceTime }
  t.deepEqual(trainLocal(examples).understand(ask), model.understand(ask))
  t.is(model.understand(ask).intent?.name, 'order')
  t.not(trainLocal({ ...examples, none: [] }).version, model.version)
})

test('a language that is known already decides which words are days', (t) => {
  t.deepEqual(entities('hier à midi', { language: 'fr' }), [
    ['date', '2026-11-22', 'hier'],
    ['time', '12:00', 'à midi'],
  ])
})

test('another likely intent is an alternative, and a refused guess is the first one', (t) => {
  const ask = { text: 'open latte', referenceTime }
  const { intent, alternatives } = model.understand(ask)
  t.deepEqual([intent, ...(alternatives ?? [])], model.guess(ask.text))
  const names = model.guess(ask.text).map(({ name }) => name)
  t.deepEqual(names.toSorted(), ['hours', 'order'])

  const strict = trainLocal(examples, { leastConfidence: 1 }).understand(ask)
  t.deepEqual([strict.intent, strict.alternatives], [undefined, model.guess(ask.text)])
  t.is(model.understand({ text: 'when are you open', referenceTime }).alternatives, undefined)
})

test('without intents or words the result is none, and a single intent does not match every text', (t) => {
  t.is(trainLocal({ intents: {} }).understand({ text: 'hello', referenceTime }).intent, undefined)
  t.is(model.understand({ text: '!?', referenceTime }).intent, undefined)
  const one = trainLocal({ intents: { hours: examples.intents.hours ?? [] } })
  t.is(one.understand({ text: 'when are you open today', referenceTime }).intent?.name, 'hours')
  t.is(one.understand({ text: 'my parrot likes football', referenceTime }).intent, undefined)
})

test('listed entities are whole words, without accents, with one typing mistake, in any script', (t) => {
  t.deepEqual(entities('a Flat  White and a capuccino'), [
    ['drink', 'flat white', 'Flat  White'],
    ['drink', 'cappuccino', 'capuccino'],
  ])
  t.deepEqual(entities('un cafe, kein Kaffeehaus'), [['drink', 'coffee', 'cafe']])
  t.deepEqual(entities('我要拿铁'), [['drink', '拿铁', '拿铁']])
})

test('a plural is no typing mistake, and letters behind digits are no number', (t) => {
  const shop = trainLocal({
    intents: {},
    entities: [{ name: 'bike', values: { ebike: ['e-bike'], cargo: ['cargo bike'] } }],
  })
  const read = (text: string) =>
    shop.understand({ text, referenceTime }).entities.map(({ value, isTypo }) => [value, isTypo])
  t.deepEqual(read('ebikes or cargo bikes'), [
    ['ebike', undefined],
    ['cargo', undefined],
  ])
  t.deepEqual(read('ebkie'), [['ebike', true]])
  t.deepEqual(read('ein 3facher'), [])
})

test('finds numbers, contacts and money as customers write them', (t) => {
  t.deepEqual(entities('ich nehme fünfundzwanzig für 1.234,50 €'), [
    ['number', 25, 'fünfundzwanzig'],
    ['money', { amount: 1234.5, currency: 'EUR' }, '1.234,50 €'],
  ])
  t.deepEqual(entities('I have nine hundred and ninety-nine points, or 1,000'), [
    ['number', 999, 'nine hundred and ninety-nine'],
    ['number', 1000, '1,000'],
  ])
  t.deepEqual(entities('mail Me.X@Example.com about PB-4711 or call +49 (30) 123-4567'), [
    ['email', 'me.x@example.com', 'Me.X@Example.com'],
    ['order', '4711', 'PB-4711'],
    ['phone', '+49301234567', '+49 (30) 123-4567'],
  ])
})

test('days are those at the place of the customer', (t) => {
  t.deepEqual(entities('see you tomorrow'), [['date', '2026-11-24', 'tomorrow']])
  t.deepEqual(entities('see you tomorrow', { timezone: '-8' }), [['date', '2026-11-23', 'tomorrow']])
  t.deepEqual(entities('am Freitag oder am 24.12.'), [
    ['date', '2026-11-27', 'Freitag'],
    ['date', '2026-12-24', '24.12.'],
  ])
  t.deepEqual(entities('on 3/4', { locale: 'en_US' }), [['date', '2027-03-04', '3/4']])
  t.deepEqual(entities('on 3/4', { locale: 'en_GB' }), [['date', '2027-04-03', '3/4']])
  t.deepEqual(entities('guten morgen', { locale: 'de_DE' }), [])
})

test('script, small words and locale tell the language, in this order', (t) => {
  t.is(language('ich möchte bitte einen Kaffee', 'en_US'), 'de')
  t.is(language('où est ma commande'), 'fr')
  t.is(language('ok', 'pt_BR'), 'pt')
  t.is(language('コーヒーをください'), 'ja')
  t.is(language('xyz'), undefined)
})

test('a pattern that the engine does not know, or that is too large, is refused before any text is searched', (t) => {
  for (const pattern of ['(?=a)b', String.raw`(\w+)\1`, '(', 'x'.repeat(400), '(a{0,100}){0,9}']) {
    t.throws(() => trainLocal({ intents: {}, entities: [{ name: 'own', pattern }] }), {
      instanceOf: EntityPatternError,
      code: 'entity_pattern_invalid',
    })
  }
})

test('no text takes a pattern of many repetitions long', (t) => {
  const own = trainLocal({ intents: {}, entities: [{ name: 'own', pattern: 'x+x*x+y' }] })
  const find = (text: string) =>
    own.understand({ text, referenceTime }).entities.map(({ text: found }) => found.length)
  t.deepEqual(find('x'.repeat(2000)), [])
  t.deepEqual(find(`${'x'.repeat(30)}y`), [31])
})

test('no text makes it throw, and every entity is in the text', (t) => {
  const piece = fc.constantFrom(
    '1',
    '12.',
    '€',
    '+49',
    ' ',
    '-',
    '(',
    '@',
    'tomorrow',
    'mañana',
    'zwei',
    'hundred',
    '🙂',
    'ß',
    '\u0301',
    '3/4',
    'PB-1234',
    'cafe',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
  )
  const utterance = fc.record(
    { text, referenceTime: fc.double(), locale: fc.string(), timezone: fc.string() },
    { requiredKeys: ['text', 'referenceTime'] },
  )
  fc.assert(
    fc.property(utterance, (asked) => {
      const { entities: found, intent, alternatives = [] } = model.understand(asked)
      for (const entity of found) {
        t.true(asked.text.includes(entity.text) && entity.text !== '')
        t.true(entity.confidence > 0 && entity.confidence <= 1)
      }
      const likely = [...(intent === undefined ? [] : [intent]), ...alternatives].map(
        ({ confidence }) => confidence,
      )
      if (intent !== undefined) t.true(intent.confidence >= model.leastConfidence)
      t.true(alternatives.length <= 3 && likely.every((confidence) => confidence >= 0.05))
      t.deepEqual(
        likely,
        likely.toSorted((a, b) => b - a),
      )
      t.true(likely.reduce((sum, confidence) => sum + confidence, 0) <= 1.000_001)
    }),
    { numRuns: 200 },
  )
})

test('long and odd texts end: text beyond 2,000 characters is not read', (t) => {
  for (const part of [
    'a',
    '1',
    '1 ',
    '1.',
    'a.',
    'a@',
    '(1',
    '🙂',
    '\u0301',
    'one hundred ',
    ' ',
    '1,000',
    'cafe ',
  ]) {
    const text = part.repeat(100_000)
    for (const { text: found } of model.understand({ text, referenceTime }).entities)
      t.true(found.length <= 2000)
  }
  t.deepEqual(entities(`${'x '.repeat(1000)}me@example.com`), [])
})

import { readFileSync } from 'node:fs'
import test from 'ava'
import type { TrainingExamples } from '../../../src/domain/understanding.ts'
import { parseTable } from '../../../src/nlp/eval/labelled-csv.ts'
import { createTell, languagesWithoutExamples } from '../../../src/nlp/local/told-language.ts'
import { trainLocal } from '../../../src/nlp/local/train-local.ts'

type Row = Readonly<Record<string, string>>

const read = (name: string): readonly Row[] =>
  parseTable(readFileSync(new URL(`../corpora/${name}`, import.meta.url), 'utf8'), name)
const training = read('languages-train.csv')
const textsOf = (tag: string, isSaid: boolean): readonly string[] =>
  training
    .filter(({ language, category }) => language === tag && (category === 'said') === isSaid)
    .map(({ text = '' }) => text)

const all = ['en', 'de', 'es', 'fr', 'pt', 'it', 'nl', 'pl', 'tr', 'sv']

/** A shop that says something in each language. `taught` are those with examples. */
function shop(languages: readonly string[], taught = languages): TrainingExamples {
  return {
    intents: { any: taught.flatMap((tag) => textsOf(tag, false)) },
    languages: Object.fromEntries(languages.map((tag) => [tag, textsOf(tag, true)])),
  }
}

for (const languages of [['en', 'de'], ['en', 'es', 'pt'], ['de', 'nl', 'sv'], all]) {
  test(`tells ${languages.join(', ')} apart in 95 of 100 sentences`, (t) => {
    const tell = createTell(shop(languages))
    const rows = read('languages.csv').filter(({ language = '' }) => languages.includes(language))
    const right = rows.filter(
      ({ text = '', language }) => tell({ text, referenceTime: 0 }).language === language,
    )
    t.true(right.length >= 0.95 * rows.length, `${right.length} of ${rows.length}`)
  })
}

test('a sentence in a language without examples is told, and has no intent', (t) => {
  const tell = createTell(shop(['en', 'de']))
  const rows = read('languages.csv').filter(({ language = '' }) => !['en', 'de'].includes(language))
  const told = rows.map(({ text = '' }) => tell({ text, referenceTime: 0 }).otherLanguage)
  const right = rows.filter(({ language }, at) => told[at] === language)
  t.true(right.length >= 0.6 * rows.length, `${right.length} of ${rows.length}`)
  const { intent, otherLanguage } = trainLocal(shop(['en', 'de'])).understand({
    text: 'où est ma commande s’il vous plaît',
    referenceTime: 0,
  })
  t.deepEqual([intent, otherLanguage], [undefined, 'fr'])
})

test('no sentence in a language with examples is taken for another one', (t) => {
  const tell = createTell(shop(['en', 'de', 'es']))
  const rows = [...read('languages.csv'), ...read('kinds.csv').filter(({ kind }) => kind !== 'foreign')]
  const own = rows.filter(({ language = 'en' }) => ['en', 'de', 'es'].includes(language))
  t.deepEqual(
    own.filter(({ text = '' }) => tell({ text, referenceTime: 0 }).otherLanguage !== undefined),
    [],
  )
})

test('names, links, emoji and single words are in no other language', (t) => {
  const tell = createTell(shop(['en']))
  for (const text of [
    'Crème Brûlée',
    'merci',
    'Les Trois Petits Cochons',
    'https://example.com/les/chats/de/la/rue',
    '🎉🎂 ¿?',
    'la la la',
    'I had the Pain au Chocolat',
    'Rua das Flores 5',
    '',
  ])
    t.is(tell({ text, referenceTime: 0 }).otherLanguage, undefined, text)
})

test('scripts that no example has are another language', (t) => {
  const tell = createTell(shop(['en']))
  const pairs = [
    ['где мой заказ', 'ru'],
    ['私の注文はどこですか', 'ja'],
    ['أين طلبي', 'ar'],
    ['주문이 어디에 있나요', 'ko'],
    ['Πού είναι η παραγγελία μου', 'el'],
  ]
  for (const [text = '', language] of pairs)
    t.is(tell({ text, referenceTime: 0 }).otherLanguage, language, text)
})

test('a language of the storyboard without examples is told, too', (t) => {
  const examples = shop(['en', 'de'], ['en'])
  t.deepEqual(languagesWithoutExamples(examples), ['de'])
  t.deepEqual(languagesWithoutExamples(shop(['en', 'de'])), [])
  const { language, otherLanguage } = createTell(examples)({
    text: 'Ich möchte wissen, warum der Karton durchnässt war',
    referenceTime: 0,
  })
  t.deepEqual([language, otherLanguage], ['de', 'de'])
})

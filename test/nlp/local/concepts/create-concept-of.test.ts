import test from 'ava'
import { createConceptOf, languagesOf } from '../../../../src/nlp/local/concepts/create-concept-of.ts'
import { english } from '../../../../src/nlp/local/concepts/english.ts'
import { french } from '../../../../src/nlp/local/concepts/french.ts'
import { german } from '../../../../src/nlp/local/concepts/german.ts'
import { italian } from '../../../../src/nlp/local/concepts/italian.ts'
import { portuguese } from '../../../../src/nlp/local/concepts/portuguese.ts'
import { spanish } from '../../../../src/nlp/local/concepts/spanish.ts'
import { fold } from '../../../../src/nlp/local/normalise.ts'

test('synonyms and their forms have one meaning, also in two languages', (t) => {
  const conceptOf = createConceptOf(['en', 'de'])
  t.deepEqual(
    ['raise', 'increased', 'boosting', 'erhohen', 'steigern'].map(conceptOf),
    Array.from({ length: 5 }, () => '=increase'),
  )
  t.deepEqual(['zebra', 'a', ''].map(conceptOf), [undefined, undefined, undefined])
})

test('a whole word of one language counts before a beginning of another', (t) => {
  t.is(createConceptOf(['fr'])('chaton'), undefined)
  t.is(createConceptOf(['en', 'fr'])('prix'), '=price')
})

test('only languages that a tenth of the examples are in count, and all if none is told', (t) => {
  const inEnglish = Array.from({ length: 12 }, (_, at) => `where is the parcel that I ordered ${at}`)
  t.deepEqual(languagesOf([...inEnglish, '¿dónde está mi pedido?']), ['en'])
  t.deepEqual(languagesOf([...inEnglish.slice(0, 3), '¿dónde está mi pedido?']), ['en', 'es'])
  t.is(languagesOf(['xyz']).length, 6)
  t.is(languagesOf([]).length, 6)
})

test('a word stands in one meaning of its language, and a beginning has three letters or more', (t) => {
  for (const table of [english, french, german, italian, portuguese, spanish]) {
    const entries = Object.values(table).flatMap((list) => list.split(' ').map(fold))
    t.deepEqual(
      entries.filter((entry, at) => entries.indexOf(entry) !== at),
      [],
    )
    t.deepEqual(
      entries.filter((entry) => !/^[\p{L}\p{M}]+\*?$/u.test(entry) || /^..?\*$/.test(entry)),
      [],
    )
  }
})

import test from 'ava'
import { createFindEntities } from '../../../../src/nlp/local/entities/find-entities.ts'
import { describe, readPhrases, wednesday } from './read-phrases.ts'

const find = createFindEntities([])
const about = { referenceTime: wednesday, timezone: 'Europe/Berlin' }

for (const file of ['first', 'second', 'third', 'fourth'].map((name) => `./phrases-${name}.txt`))
  for (const { language, text, expected } of readPhrases(file))
    test(`${file}, ${language}: ${text}`, (t) => {
      t.is(describe(find({ ...about, text, language })), expected)
    })

test('sentences without a date, a time, a telephone number and a sum have none of them', (t) => {
  const sentences = readPhrases('./without-any.txt')
  const falseOnes = sentences.flatMap(({ language, text }) =>
    [language, undefined].flatMap((told) => {
      const found = find({ ...about, text, ...(told === undefined ? {} : { language: told }) })
      const wrong = found.filter(({ name }) => ['date', 'time', 'phone', 'money'].includes(name))
      return wrong.length === 0 ? [] : [`${told}: ${text} ${describe(wrong)}`]
    }),
  )
  t.true(sentences.length >= 500)
  t.deepEqual(falseOnes, [])
})

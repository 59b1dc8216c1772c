import { readFileSync } from 'node:fs'
import test from 'ava'
import { parseLabelled, toTrainingExamples } from '../../../src/nlp/eval/labelled-csv.ts'
import { trainLocal } from '../../../src/nlp/local/train-local.ts'

function read(name: string): string {
  return readFileSync(new URL(`../corpora/${name}.csv`, import.meta.url), 'utf8')
}

/** The languages of each corpus's examples. */
const languagesOf = {
  coffee: ['en'],
  helpdesk: ['de'],
  salon: ['en', 'fr'],
  handset: ['en'],
  webtools: ['en'],
}
const foreign = read('foreign').replace('text,language', 'text,category')

for (const [corpus, languages] of Object.entries(languagesOf)) {
  test(`a sentence in a language without examples is refused: ${corpus}`, (t) => {
    const model = trainLocal(toTrainingExamples(parseLabelled(read(`${corpus}-train`), corpus)))
    const asked = parseLabelled(foreign, 'foreign').filter(({ intent = '' }) => !languages.includes(intent))
    const taken = asked.filter(
      ({ text }) => model.understand({ text, referenceTime: 0 }).intent !== undefined,
    )
    t.true(asked.length >= 29)
    t.deepEqual(taken, [])
  })
}

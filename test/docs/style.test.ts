import test from 'ava'
import { projectFiles, read } from '../source-files.ts'
import { cellsOf, isTableRow, linesOf, paragraphsOf, sentencesOf, wordsIn } from './prose.ts'
import { unwantedIn } from './words.ts'

const documents = projectFiles.filter((file) => /^(?:[A-Z]+\.md|docs\/.*\.md|deploy\/.*\.md)$/.test(file))
/** Their words come from the code: `words.test.ts` reads those. */
const generated = [
  'docs/figures.md',
  'docs/reference/commands.md',
  'docs/reference/graph-errors.md',
  'docs/reference/insights.md',
]
/** Names of machines, servers and commands are as long as they are. */
const prose = documents.filter((file) => file !== 'docs/figures.md')
const written = documents.filter((file) => !generated.includes(file))

const mostWords = { readme: 900, sentence: 25 }
const mostChars = 120

test('README.md has at most 900 words, as wc -w counts them', (t) => {
  t.true(read('README.md').split(/\s+/).filter(Boolean).length <= mostWords.readme)
})

test('lines of prose have at most 120 characters', (t) => {
  t.true(written.length > 30, 'there are documents')
  for (const file of prose)
    for (const { line, text } of linesOf(read(file)))
      t.true(isTableRow(text) || text.length <= mostChars, `${file}:${line} has ${text.length} characters`)
})

test('sentences have at most 25 words', (t) => {
  for (const file of prose)
    for (const sentence of paragraphsOf(read(file)).flatMap(sentencesOf))
      t.true(
        wordsIn(sentence) <= mostWords.sentence,
        `${file}:${sentence.line} has ${wordsIn(sentence)} words: ${sentence.text}`,
      )
})

test('tables have at most three columns', (t) => {
  for (const file of documents)
    for (const { line, text } of linesOf(read(file)))
      if (isTableRow(text))
        t.true(text.replaceAll(/`[^`]*`/g, '').split('|').length <= 5, `${file}:${line} has more columns`)
})

test('the documents use one word for one thing', (t) => {
  const findings = written.flatMap((file) =>
    [...paragraphsOf(read(file)), ...cellsOf(read(file))].flatMap(({ line, text }) =>
      unwantedIn(text).map(({ found, write }) => `${file}:${line} says "${found}". Write: ${write}`),
    ),
  )
  t.deepEqual(findings, [])
})

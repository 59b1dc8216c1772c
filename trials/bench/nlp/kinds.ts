/**
 * How many sentences of each kind are understood: typos, negations, rants and others, and in how many the language is
 * told. The sentences were written before the first run. A storyboard in English, German and Spanish is trained.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TrainingExamples } from '../../../src/domain/understanding.ts'
import { parseTable } from '../../../src/nlp/eval/labelled-csv.ts'
import { trainLocal, type LocalModel } from '../../../src/nlp/local/train-local.ts'

type CsvRecord = Readonly<Record<string, string>>

const folder = path.join(import.meta.dirname, '../../../test/nlp/corpora')
const sizes = [['en', 'de'], ['en', 'es', 'pt'], undefined] as const

/** Prints one row for each kind, and one for each storyboard of several languages; with `wrong`, each mistake. */
export function printKinds(options: { readonly wrong: boolean }): void {
  const model = trainLocal(shopExamples())
  const kinds = Map.groupBy(read('kinds.csv'), ({ kind = '' }) => kind)
  console.log('| kind | right | of | none | wrong intent | both intents |\n|---|---|---|---|---|---|')
  for (const [kind, rows] of kinds)
    printKind(
      kind,
      rows.map((row) => ({ row, ...ask(model, row) })),
    )
  const all = read('kinds.csv').map((row) => ({ row, ...ask(model, row) }))
  printKind('all', all)
  if (options.wrong)
    for (const { row, got } of all)
      if (got !== expected(row))
        console.log(`  ${row.kind}: ${row.text} – ${row.category}, got ${got ?? 'none'}`)
  console.log('\n| languages | right | of | told wrongly |\n|---|---|---|---|')
  for (const languages of sizes) printLanguages(languages, options)
}

/** The shop of kinds-train.csv, which says something in each of its languages. */
export function shopExamples(): TrainingExamples {
  const rows = read('kinds-train.csv')
  return { ...toExamples(rows), languages: saidIn(['en', 'de', 'es']) }
}

interface Asked {
  readonly row: CsvRecord
  readonly got: string | undefined
  readonly also: string | undefined
}

function ask(model: LocalModel, row: CsvRecord): Omit<Asked, 'row'> {
  const { intent, alternatives = [] } = model.understand({ text: row['text'] ?? '', referenceTime: 0 })
  return { got: intent?.name, also: alternatives.find(({ isAlso }) => isAlso === true)?.name }
}

function printKind(kind: string, asked: readonly Asked[]): void {
  const right = asked.filter(({ row, got }) => got === expected(row)).length
  const none = asked.filter(({ row, got }) => got === undefined && expected(row) !== undefined).length
  const two = asked.filter(({ row }) => row['also'] !== '')
  const both = two.filter(
    ({ row, also, got }) => sorted([got, also]) === sorted([row['category'], row['also']]),
  )
  const wrong = asked.length - right - none
  const cell = two.length === 0 ? '–' : `${both.length} of ${two.length}`
  console.log(`| ${kind} | ${right} | ${asked.length} | ${none} | ${wrong} | ${cell} |`)
}

function printLanguages(among: readonly string[] | undefined, options: { readonly wrong: boolean }): void {
  const training = read('languages-train.csv')
  const languages = among ?? [...new Set(training.map(({ language = '' }) => language))]
  const isOne = (row: CsvRecord): boolean => languages.includes(row['language'] ?? '')
  const examples = toExamples(training.filter((row) => isOne(row) && row['category'] !== 'said'))
  const model = trainLocal({ ...examples, languages: saidIn(languages) })
  const asked = read('languages.csv').filter(isOne)
  const told = asked.map(({ text = '' }) => model.understand({ text, referenceTime: 0 }).language)
  const right = asked.filter(({ language }, at) => told[at] === language).length
  const wrong = asked.filter(({ language }, at) => told[at] !== undefined && told[at] !== language).length
  console.log(`| ${languages.join(', ')} | ${right} | ${asked.length} | ${wrong} |`)
  if (!options.wrong) return
  for (const [at, { language, text }] of asked.entries())
    if (told[at] !== language) console.log(`  ${language}: ${text} – got ${told[at] ?? 'none'}`)
}

function saidIn(languages: readonly string[]): Record<string, readonly string[]> {
  const said = read('languages-train.csv').filter(({ category }) => category === 'said')
  return Object.fromEntries(
    languages.map((tag) => [
      tag,
      said.filter(({ language }) => language === tag).map(({ text = '' }) => text),
    ]),
  )
}

function toExamples(rows: readonly CsvRecord[]): TrainingExamples {
  const { none = [], ...intents } = Object.fromEntries(
    [...Map.groupBy(rows, ({ category = '' }) => category)].map(([name, group]) => [
      name,
      group.map(({ text = '' }) => text),
    ]),
  )
  return { intents, none }
}

function read(name: string): readonly CsvRecord[] {
  return parseTable(readFileSync(path.join(folder, name), 'utf8'), name)
}

function expected({ category }: CsvRecord): string | undefined {
  return category === 'none' ? undefined : category
}

function sorted(names: readonly (string | undefined)[]): string {
  return names
    .map((name) => name ?? '')
    .toSorted()
    .join(' ')
}

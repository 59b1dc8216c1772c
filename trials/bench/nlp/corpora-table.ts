/** The local provider on its own small corpora, on two public ones beside what others published, and on small ones drawn from these. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { evaluate, type Evaluation } from '../../../src/nlp/eval/evaluate.ts'
import { parseLabelled, type Labelled } from '../../../src/nlp/eval/labelled-csv.ts'
import type { Figure } from '../../result-file.ts'
import { drawCorpora, type DrawFrom } from './draw-corpora.ts'
import type { PublicCorpora } from './public-corpora.ts'

/** In-scope accuracy and out-of-scope recall on CLINC150 full, out-of-scope examples used in training; Larson et al. 2019. */
const published = [
  ['FastText', 89.0, 9.7],
  ['SVM', 91.0, 14.5],
  ['Dialogflow', 91.7, 14.0],
  ['Rasa', 91.5, 45.3],
  ['MLP', 93.5, 47.4],
  ['BERT', 96.9, 40.3],
] as const

const ownFolder = path.join(import.meta.dirname, '../../../test/nlp/corpora')
const drawn = 60

/** Prints the head of the table and a row for each. */
export function printOwnCorpora(): readonly Figure[] {
  console.log(
    '| corpus | sentences, intents | in-scope accuracy | out-of-scope recall | F1, micro | training | an utterance |',
  )
  console.log('|---|---|---|---|---|---|---|')
  return ['coffee', 'helpdesk', 'salon', 'transit', 'ferry', 'handset', 'webtools'].flatMap((name) => {
    const [training = [], test = []] = ['train', 'test'].map((part) =>
      readLabelled(path.join(ownFolder, `${name}-${part}.csv`)),
    )
    return printRow(name, evaluate({ training, test }))
  })
}

/** Prints more rows of the table, and then the published figures. */
export function printPublicCorpora({
  clinc,
  bankingTraining,
  bankingTest,
}: PublicCorpora): readonly Figure[] {
  const training = clinc('train', 'oos_train')
  const strangers = clinc('oos_test')
  const figures = [
    ...printRow('CLINC150 full, validation part', evaluate({ training, test: clinc('val', 'oos_val') })),
    ...printRow('CLINC150 full, test part', evaluate({ training, test: clinc('test', 'oos_test') })),
    ...printRow('banking77, test part', evaluate({ training: bankingTraining, test: bankingTest })),
    ...printDrawn('drawn from CLINC150, test part', { pool: clinc('test'), strangers }),
    ...printDrawn('drawn from banking77, test part', { pool: bankingTest, strangers }),
  ]
  console.log('\nPublished for CLINC150 full, test part: in-scope accuracy %, out-of-scope recall %')
  for (const [name, accuracy, recall] of published)
    console.log(`${name.padEnd(12)}${accuracy.toFixed(1)}  ${recall.toFixed(1)}`)
  return figures
}

function readLabelled(file: string): readonly Labelled[] {
  return parseLabelled(readFileSync(file, 'utf8'), file)
}

/** Means over the corpora drawn, and the mean F1 of the worst tenth of them. */
function printDrawn(name: string, from: DrawFrom): readonly Figure[] {
  const each = drawCorpora(from, drawn).map((corpus) => evaluate(corpus))
  const [mean] = each.map((evaluation) => ({ ...evaluation }))
  if (mean === undefined) return []
  for (const figure of Object.keys(mean) as (keyof Evaluation)[])
    mean[figure] = average(each.map((evaluation) => evaluation[figure]))
  const worst = each.map(({ microF1 }) => microF1).toSorted((a, b) => a - b)
  return printRow(`${drawn} small ones ${name}`, mean, {
    size: '30 to 100, 2 to 8',
    more: `; worst tenth ${average(worst.slice(0, drawn / 10)).toFixed(3)}`,
  })
}

function printRow(
  name: string,
  evaluation: Evaluation,
  { size = `${evaluation.trainingSentences}, ${evaluation.intents}`, more = '' } = {},
): readonly Figure[] {
  const { inScopeAccuracy, outOfScopeRecall, microF1, outOfScope } = evaluation
  const cells = [
    name,
    size,
    percent(inScopeAccuracy),
    outOfScope === 0 ? '–' : percent(outOfScopeRecall),
    `${microF1.toFixed(3)}${more}`,
    seconds(evaluation.trainingSeconds),
    milliseconds(evaluation.microsecondsAnUtterance),
  ]
  console.log(`| ${cells.join(' | ')} |`)
  const recall = { name: `${name}, out-of-scope recall`, value: 100 * outOfScopeRecall, unit: '%' }
  return [
    { name: `${name}, in-scope accuracy`, value: 100 * inScopeAccuracy, unit: '%' },
    ...(outOfScope === 0 ? [] : [recall]),
    { name: `${name}, F1`, value: microF1, unit: '' },
  ]
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function seconds(figure: number): string {
  return `${figure.toFixed(figure < 1 ? 2 : 0)} s`
}

function milliseconds(microseconds: number): string {
  return `${(microseconds / 1000).toFixed(2)} ms`
}

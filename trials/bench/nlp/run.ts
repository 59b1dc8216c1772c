/**
 * `npm run bench:nlp`: every figure of docs/reference/language-understanding.md. The local provider on its own small corpora, on two public ones beside what
 * others published, and on small ones drawn from these. Without the public corpora it says where they are to be had.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { evaluate, type Evaluation } from '../../../src/nlp/eval/evaluate.ts'
import { parseLabelled, type Labelled } from '../../../src/nlp/eval/labelled-csv.ts'
import { type Given, runTrial } from '../../../sandbox/command-line.ts'
import { describeComputer } from '../../machine.ts'
import { type Figure, writeResultFile } from '../../result-file.ts'
import { fitGate } from './fit-gate.ts'
import { printKinds } from './kinds.ts'
import { drawCorpora, type DrawFrom } from './draw-corpora.ts'
import { printAblation, printForced } from './forced.ts'
import { findPublicCorpora, whereToGetThem } from './public-corpora.ts'
import { printSizeCurve } from './size-curve.ts'

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

const figures: Figure[] = []

await runTrial({
  script: 'bench:nlp',
  about: `Measures the local language provider: accuracy on its own small corpora, on two public ones beside published figures,
and on small ones drawn from these. Says where to get the public corpora if they are missing.`,
  options: {
    kinds: 'only the kinds of sentences and the languages, with the sentences written for them',
    fit: 'only find the coefficients of the gate anew, and measure them on other draws',
    ablation: 'only what each part of the classifier brings',
    forced: 'only how often a guess is right that may not be refused, also with ten examples an intent',
    curve: 'only what more examples change, from 200 to 5,000',
    wrong: 'with --kinds: print each sentence that was not understood',
  },
  run,
})

async function run(given: Given): Promise<number> {
  if (given.isOn('kinds')) {
    printKinds({ wrong: given.isOn('wrong') })
    return 0
  }
  const corpora = findPublicCorpora()
  const parts = { curve: printSizeCurve, forced: printForced, ablation: printAblation, fit: fitGate }
  for (const [name, print] of Object.entries(parts)) {
    if (corpora === undefined || !given.isOn(name)) continue
    figures.push(...print(corpora))
    save(given, `bench-nlp-${name}`)
    return 0
  }
  console.log(
    '| corpus | sentences, intents | in-scope accuracy | out-of-scope recall | F1, micro | training | an utterance |',
  )
  console.log('|---|---|---|---|---|---|---|')
  for (const name of ['coffee', 'helpdesk', 'salon', 'transit', 'ferry', 'handset', 'webtools']) {
    const [training = [], test = []] = ['train', 'test'].map((part) =>
      readLabelled(path.join(ownFolder, `${name}-${part}.csv`)),
    )
    printRow(name, evaluate({ training, test }))
  }

  if (corpora === undefined) {
    console.log(`\n${whereToGetThem}`)
  } else {
    const { clinc, bankingTraining, bankingTest } = corpora
    const training = clinc('train', 'oos_train')
    printRow('CLINC150 full, validation part', evaluate({ training, test: clinc('val', 'oos_val') }))
    printRow('CLINC150 full, test part', evaluate({ training, test: clinc('test', 'oos_test') }))
    printRow('banking77, test part', evaluate({ training: bankingTraining, test: bankingTest }))
    const strangers = clinc('oos_test')
    printDrawn('drawn from CLINC150, test part', { pool: clinc('test'), strangers })
    printDrawn('drawn from banking77, test part', { pool: bankingTest, strangers })

    console.log('\nPublished for CLINC150 full, test part: in-scope accuracy %, out-of-scope recall %')
    for (const [name, accuracy, recall] of published)
      console.log(`${name.padEnd(12)}${accuracy.toFixed(1)}  ${recall.toFixed(1)}`)
  }
  save(given, 'bench-nlp')
  return 0
}

function save(given: Given, name: string): void {
  if (given.isOn('save')) writeResultFile({ name, script: 'bench:nlp', machine: describeComputer(), figures })
}

function readLabelled(file: string): readonly Labelled[] {
  return parseLabelled(readFileSync(file, 'utf8'), file)
}

/** Means over the corpora drawn, and the mean F1 of the worst tenth of them. */
function printDrawn(name: string, from: DrawFrom): void {
  const each = drawCorpora(from, drawn).map((corpus) => evaluate(corpus))
  const [mean] = each.map((evaluation) => ({ ...evaluation }))
  if (mean === undefined) return
  for (const figure of Object.keys(mean) as (keyof Evaluation)[])
    mean[figure] = average(each.map((evaluation) => evaluation[figure]))
  const worst = each.map(({ microF1 }) => microF1).toSorted((a, b) => a - b)
  printRow(`${drawn} small ones ${name}`, mean, {
    size: '30 to 100, 2 to 8',
    more: `; worst tenth ${average(worst.slice(0, drawn / 10)).toFixed(3)}`,
  })
}

function printRow(
  name: string,
  evaluation: Evaluation,
  { size = `${evaluation.trainingSentences}, ${evaluation.intents}`, more = '' } = {},
): void {
  const { inScopeAccuracy, outOfScopeRecall, microF1, outOfScope } = evaluation
  figures.push({ name: `${name}, in-scope accuracy`, value: 100 * inScopeAccuracy, unit: '%' })
  if (outOfScope !== 0)
    figures.push({ name: `${name}, out-of-scope recall`, value: 100 * outOfScopeRecall, unit: '%' })
  figures.push({ name: `${name}, F1`, value: microF1, unit: '' })
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

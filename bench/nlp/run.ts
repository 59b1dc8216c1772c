/**
 * `npm run bench:nlp`: the local provider on two public corpora, beside what others published for the same ones. Without the
 * corpora it says where they are to be had, and ends well.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { evaluate, type Evaluation } from '../../src/nlp/eval/evaluate.ts'
import { parseLabelled, type Labelled } from '../../src/nlp/eval/labelled-csv.ts'

/** In-scope accuracy and out-of-scope recall on CLINC150 full, out-of-scope examples used in training; Larson et al. 2019. */
const published = [
  ['FastText', 89.0, 9.7],
  ['SVM', 91.0, 14.5],
  ['Dialogflow', 91.7, 14.0],
  ['Rasa', 91.5, 45.3],
  ['MLP', 93.5, 47.4],
  ['BERT', 96.9, 40.3],
] as const

const folder = path.join(import.meta.dirname, '../../../shared/nlu')
const clincFile = path.join(folder, 'clinc150-full.json')
const bankingFiles = ['banking77-train.csv', 'banking77-test.csv'].map((name) => path.join(folder, name))

if (![clincFile, ...bankingFiles].every((file) => existsSync(file))) {
  console.log(`The corpora are not in ${folder}. Put these files there:
  clinc150-full.json                          data/data_full.json of github.com/clinc/oos-eval
  banking77-train.csv, banking77-test.csv     banking_data of github.com/PolyAI-LDN/task-specific-datasets`)
} else {
  const clinc = benchClinc()
  const banking = benchBanking()
  console.log('CLINC150 full              in-scope accuracy %   out-of-scope recall %')
  for (const [name, accuracy, recall] of published) printRow(`${name} (published)`, [accuracy, recall])
  printRow('Pagebeat, local', [clinc.inScopeAccuracy * 100, clinc.outOfScopeRecall * 100])
  printCost(clinc)
  console.log('\nbanking77                  in-scope accuracy %')
  printRow('Pagebeat, local', [banking.inScopeAccuracy * 100])
  printCost(banking)
}

function benchClinc(): Evaluation {
  const parts: Readonly<Record<string, readonly (readonly [string, string])[]>> = JSON.parse(
    readFileSync(clincFile, 'utf8'),
  )
  const pick = (...names: readonly string[]): readonly Labelled[] =>
    names.flatMap((name) =>
      (parts[name] ?? []).map(([text, intent]) => ({ text, intent: intent === 'oos' ? undefined : intent })),
    )
  return evaluate({ training: pick('train', 'oos_train'), test: pick('test', 'oos_test') })
}

function benchBanking(): Evaluation {
  const [training = [], test = []] = bankingFiles.map((file) =>
    parseLabelled(readFileSync(file, 'utf8'), file),
  )
  return evaluate({ training, test })
}

function printRow(name: string, figures: readonly number[]): void {
  console.log(
    `${name.padEnd(34)}${figures.map((figure) => figure.toFixed(1).padStart(10)).join('              ')}`,
  )
}

function printCost({ trainingSeconds, microsecondsAnUtterance, trainingSentences }: Evaluation): void {
  console.log(
    `  ${trainingSentences} sentences learnt in ${trainingSeconds.toFixed(1)} s, then ${Math.round(microsecondsAnUtterance)} µs an utterance`,
  )
}

/** `pagebeat nlp eval`: how well the local provider would understand, measured on a brand's own sentences. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { evaluate, type Evaluation } from '../../src/nlp/eval/evaluate.ts'
import { LabelledFileError, parseLabelled, type Labelled } from '../../src/nlp/eval/labelled-csv.ts'
import { printJson, printText } from '../command-line/terminal.ts'

export function registerNlp(program: Command): void {
  const nlp = program
    .command('nlp')
    .description('measure the local language understanding, which needs no account')
  nlp
    .command('eval <train.csv> <test.csv>')
    .summary('train on one file of sentences and test on another')
    .description(
      'Trains the local provider on the first file and tests it on the second.\n' +
        'Both are CSV files with the header text,category. The category none or oos means: none of the intents.\n' +
        'Exits with 65 when a file has another form.',
    )
    .option('--json', 'print JSON')
    .action((train: string, test: string, { json = false }: { json?: boolean }) => {
      const result = evaluate({ training: readLabelled(train), test: readLabelled(test) })
      if (json) printJson(result, 2)
      else printText(describeEvaluation(result))
    })
}

export function describeEvaluation(result: Evaluation): string {
  const rows = [
    ['trained on', `${result.trainingSentences} sentences, ${result.intents} intents`],
    ['tested on', `${result.inScope} sentences in scope, ${result.outOfScope} out of scope`],
    ['in-scope accuracy', percent(result.inScopeAccuracy)],
    ['out-of-scope recall', percent(result.outOfScopeRecall)],
    ['F1, micro', result.microF1.toFixed(3)],
    ['F1, macro', result.macroF1.toFixed(3)],
    ['time to train', `${result.trainingSeconds.toFixed(2)} s`],
    ['time a sentence', `${Math.round(result.microsecondsAnUtterance)} µs`],
  ]
  return rows.map(([name = '', value = '']) => `${name.padEnd(22)}${value}`).join('\n')
}

function percent(share: number): string {
  return Number.isNaN(share) ? 'no sentences' : `${(share * 100).toFixed(1)}%`
}

function readLabelled(file: string): readonly Labelled[] {
  return parseLabelled(readText(file), file)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new LabelledFileError(`Cannot read ${file} (${why}): check the path and its permissions`, {
      cause: error,
    })
  }
}

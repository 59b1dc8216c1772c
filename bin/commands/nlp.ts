/** `pagebeat nlp`: measures understanding, learns from what customers wrote, and proposes more examples. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { evaluateEach, type EvaluateInput, type Evaluation } from '../../src/nlp/eval/evaluate.ts'
import type { ReaderEvaluation } from '../../src/nlp/eval/evaluate-reader.ts'
import { leastConfidenceOf } from '../../src/storyboard/engine/match.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { printJson, printText } from '../command-line/terminal.ts'
import { calibrateStoryboard, readTurns } from '../nlp/calibrate.ts'
import { evaluateWithReader } from '../nlp/evaluate-with-reader.ts'
import { registerDiff } from '../nlp/diff-command.ts'
import { readLabelled } from '../nlp/labelled-file.ts'
import { registerReview } from '../nlp/review-command.ts'
import { suggest, type SuggestOptions } from '../nlp/suggest.ts'
import { requireReaderConfig } from '../wiring/reader-config.ts'

export function registerNlp(program: Command): void {
  const nlp = program
    .command('nlp')
    .description(
      'measure language understanding, learn from what customers wrote, propose examples; needs no account',
    )
  nlp
    .command('eval <train> <test.csv>')
    .summary('train on a storyboard or sentences, test on other ones')
    .description(
      'Trains the local provider on the first file and tests it on the second.\n' +
        'The first one is a storyboard (.yaml, .yml), or a CSV file like the second one.\n' +
        'A CSV file has the header text,category. The category none or oos means: none of the intents.\n' +
        'Prints the figures, and each sentence that is understood otherwise than its category says.\n' +
        'Exits with 65 when a file has another form.',
    )
    .option('--reader', 'ask your own reader (READER_URL) beside the local provider')
    .addOption(
      new Option(
        '--forced',
        'refuse no guess, however unsure: shows how well the intents are told apart',
      ).conflicts('reader'),
    )
    .option('--json', 'print JSON')
    .action(async (train: string, test: string, options: EvalOptions) => {
      const { json = false, reader = false, forced = false } = options
      const files = readSentences(train, test)
      const result = reader
        ? await evaluateWithReader(files)
        : withMistaken(evaluateEach(forced ? { ...files, leastConfidence: 0, atLeast: 0 } : files))
      if (json) printJson(result, 2)
      else printText(describeEvaluation(result))
    })
  nlp
    .command('calibrate <storyboard> <labelled.csv>')
    .summary('fit the confidence to turns that you labelled')
    .description(
      'Asks the local provider for the intent of each turn in the CSV file. Its header is text,category.\n' +
        'Compares the confidence with what is right, and prints the numbers to put into the storyboard.\n' +
        'The figures before and after are of turns that the fit did not see. Nothing is written.\n' +
        'Exits with 1 when there is nothing to change, with 65 when a file has a mistake.',
    )
    .option('--json', 'print JSON')
    .action((storyboard: string, labelled: string, options: { readonly json?: boolean }) => {
      const { outcome } = calibrateStoryboard({ storyboard, labelled }, options)
      if (outcome !== 'fitted') process.exitCode = 1
    })
  nlp
    .command('suggest <storyboard>')
    .summary('let a model of yours propose more examples, as a patch')
    .description(
      'Asks the language model of READER_URL (READER_KIND=llm) for more examples of each intent, or of one.\n' +
        'Prints a patch of the storyboard. Nothing is changed: read the patch, then apply it with patch -p1.\n' +
        'Sentences that are there already, too long, or that the local provider gives to another intent are left out\n' +
        'and named on standard error.',
    )
    .option('--intent <name>', 'only for this intent')
    .option('--language <code>', 'in this language (de, pt-BR); without it, in the languages of the examples')
    .addOption(
      new Option('--count <number>', 'sentences to ask for, 1 to 50, for each intent')
        .argParser(toCount)
        .default(8),
    )
    .option('--out <file>', 'write the patch to this file')
    .action(async (file: string, options: SuggestOptions) => {
      await suggest(file, { ...options, config: requireReaderConfig(process.env) })
    })
  registerReview(nlp)
  registerDiff(nlp)
}

interface EvalOptions {
  readonly forced?: boolean
  readonly json?: boolean
  readonly reader?: boolean
}

function toCount(given: string): number {
  const count = Number(given)
  if (Number.isInteger(count) && count >= 1 && count <= 50) return count
  throw new InvalidArgumentError('It must be a whole number from 1 to 50.')
}

/** Throws StoryboardError, and LabelledFileError also for a category that is no intent of the storyboard. */
function readSentences(train: string, test: string): EvaluateInput {
  if (!/\.ya?ml$/i.test(train)) return { training: readLabelled(train), test: readLabelled(test) }
  const { definition, examples } = loadStoryboard(train)
  return {
    training: examples,
    test: readTurns(test, Object.keys(examples.intents)),
    atLeast: leastConfidenceOf(definition),
  }
}

function withMistaken({ figures, mistaken }: ReturnType<typeof evaluateEach>) {
  return { ...figures, mistaken }
}

export function describeEvaluation(result: Evaluation & Partial<ReaderEvaluation>): string {
  const rows = [
    ['trained on', `${result.trainingSentences} sentences, ${result.intents} intents`],
    ['tested on', `${result.inScope} sentences in scope, ${result.outOfScope} out of scope`],
    ['in-scope accuracy', percent(result.inScopeAccuracy)],
    ['out-of-scope recall', percent(result.outOfScopeRecall)],
    ['or an alternative', percent(result.amongAlternatives)],
    ['calibration error', result.calibrationError.toFixed(3)],
    ['F1, micro', result.microF1.toFixed(3)],
    ['F1, macro', result.macroF1.toFixed(3)],
    ['time to train', `${result.trainingSeconds.toFixed(2)} s`],
    ['time a sentence', `${Math.round(result.microsecondsAnUtterance)} µs`],
    ...rowsOfReader(result),
  ]
  const { mistaken = [] } = result
  const wrong = mistaken.map(({ text, expected, got }) => `  ${expected}, read as ${got}: ${text}`)
  return [
    ...rows.map(([name = '', value = '']) => `${name.padEnd(22)}${value}`),
    ...(wrong.length === 0 ? [] : ['', 'Understood otherwise than labelled:', ...wrong.toSorted()]),
  ].join('\n')
}

function rowsOfReader({
  understoodBy,
  passedOver,
  p99Microseconds = 0,
}: Partial<ReaderEvaluation>): string[][] {
  if (understoodBy === undefined || passedOver === undefined) return []
  return [
    ['99% of them within', `${(p99Microseconds / 1_000).toFixed(1)} ms`],
    ['understood by', describeCounts(understoodBy)],
    ['passed over', describeCounts(passedOver)],
  ]
}

function describeCounts(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'nothing'
  )
}

function percent(share: number): string {
  return Number.isNaN(share) ? 'no sentences' : `${(share * 100).toFixed(1)}%`
}

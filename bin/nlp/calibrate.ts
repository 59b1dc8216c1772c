/** `pagebeat nlp calibrate`: fits the confidence of the local provider to a brand's own labelled turns. */
import {
  calibrate,
  leastOfEach,
  leastTurns,
  type CalibrationFigures,
  type CalibrationReport,
} from '../../src/nlp/eval/calibrate.ts'
import { LabelledFileError, parseLabelledLines, type Labelled } from '../../src/nlp/eval/labelled-csv.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { printJson, printText } from '../command-line/terminal.ts'
import { readText } from './labelled-file.ts'

/** Nothing is written but to standard output. Throws LabelledFileError and StoryboardError. */
export function calibrateStoryboard(
  { storyboard, labelled }: { readonly storyboard: string; readonly labelled: string },
  { json = false }: { readonly json?: boolean },
): CalibrationReport {
  const { examples, definition } = loadStoryboard(storyboard)
  const report = calibrate({
    examples,
    labelled: readTurns(labelled, Object.keys(examples.intents)),
    atLeast: definition.understanding?.at_least ?? 0.4,
  })
  if (json) printJson(report, 2)
  else printText(describeCalibration(report))
  return report
}

/** Throws LabelledFileError also for an intent that the storyboard does not have. */
export function readTurns(file: string, intents: readonly string[]): readonly Labelled[] {
  const lines = parseLabelledLines(readText(file), file)
  const known = new Set<string | undefined>([...intents, undefined])
  const strange = lines.find(({ intent }) => !known.has(intent))
  if (strange !== undefined) {
    throw new LabelledFileError(
      `${file}, line ${strange.line}: the storyboard has no intent ${strange.intent ?? ''}; ` +
        `it has ${intents.join(', ')}; out of scope is written none`,
    )
  }
  return lines
}

export function describeCalibration(report: CalibrationReport): string {
  const { outcome, turns, examples, guessedRight, guessedWrong, before, after, calibration } = report
  const counts = [
    row('labelled turns', String(turns)),
    row('left out', `${examples}, which are examples of the storyboard`),
    row('likeliest intent', `right for ${guessedRight}, wrong for ${guessedWrong}`),
  ]
  if (outcome === 'too_few') {
    return [
      ...counts,
      '',
      `Too few to calibrate: it takes ${leastTurns} turns that are no examples, with ${leastOfEach} right guesses and`,
      `${leastOfEach} wrong ones among them. Label more turns, also some that no intent covers. Nothing is changed.`,
    ].join('\n')
  }
  const table = [row('', 'now', 'calibrated'), ...figures(before, after)]
  if (calibration === undefined) {
    return [...counts, '', ...table, '', 'The present numbers are as good. Nothing is changed.'].join('\n')
  }
  const { leastConfidence, slope, shift } = calibration
  return [
    ...counts,
    '',
    ...table,
    '',
    'Put this into the storyboard, under understanding:',
    '',
    'understanding:',
    `  calibration: { least_confidence: ${leastConfidence}, slope: ${slope}, shift: ${shift} }`,
  ].join('\n')
}

function figures(before: CalibrationFigures | undefined, after: CalibrationFigures | undefined): string[] {
  return [
    row('kept', share(before?.kept), share(after?.kept)),
    row('refused', share(before?.refused), share(after?.refused)),
    row('right', share(before?.right), share(after?.right)),
    row('calibration error', before?.calibrationError.toFixed(3), after?.calibrationError.toFixed(3)),
  ]
}

function share(figure: number | undefined): string {
  return figure === undefined || Number.isNaN(figure) ? 'no turns' : `${(100 * figure).toFixed(1)}%`
}

function row(name: string, first = '', second = ''): string {
  return `${name.padEnd(22)}${second === '' ? first : first.padEnd(10) + second}`
}

/**
 * `npm run bench:nlp -- --forced`: how often the classifier's guess is right when it may not refuse, with all training
 * sentences and with ten of each intent, drawn five times. `--ablation` leaves out one part of it after the other.
 */
import {
  defaultSettings,
  trainClassifier,
  type ClassifierSettings,
} from '../../../src/nlp/local/classifier.ts'
import type { Labelled } from '../../../src/nlp/eval/labelled-csv.ts'
import { createRandom, shuffle } from '../../../src/nlp/local/random.ts'
import type { Figure } from '../../result-file.ts'
import { drawCorpora } from './draw-corpora.ts'
import type { PublicCorpora } from './public-corpora.ts'

const eachIntent = 10
const draws = 5

/** Prints one row for each corpus. */
export function printForced({ clinc, bankingTraining, bankingTest }: PublicCorpora): readonly Figure[] {
  console.log(
    '| corpus | sentences | right, forced | lowest to highest | training | median of an utterance |',
  )
  console.log('|---|---|---|---|---|---|')
  const [trained, asked] = [clinc('train'), clinc('test')]
  const figures = [
    ...printRow('CLINC150, ten an intent', drawTen(trained), asked),
    ...printRow('banking77, ten an intent', drawTen(bankingTraining), bankingTest),
    ...printRow('banking77', [bankingTraining], bankingTest),
    ...printRow('CLINC150 full', [clinc('train', 'oos_train')], asked),
  ]
  const memory = Math.round(process.memoryUsage().rss / 1e6)
  console.log(`\nMemory of the process at the end: ${memory} MB`)
  return [...figures, { name: 'memory of the process at the end', value: memory, unit: 'MB' }]
}

/** Prints what each part brings, on the training and validation parts. */
export function printAblation({ clinc, bankingTraining }: PublicCorpora): readonly Figure[] {
  const strangers = clinc('oos_train')
  const small = [clinc('train'), bankingTraining].flatMap((pool) => drawCorpora({ pool, strangers }, 10))
  const taught = drawTen(bankingTraining).slice(0, 1)
  const isTaught = new Set(taught.flatMap((list) => list.map(({ text }) => text)))
  const others = draw(bankingTraining, 9).filter(({ text }) => !isTaught.has(text))
  console.log(
    '| without | 20 small ones | CLINC150, ten an intent | banking77, ten an intent |\n|---|---|---|---|',
  )
  return ablations().flatMap(([name, settings]) => {
    const rights = [
      mean(small.map(({ training, test }) => measure(training, test, settings).right)),
      measure(drawTen(clinc('train'))[0] ?? [], clinc('val'), settings).right,
      measure(taught[0] ?? [], others.slice(0, 3000), settings).right,
    ]
    console.log(`| ${[name, ...rights.map(percent)].join(' | ')} |`)
    return rights.map((right, at) => toFigure(`without ${name}: ${measuredOn[at] ?? ''}`, right))
  })
}

const measuredOn = ['small corpora', 'CLINC150, ten an intent', 'banking77, ten an intent']

function toFigure(name: string, share: number): Figure {
  return { name, value: 100 * share, unit: '%' }
}

function printRow(
  name: string,
  drawn: readonly (readonly Labelled[])[],
  asked: readonly Labelled[],
): readonly Figure[] {
  const all = drawn.map((training) => measure(training, asked, defaultSettings))
  const rights = all.map(({ right }) => right).toSorted((a, b) => a - b)
  const cells = [
    name,
    drawn[0]?.length ?? 0,
    percent(mean(rights)),
    `${percent(rights[0] ?? 0)} to ${percent(rights.at(-1) ?? 0)}`,
    `${mean(all.map(({ seconds }) => seconds)).toFixed(1)} s`,
    `${mean(all.map(({ medianMs }) => medianMs)).toFixed(2)} ms`,
  ]
  console.log(`| ${cells.join(' | ')} |`)
  return [toFigure(`${name}: right, forced`, mean(rights))]
}

function measure(training: readonly Labelled[], asked: readonly Labelled[], settings: ClassifierSettings) {
  const started = performance.now()
  const { guess } = trainClassifier(training, { settings })
  const seconds = (performance.now() - started) / 1000
  const inScope = asked.filter(({ intent }) => intent !== undefined)
  const times: number[] = []
  let right = 0
  for (const { text, intent } of inScope) {
    const from = performance.now()
    if (guess(text)?.intent === intent) right++
    times.push(performance.now() - from)
  }
  const medianMs = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
  return { right: right / inScope.length, seconds, medianMs }
}

const groupNames = ['words', 'neighbours', 'pieces of words', 'pairs in any order']

function ablations(): readonly (readonly [string, ClassifierSettings])[] {
  const { network, views } = defaultSettings
  const without = (group: number) =>
    views.map((view) => ({ ...view, groups: view.groups.map((weight, at) => (at === group ? 0 : weight)) }))
  return [
    ['nothing', defaultSettings],
    ...groupNames.map((name, at) => [name, { ...defaultSettings, views: without(at) }] as const),
    ['the second network', { ...defaultSettings, views: views.slice(0, 1) }],
    ['names of intents as examples', { ...defaultSettings, areNamesExamples: false }],
    ['meanings of words', { ...defaultSettings, hasConcepts: false }],
    ['rarity among the intents', { ...defaultSettings, ofClasses: 0 }],
    ['the hidden layer', { ...defaultSettings, network: { ...network, hidden: 0 } }],
    ['dropout of inputs', { ...defaultSettings, network: { ...network, inputDropout: 0 } }],
    ['smoothing', { ...defaultSettings, network: { ...network, smoothing: 0 } }],
  ]
}

function drawTen(list: readonly Labelled[]): readonly (readonly Labelled[])[] {
  return Array.from({ length: draws }, (_, seed) =>
    [...Map.groupBy(draw(list, seed), ({ intent }) => intent).values()].flatMap((ofOne) =>
      ofOne.slice(0, eachIntent),
    ),
  )
}

function draw<T>(list: readonly T[], seed: number): readonly T[] {
  const order = Int32Array.from(list.keys())
  shuffle(order, createRandom(500 + seed))
  return [...order].flatMap((at) => list[at] ?? [])
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

/**
 * `npm run bench:nlp -- --fit`: finds the coefficients of src/nlp/local/gate.ts. It draws corpora of many shapes from
 * the training parts of CLINC150 and banking77, asks their own sentences and those of strangers, and prints what the
 * fitted curve does on other draws, which are asked sentences of CLINC's validation part.
 */
import { trainClassifier } from '../../../src/nlp/local/classifier.ts'
import { toTerms } from '../../../src/nlp/local/gate.ts'
import { clincDomains } from './clinc-domains.ts'
import { drawMixture, shapes, type Asked, type MixtureSource, type ShapeName } from './draw-mixtures.ts'
import { fitLogistic, probability } from './fit-logistic.ts'
import { foreignSentences } from './foreign-sentences.ts'
import type { Figure } from '../../result-file.ts'
import type { PublicCorpora } from './public-corpora.ts'

/** A guess about a sentence of a drawn corpus. */
interface Drawn {
  readonly corpus: number
  readonly shape: ShapeName
  readonly kind: Asked['kind']
  readonly isRight: boolean
  readonly terms: readonly number[]
}

/** The share of strangers for which the curve is fitted: between few and many. */
const base = 0.25
const mixtures = [0.1, 0.3, 0.5]
/** Of the strangers, half are near, a few are in other languages. */
const ofStrangers = { near: 0.5, far: 0.43, foreign: 0.07 } as const
/** How much each shape counts, and how many corpora are drawn for the fit and to measure. */
const plan: Readonly<Record<ShapeName, readonly [share: number, fitted: number, measured: number]>> = {
  one: [0.05, 10, 6],
  small: [0.25, 30, 20],
  smallNear: [0.3, 60, 30],
  middle: [0.25, 16, 8],
  large: [0.15, 6, 3],
  huge: [0.1, 3, 1],
}

export function fitGate(corpora: PublicCorpora): readonly Figure[] {
  const figures: Figure[] = []
  const { clinc, banking, measured } = toSources(corpora)
  const drawn = drawAll([clinc, clinc, banking], 1)
  const coefficients = fitLogistic(drawn.map((one) => ({ ...one, weight: weightOf(one, drawn, base) })))
  console.log(`coefficients: [${coefficients.map((each) => each.toFixed(2)).join(', ')}]\n`)
  const asked = drawAll([measured], 2).map((one) => ({
    ...one,
    confidence: probability(one.terms, coefficients),
  }))
  console.log('| shape | near refused at 90% kept | far | other languages |')
  console.log('|---|---|---|---|')
  for (const shape of Object.keys(plan))
    figures.push(
      ...printRefused(
        shape,
        asked.filter((one) => one.shape === shape),
      ),
    )
  figures.push(...printRefused('all', asked))
  console.log('\n| strangers | calibration error | of guesses that count | least number for most right |')
  console.log('|---|---|---|---|')
  for (const share of mixtures) {
    const rated = asked.map((one) => ({ ...one, weight: weightOf(one, asked, share) }))
    const given = rated.filter(({ confidence }) => confidence >= leastThatCounts)
    const cells = [`${100 * share}%`, weighedError(rated), weighedError(given), bestLeast(rated)]
    console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`)
    figures.push({
      name: `${100 * share}% strangers: calibration error`,
      value: weighedError(rated),
      unit: '',
    })
    figures.push({
      name: `${100 * share}% strangers: calibration error of guesses that count`,
      value: weighedError(given),
      unit: '',
    })
  }
  return figures
}

/** Guesses of less confidence count as none. */
const leastThatCounts = 0.4

/** A domain of a hundred sentences of other domains serves as far strangers for the bank's corpora. */
function toSources({
  clinc,
  bankingTraining,
}: PublicCorpora): Readonly<Record<'clinc' | 'banking' | 'measured', MixtureSource>> {
  const texts = (...parts: readonly string[]) => clinc(...parts).map(({ text }) => text)
  const ofMoney = new Set([...(clincDomains.banking ?? []), ...(clincDomains.creditCards ?? [])])
  const far = clinc('train').filter(({ intent = '' }, at) => !ofMoney.has(intent) && at % 29 === 0)
  const common = { domains: Object.values(clincDomains), foreign: foreignSentences }
  return {
    clinc: { ...common, pool: clinc('train'), outside: texts('oos_train') },
    banking: {
      pool: bankingTraining,
      domains: [[...new Set(bankingTraining.flatMap(({ intent }) => intent ?? []))]],
      outside: [...texts('oos_train'), ...far.map(({ text }) => text)],
      foreign: foreignSentences,
    },
    measured: { ...common, pool: clinc('train'), asked: clinc('val'), outside: texts('oos_val') },
  }
}

/** `column` 1: for the fit, 2: to measure. Corpora of the two have other seeds. */
function drawAll(sources: readonly MixtureSource[], column: 1 | 2): readonly Drawn[] {
  return Object.values(shapes).flatMap((shape, at) =>
    Array.from({ length: plan[shape.name][column] }, (_, draw) => {
      const corpus = column * 10_000 + at * 1_000 + draw
      const source = sources[draw % sources.length]
      if (source === undefined) return []
      const { training, asked } = drawMixture(source, shape, corpus)
      const { guess, lessons } = trainClassifier(training)
      return asked.flatMap(({ text, intent, kind }): readonly Drawn[] => {
        const guessed = guess(text)
        if (guessed === undefined) return []
        const isRight = guessed.intent === intent
        return [{ corpus, shape: shape.name, kind, isRight, terms: toTerms(lessons, guessed.signals) }]
      })
    }).flat(),
  )
}

const sizes = new WeakMap<readonly Drawn[], ReadonlyMap<string, number>>()

/** Each corpus of a shape counts alike, whatever its size, and holds this share of strangers. */
function weightOf({ corpus, shape, kind }: Drawn, all: readonly Drawn[], strangers: number): number {
  const counts = sizes.get(all) ?? countKinds(all)
  sizes.set(all, counts)
  const ofKind = kind === 'own' ? 1 - strangers : strangers * ofStrangers[kind]
  const drawn = counts.get(shape) ?? 1
  return (plan[shape][0] / drawn) * (ofKind / (counts.get(`${corpus} ${kind}`) ?? 1))
}

/** Sentences by corpus and kind, and corpora by shape. */
function countKinds(all: readonly Drawn[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const { corpus, kind } of all) add(`${corpus} ${kind}`)
  for (const entry of new Set(all.map(({ corpus, shape }) => `${corpus} ${shape}`)))
    add(entry.split(' ')[1] ?? '')
  return counts
}

interface Asking extends Drawn {
  readonly confidence: number
}

/** At the confidence that 90 of 100 sentences with an intent reach, in each corpus. */
function printRefused(name: string, asked: readonly Asking[]): readonly Figure[] {
  const kinds = ['near', 'far', 'foreign'] as const
  const each = Object.values(Object.groupBy(asked, ({ corpus }) => String(corpus))).map((ofCorpus = []) => {
    const own = ofCorpus.filter(({ kind }) => kind === 'own').map(({ confidence }) => confidence)
    const least = own.toSorted((a, b) => a - b)[Math.floor(own.length / 10)] ?? 0
    return kinds.map((kind) => {
      const strangers = ofCorpus.filter((one) => one.kind === kind)
      return strangers.filter(({ confidence }) => confidence < least).length / strangers.length
    })
  })
  const shares = kinds.map((_, at) => {
    const known = each.map((row) => row[at] ?? Number.NaN).filter((share) => !Number.isNaN(share))
    return (100 * known.reduce((sum, share) => sum + share, 0)) / known.length
  })
  console.log(`| ${[name, ...shares.map((share) => `${share.toFixed(1)}%`)].join(' | ')} |`)
  return kinds.map((kind, at) => ({
    name: `${name}: ${kind} strangers refused at 90% kept`,
    value: shares[at] ?? 0,
    unit: '%',
  }))
}

type Rated = Asking & { readonly weight: number }

/** As calibrationError, with a weight for each guess. */
function weighedError(rated: readonly Rated[]): number {
  const groups = Object.values(
    Object.groupBy(rated, ({ confidence }) => Math.min(9, Math.floor(10 * confidence))),
  )
  const sum = (list: readonly Rated[] = [], by: (one: Rated) => number = () => 1) =>
    list.reduce((total, one) => total + one.weight * by(one), 0)
  const errors = groups.map((group) => Math.abs(sum(group, (one) => one.confidence - (one.isRight ? 1 : 0))))
  return errors.reduce((total, error) => total + error, 0) / sum(rated)
}

/** The least confidence with which most sentences are right, with none as right for strangers. */
function bestLeast(rated: readonly Rated[]): string {
  const tried = Array.from({ length: 16 }, (_, at) => 0.2 + at / 40).map((least) => ({
    least,
    right: rated.reduce(
      (total, { confidence, isRight, kind, weight }) =>
        total + ((confidence >= least ? isRight : kind !== 'own') ? weight : 0),
      0,
    ),
  }))
  const best = tried.toSorted((a, b) => b.right - a.right)[0]
  const shares = tried.map(
    ({ least, right }) => `${least.toFixed(2)}: ${((100 * right) / weightOfAll(rated)).toFixed(1)}`,
  )
  return `${best?.least.toFixed(2)} (${shares.filter((__, at) => at % 3 === 0).join(', ')})`
}

function weightOfAll(rated: readonly Rated[]): number {
  return rated.reduce((total, { weight }) => total + weight, 0)
}

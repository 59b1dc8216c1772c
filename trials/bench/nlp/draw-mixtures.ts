/**
 * Corpora of many shapes for the fit of the gate, drawn at random from a large one. Each has sentences to train with,
 * and others to ask: of its intents, of near strangers (other intents of the same domain) and of far ones (other
 * domains, out of scope of all, other languages). The same seed draws the same.
 */
import type { Labelled } from '../../../src/nlp/eval/labelled-csv.ts'
import { createRandom, shuffle, type Random } from '../../../src/nlp/local/random.ts'
import { createCipher } from './cipher.ts'

export interface Asked {
  readonly text: string
  /** Undefined: a stranger. */
  readonly intent: string | undefined
  readonly kind: 'own' | 'near' | 'far' | 'foreign'
}

export interface Mixture {
  readonly shape: ShapeName
  readonly training: readonly Labelled[]
  readonly asked: readonly Asked[]
}

export interface MixtureSource {
  /** The sentences to train with, and to ask if `asked` is absent. */
  readonly pool: readonly Labelled[]
  /** Sentences to ask, none of them in the pool. */
  readonly asked?: readonly Labelled[]
  /** The intents of each domain. */
  readonly domains: readonly (readonly string[])[]
  /** Out of scope of every intent. */
  readonly outside: readonly string[]
  readonly foreign: readonly string[]
}

export type ShapeName = 'one' | 'small' | 'smallNear' | 'middle' | 'large' | 'huge'

export interface Shape {
  readonly name: ShapeName
  readonly intents: readonly [least: number, most: number]
  /** Examples of each intent. */
  readonly each: readonly [least: number, most: number]
  /** From one domain as far as it goes. */
  readonly isNear: boolean
}

export const shapes: Readonly<Record<ShapeName, Shape>> = {
  one: { name: 'one', intents: [1, 1], each: [5, 40], isNear: false },
  small: { name: 'small', intents: [2, 8], each: [4, 30], isNear: false },
  smallNear: { name: 'smallNear', intents: [2, 8], each: [4, 30], isNear: true },
  middle: { name: 'middle', intents: [10, 40], each: [5, 40], isNear: true },
  large: { name: 'large', intents: [40, 150], each: [5, 60], isNear: true },
  huge: { name: 'huge', intents: [50, 150], each: [55, 90], isNear: true },
}

const mostAsked = 240

export function drawMixture(source: MixtureSource, shape: Shape, seed: number): Mixture {
  const random = createRandom(seed)
  const domains = draw(source.domains, random).map((domain) => draw(domain, random))
  const all = shape.isNear ? domains.flat() : draw(domains.flat(), random)
  // A domain of its own must keep intents that are strangers.
  const most = shape.isNear && shape.intents[1] <= 8 ? Math.min(8, (domains[0] ?? []).length - 3) : all.length
  const chosen = all.slice(0, Math.min(most, between(shape.intents, random)))
  const each = Math.round(logBetween(shape.each, random))
  const related = new Set(domains.filter((domain) => domain.some((name) => chosen.includes(name))).flat())

  const others = draw(source.pool, random)
  const outside = draw(source.outside, random)
  const none = random() < 0.5 ? outside.slice(0, 4 + Math.floor(random() * 26)) : []
  const taught = chosen.flatMap((name) => others.filter(({ intent }) => intent === name).slice(0, each))
  const taughtTexts = new Set([...taught.map(({ text }) => text), ...none])
  const rest = (source.asked === undefined ? others : draw(source.asked, random)).filter(
    ({ text }) => !taughtTexts.has(text),
  )
  const isChosen = ({ intent = '' }: Labelled) => chosen.includes(intent)
  const isRelated = ({ intent = '' }: Labelled) => related.has(intent)
  const mixture = {
    shape: shape.name,
    training: [...taught, ...none.map((text) => ({ text, intent: undefined }))],
    asked: [
      ...pick('own', rest.filter(isChosen), mostAsked),
      ...pick(
        'near',
        rest.filter((one) => isRelated(one) && !isChosen(one)),
        mostAsked / 2,
      ),
      ...pick(
        'far',
        rest.filter((one) => !isRelated(one)),
        mostAsked / 4,
      ),
      ...pick('far', strange(outside.slice(none.length)), mostAsked / 4),
      ...pick('foreign', strange(draw(source.foreign, random)), 12),
    ],
  }
  return random() < 0.3 ? inTwoLanguages(mixture, seed) : mixture
}

function pick(kind: Asked['kind'], texts: readonly Labelled[], count: number): readonly Asked[] {
  return texts
    .slice(0, count)
    .map(({ text, intent }) => ({ text, intent: kind === 'own' ? intent : undefined, kind }))
}

function strange(texts: readonly string[]): readonly Labelled[] {
  return texts.map((text) => ({ text, intent: undefined }))
}

/** Half the sentences, in training and asked, in a language of the cipher's. */
function inTwoLanguages({ shape, training, asked }: Mixture, seed: number): Mixture {
  const random = createRandom(seed + 7)
  const encipher = createCipher(seed)
  const half = <T extends { readonly text: string }>(one: T): T =>
    random() < 0.5 ? { ...one, text: encipher(one.text) } : one
  return {
    shape,
    training: training.map(half),
    asked: asked.map((one) => (one.kind === 'foreign' ? one : half(one))),
  }
}

function between([least, most]: readonly [number, number], random: Random): number {
  return least + Math.floor(random() * (most - least + 1))
}

function logBetween([least, most]: readonly [number, number], random: Random): number {
  return Math.exp(Math.log(least) + random() * Math.log(most / least))
}

function draw<T>(list: readonly T[], random: Random): readonly T[] {
  const order = Int32Array.from(list.keys())
  shuffle(order, random)
  return [...order].flatMap((at) => list.slice(at, at + 1))
}

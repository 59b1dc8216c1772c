/**
 * Small corpora as a storyboard has them, drawn at random from a large one: 2 to 8 intents, 30 to 100 training sentences, up to
 * 20 others of each intent to ask, and one stranger to ten of those: half sentences of other intents, half out of scope of all.
 * Every second one has a dozen `none` sentences too. The same seed draws the same.
 */
import { createRandom, shuffle, type Random } from '../../../src/nlp/local/random.ts'
import type { Labelled } from '../../../src/nlp/eval/labelled-csv.ts'

export interface DrawnCorpus {
  readonly training: readonly Labelled[]
  readonly test: readonly Labelled[]
}

export interface DrawFrom {
  readonly pool: readonly Labelled[]
  /** Out of scope of every intent. */
  readonly strangers: readonly Labelled[]
}

export function drawCorpora({ pool, strangers }: DrawFrom, count: number): readonly DrawnCorpus[] {
  return Array.from({ length: count }, (_, at) => {
    const random = createRandom(1000 + at)
    const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
    const names = draw([...new Set(pool.flatMap(({ intent }) => intent ?? []))], random)
    const chosen = names.slice(0, between(2, 8))
    const [outside, others] = [draw(strangers, random), draw(pool, random)]
    const each = Math.max(4, Math.round(between(30, 100) / chosen.length))
    const none = at % 2 === 0 ? outside.slice(0, 12) : []

    const ofChosen = chosen.map((name) => others.filter(({ intent }) => intent === name))
    // A large corpus may have fewer than that: ten of each are kept to ask.
    const taught = ofChosen.map((sentences) => Math.min(each, sentences.length - 10))
    const asked = ofChosen.flatMap((sentences, of) => sentences.slice(taught[of]).slice(0, 20))
    const half = Math.round(asked.length / 20)
    const unlike = [
      ...others.filter(({ intent }) => intent !== undefined && !chosen.includes(intent)).slice(0, half),
      ...outside.slice(12, 12 + half),
    ].map(({ text }) => ({ text, intent: undefined }))
    return {
      training: [...ofChosen.flatMap((sentences, of) => sentences.slice(0, taught[of])), ...none],
      test: [...asked, ...unlike],
    }
  })
}

function draw<T>(list: readonly T[], random: Random): readonly T[] {
  const order = Int32Array.from(list.keys())
  shuffle(order, random)
  return [...order].flatMap((at) => list[at] ?? [])
}

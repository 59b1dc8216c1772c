/**
 * `npm run bench:nlp -- --curve`: what more examples change. 50 intents of CLINC150 with 4 to 100 examples each are
 * asked sentences of their own, of the other 100 intents (near strangers), and CLINC's own strangers (far).
 */
import type { Labelled } from '../../../src/nlp/eval/labelled-csv.ts'
import { toTrainingExamples } from '../../../src/nlp/eval/labelled-csv.ts'
import { trainLocal, type LocalModel } from '../../../src/nlp/local/train-local.ts'
import { createRandom, shuffle } from '../../../src/nlp/local/random.ts'
import type { Figure } from '../../result-file.ts'
import type { PublicCorpora } from './public-corpora.ts'

const sizes = [200, 500, 1000, 1400, 1499, 1500, 1600, 2000, 3000, 5000]
const intents = 50
const noneSentences = 50
/** Each size is drawn this number of times, with other intents. */
const draws = 2

export function printSizeCurve({ clinc }: PublicCorpora): readonly Figure[] {
  const figures: Figure[] = []
  console.log(
    '| none sentences | examples | in-scope accuracy | near strangers refused | far strangers refused |',
  )
  console.log('|---|---|---|---|---|')
  const [trained, asked] = [clinc('train'), clinc('val')]
  const [unlike, strangers] = [clinc('oos_train'), clinc('oos_val', 'oos_test')]
  for (const none of [0, noneSentences]) {
    for (const size of sizes) {
      const rows = Array.from({ length: draws }, (_, seed) => {
        const names = draw(trained, seed).flatMap(({ intent }) => intent ?? [])
        const chosen = new Set([...new Set(names)].slice(0, intents))
        const isChosen = ({ intent }: Labelled) => intent !== undefined && chosen.has(intent)
        const training = [
          ...evenly(draw(trained.filter(isChosen), seed), size - none),
          ...draw(unlike, seed).slice(0, none),
        ]
        const model = trainLocal(toTrainingExamples(training))
        return [
          share(asked.filter(isChosen), (one) => answer(model, one) === one.intent),
          share(
            asked.filter((one) => !isChosen(one)),
            (one) => answer(model, one) === undefined,
          ),
          share(strangers, (one) => answer(model, one) === undefined),
        ]
      })
      const means = [0, 1, 2].map((at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / draws)
      console.log(`| ${[none, size, ...means.map((mean) => `${(100 * mean).toFixed(1)}%`)].join(' | ')} |`)
      for (const [at, what] of measured.entries())
        figures.push({
          name: `${size} examples, ${none} of them none: ${what}`,
          value: 100 * (means[at] ?? 0),
          unit: '%',
        })
    }
  }
  return figures
}

const measured = ['in-scope accuracy', 'near strangers refused', 'far strangers refused'] as const

function answer(model: LocalModel, { text }: Labelled): string | undefined {
  return model.understand({ text, referenceTime: 0 }).intent?.name
}

/** The first examples of every intent, one after the other, so that no intent has two more than another. */
function evenly(list: readonly Labelled[], size: number): readonly Labelled[] {
  const counts = new Map<string | undefined, number>()
  const ranked = list.map((one) => {
    const rank = counts.get(one.intent) ?? 0
    counts.set(one.intent, rank + 1)
    return { one, rank }
  })
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, size)
    .map(({ one }) => one)
}

function draw<T>(list: readonly T[], seed: number): readonly T[] {
  const order = Int32Array.from(list.keys())
  shuffle(order, createRandom(500 + seed))
  return [...order].flatMap((at) => list[at] ?? [])
}

function share<T>(list: readonly T[], isRight: (one: T) => boolean): number {
  return list.filter(isRight).length / list.length
}

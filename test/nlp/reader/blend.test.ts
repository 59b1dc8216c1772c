import test from 'ava'
import * as fc from 'fast-check'
import { blend } from '../../../src/nlp/reader/blend.ts'

const own = {
  intent: { name: 'order', confidence: 0.6 },
  alternatives: [{ name: 'price', confidence: 0.3 }],
}

test('without weight the reading is that of the local provider', (t) => {
  const guesses = [{ name: 'hours', confidence: 1 }]
  t.deepEqual(blend({ own, guesses, weight: 0, least: 0.4 }), own)
})

test('confidences are mixed by weight, and the highest one is the intent if it is enough', (t) => {
  const guesses = [
    { name: 'price', confidence: 0.9 },
    { name: 'order', confidence: 0.05 },
  ]
  t.deepEqual(blend({ own, guesses, weight: 0.5, least: 0.4 }), {
    intent: { name: 'price', confidence: 0.6 },
    alternatives: [{ name: 'order', confidence: 0.325 }],
  })
  t.deepEqual(blend({ own, guesses, weight: 0.5, least: 0.7 }), {
    alternatives: [
      { name: 'price', confidence: 0.6 },
      { name: 'order', confidence: 0.325 },
    ],
  })
})

test('the intent of another sentence stays beside it, and is no rival', (t) => {
  const also = { name: 'hours', confidence: 0.9, isAlso: true } as const
  t.deepEqual(
    blend({
      own: { ...own, alternatives: [also] },
      guesses: [{ name: 'order', confidence: 1 }],
      weight: 0.5,
      least: 0.4,
    }),
    { intent: { name: 'order', confidence: 0.8 }, alternatives: [also] },
  )
})

test('no confidence is above 1, and all together are not, if those of both sides are not', (t) => {
  const side = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }).chain((names) =>
    fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: names.length, maxLength: names.length })
      .map((shares) => {
        const sum = Math.max(
          1,
          shares.reduce((all, share) => all + share, 0),
        )
        return names.map((name, at) => ({ name, confidence: (shares[at] ?? 0) / sum }))
      }),
  )
  fc.assert(
    fc.property(side, side, fc.double({ min: 0, max: 1, noNaN: true }), (mine, guesses, weight) => {
      const [intent, ...alternatives] = mine
      const mixed = blend({ own: { ...(intent && { intent }), alternatives }, guesses, weight, least: 0.4 })
      const all = [...(mixed.intent ? [mixed.intent] : []), ...(mixed.alternatives ?? [])]
      t.true(all.reduce((sum, { confidence }) => sum + confidence, 0) <= 1.001)
      t.true((mixed.intent?.confidence ?? 1) >= 0.4)
    }),
  )
})

import test from 'ava'
import type { Guess } from '../../../src/nlp/local/classifier.ts'
import { weighAlternatives } from '../../../src/nlp/local/weigh-alternatives.ts'

function guess(...others: Guess['others']): Guess {
  return {
    intent: 'order',
    others,
    signals: { certainty: 0, pull: 0, usualPull: 0, newWords: 0, newMeanings: 0 },
  }
}

test('the others get a confidence in proportion to their probability, and none gets no place', (t) => {
  const others = [
    { intent: 'hours', ratio: 0.5 },
    { intent: undefined, ratio: 0.4 },
    { intent: 'menu', ratio: 0.25 },
    { intent: 'jobs', ratio: 0.01 },
  ]
  t.deepEqual(weighAlternatives(guess(...others), 0.4), [
    { name: 'order', confidence: 0.4 },
    { name: 'hours', confidence: 0.2 },
    { name: 'menu', confidence: 0.1 },
  ])
})

test('all together are at most 1', (t) => {
  const others = [
    { intent: 'hours', ratio: 1 },
    { intent: 'menu', ratio: 0.5 },
  ]
  t.deepEqual(weighAlternatives(guess(...others), 0.7), [
    { name: 'order', confidence: 0.7 },
    { name: 'hours', confidence: 0.2 },
    { name: 'menu', confidence: 0.1 },
  ])
})

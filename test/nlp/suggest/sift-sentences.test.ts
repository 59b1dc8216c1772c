import test from 'ava'
import { createSift } from '../../../src/nlp/suggest/sift-sentences.ts'

const examples = {
  intents: {
    order: ['I want a coffee', 'can I order a latte', 'one espresso please', 'give me a cappuccino'],
    hours: ['when are you open', 'opening hours', 'are you open on sunday', 'what time do you close'],
  },
  none: ['who won the match'],
}

test('keeps what is new, and says why the rest is left out', (t) => {
  const sift = createSift(examples)
  const long = `I want ${'very '.repeat(40)}hot coffee`
  t.deepEqual(
    sift('order', [
      'ein Cappuccino bitte',
      'Ein Cappuccino, bitte!',
      'I WANT a  coffee?',
      'Who won the match?',
      '123 !?',
      long,
      'are you open on monday',
    ]),
    {
      kept: ['ein Cappuccino bitte'],
      leftOut: [
        { text: 'Ein Cappuccino, bitte!', reason: 'duplicate' },
        { text: 'I WANT a  coffee?', reason: 'duplicate' },
        { text: 'Who won the match?', reason: 'duplicate' },
        { text: '123 !?', reason: 'empty' },
        { text: long, reason: 'too_long' },
        { text: 'are you open on monday', reason: 'other_intent', intent: 'hours' },
      ],
    },
  )
})

test('a sentence that was proposed for one intent is no example of the next one', (t) => {
  const sift = createSift(examples)
  t.deepEqual(sift('hours', ['quand ouvrez-vous']).kept, ['quand ouvrez-vous'])
  t.deepEqual(sift('order', ['quand ouvrez-vous']).leftOut, [
    { text: 'quand ouvrez-vous', reason: 'duplicate' },
  ])
})

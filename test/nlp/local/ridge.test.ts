import test from 'ava'
import { createRidge, logPull } from '../../../src/nlp/local/ridge.ts'
import { createVocabulary } from '../../../src/nlp/local/vocabulary.ts'

type Examples = readonly (readonly [text: string, label: number])[]

/** How strongly the examples `text: class` pull a text to class 0 and 1. */
function pulls(examples: Examples, text: string): number[] {
  const { ridge, vocabulary } = train(examples)
  const sums = new Float32Array(2)
  ridge.addPulls(vocabulary.encode(text), sums)
  return Array.from(sums, (pull) => Number(pull.toFixed(4)))
}

function train(examples: Examples) {
  const labels = Int32Array.from(examples, ([, label]) => label)
  const texts = examples.map(([each]) => each)
  const nothing = { toMarks: () => [], conceptOf: () => undefined }
  const vocabulary = createVocabulary({ texts, labels, classes: 2, ...nothing, ofClasses: 0.7 })
  const vectors = texts.map((each) => vocabulary.encode(each))
  return { ridge: createRidge({ vectors, labels, classes: 2, features: vocabulary.size }), vocabulary }
}

const open = 'when are you open today'
const order = 'one black coffee please now'

test('an example pulls its own text to its class, and a text that shares nothing not at all', (t) => {
  t.deepEqual(pulls([[open, 0]], open), [0.5, 0]) // 1 of 1 and the ridge
  t.deepEqual(pulls([[open, 0]], 'xyz'), [0, 0])
})

test('two similar examples pull little more than one, and in two classes they pull both ways', (t) => {
  const twice = [
    [open, 0],
    [open, 0],
  ] as const
  t.deepEqual(pulls(twice, open), [0.6667, 0]) // 2 of 2 and the ridge
  const both = [
    [open, 0],
    [open, 1],
  ] as const
  t.deepEqual(pulls(both, open), [0.3333, 0.3333])
})

test('a text is pulled to the class with which it shares most, and a little to another by one word', (t) => {
  const both = [
    [open, 0],
    [order, 1],
  ] as const
  const [toOpen = 0, toOrder = 0] = pulls(both, 'are you open now')
  t.true(toOpen > 0.15 && toOrder < 0.1 && toOrder > 0, `${toOpen} ${toOrder}`)
})

test('the usual pull of a class is what its examples are pulled by all others', (t) => {
  const { usual } = train([
    [open, 0],
    [open, 0],
    [order, 1],
  ]).ridge
  // One of two equal examples pulls the other by 1/2; nothing pulls the third.
  const [alike, alone] = [logPull(0.5), logPull(0)]
  const mean = (2 * alike + alone) / 3
  t.deepEqual(
    Array.from(usual, (pull) => pull.toFixed(2)),
    [((2 * alike + mean) / 3).toFixed(2), ((alone + mean) / 2).toFixed(2)],
  )
})

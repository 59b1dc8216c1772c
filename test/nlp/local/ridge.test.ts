import test from 'ava'
import { createRidge } from '../../../src/nlp/local/ridge.ts'
import { createVocabulary } from '../../../src/nlp/local/vocabulary.ts'

/** How strongly the examples `text: class` pull a text to class 0 and 1. */
function pulls(examples: readonly (readonly [text: string, label: number])[], text: string): number[] {
  const labels = Int32Array.from(examples, ([, label]) => label)
  const texts = examples.map(([each]) => each)
  const nothing = { toMarks: () => [], conceptOf: () => undefined }
  const vocabulary = createVocabulary({ texts, labels, classes: 2, ...nothing, ofClasses: 0.7 })
  const vectors = texts.map((each) => vocabulary.encode(each))
  const ridge = createRidge({ vectors, labels, classes: 2, features: vocabulary.size })
  const sums = new Float32Array(2)
  ridge.addPulls(vocabulary.encode(text), sums)
  return Array.from(sums, (pull) => Number(pull.toFixed(4)))
}

const open = 'when are you open today'
const order = 'one black coffee please now'

test('an example pulls its own text to its class, and a text that shares nothing not at all', (t) => {
  t.deepEqual(pulls([[open, 0]], open), [0.8333, 0]) // 1 of 1 and the ridge
  t.deepEqual(pulls([[open, 0]], 'xyz'), [0, 0])
})

test('two similar examples pull little more than one, and in two classes they pull both ways', (t) => {
  const twice = [
    [open, 0],
    [open, 0],
  ] as const
  t.deepEqual(pulls(twice, open), [0.9091, 0]) // 2 of 2 and the ridge
  const both = [
    [open, 0],
    [open, 1],
  ] as const
  t.deepEqual(pulls(both, open), [0.4545, 0.4545])
})

test('a text is pulled to the class with which it shares most, and a little to another by one word', (t) => {
  const both = [
    [open, 0],
    [order, 1],
  ] as const
  const [toOpen = 0, toOrder = 0] = pulls(both, 'are you open now')
  t.true(toOpen > 0.3 && toOrder < 0.2 && toOrder > 0, `${toOpen} ${toOrder}`)
})

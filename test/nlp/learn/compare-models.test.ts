import test from 'ava'
import { createCompareModels, type ReadIntent } from '../../../src/nlp/learn/compare-models.ts'

const before: Readonly<Record<string, string>> = { one: 'a', two: 'b', four: 'a', five: 'a' }
const after: Readonly<Record<string, string>> = { one: 'a', two: 'c', three: 'c', five: 'b' }

const reading =
  (intents: Readonly<Record<string, string>>): ReadIntent =>
  ({ text }) =>
    intents[text]

function compare() {
  return createCompareModels({
    before: reading(before),
    after: reading(after),
    mask: (text) => `<${text}>`,
    examples: 1,
  })
}

test('every change of an intent is counted, with masked examples', (t) => {
  const models = compare()
  for (const text of ['one', 'two', 'three', 'three', 'four', 'six'])
    models.add({ utterance: { text, referenceTime: 0 } })
  t.deepEqual(models.result(), {
    texts: 6,
    same: 2,
    changes: [
      { kind: 'gained', before: undefined, after: 'c', count: 2, examples: ['<three>'] },
      { kind: 'other_intent', before: 'b', after: 'c', count: 1, examples: ['<two>'] },
      { kind: 'lost', before: 'a', after: undefined, count: 1, examples: ['<four>'] },
    ],
    known: { texts: 0, rightBefore: 0, rightAfter: 0, worse: [], better: [] },
    agentReplied: { texts: 0, changed: 0 },
  })
})

test('where the intent is known, right before and wrong after are told, and the other way round', (t) => {
  const models = compare()
  const known = (text: string, intent: string | undefined) =>
    models.add({ utterance: { text, referenceTime: 0 }, truth: { intent }, isLabelledOnly: true })
  known('two', 'c')
  known('four', 'a')
  known('five', 'd')
  known('one', 'a')
  known('six', undefined)
  models.add({ utterance: { text: 'two', referenceTime: 0 }, isAgentReplied: true })
  models.add({ utterance: { text: 'one', referenceTime: 0 }, isAgentReplied: true })
  const { texts, known: counted, agentReplied } = models.result()
  t.is(texts, 2, 'sentences of the file are not among the texts of customers')
  t.deepEqual(counted, {
    texts: 5,
    rightBefore: 3,
    rightAfter: 3,
    worse: [{ before: 'a', after: undefined, right: 'a', count: 1, examples: ['<four>'] }],
    better: [{ before: 'b', after: 'c', right: 'c', count: 1, examples: ['<two>'] }],
  })
  t.deepEqual(agentReplied, { texts: 2, changed: 1 })
})

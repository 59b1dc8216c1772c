import test from 'ava'
import * as fc from 'fast-check'
import { evaluate, evaluateEach } from '../../../src/nlp/eval/evaluate.ts'
import { LabelledFileError, parseLabelled } from '../../../src/nlp/eval/labelled-csv.ts'

test('reads quotes, line breaks, columns in any order and both words for out of scope', (t) => {
  const csv = '\uFEFFcategory,text\r\nhi,"hello, ""you"""\r\n\r\noos,"two\nlines"\nnone,plain'
  t.deepEqual(parseLabelled(csv, 'a.csv'), [
    { text: 'hello, "you"', intent: 'hi' },
    { text: 'two\nlines', intent: undefined },
    { text: 'plain', intent: undefined },
  ])
})

const mistakes: Readonly<Record<string, readonly [csv: string, line: number]>> = {
  'is empty': ['', 1],
  'no header': ['hello,hi\n', 1],
  'nothing but the header': ['text,category\n', 1],
  'a comma too many': ['text,category\nhello,hi\nhello, you,hi\n', 3],
  'an open quote': ['text,category\n"a\nb",hi\n"hello,hi\n', 4],
  'no category': ['text,category\nhello,\n', 2],
  'no text': ['text,category\n"",hi\n', 2],
}
for (const [mistake, [csv, line]] of Object.entries(mistakes)) {
  test(`a malformed file is refused with its line and without its sentences: ${mistake}`, (t) => {
    const error = t.throws(() => parseLabelled(csv, 'a.csv'), { instanceOf: LabelledFileError })
    t.true(error.message.startsWith(`a.csv, line ${line}: `), error.message)
    t.false(error.message.includes('hello'))
    t.is(error.exitCode, 65)
  })
}

test('reads back what was written as CSV', (t) => {
  const sentence = fc.string({ minLength: 1 }).map((text) => `x${text}x`.replaceAll('\r', ' '))
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1 }), (texts) => {
      const csv = `text,category\n${texts.map((text) => `"${text.replaceAll('"', '""')}",a`).join('\n')}`
      t.deepEqual(
        parseLabelled(csv, 'a.csv'),
        texts.map((text) => ({ text, intent: 'a' })),
      )
    }),
  )
})

test('the figures are what their names say', (t) => {
  const training = ['coffee please', 'a coffee', 'one coffee'].map((text) => ({ text, intent: 'order' }))
  const clock = [0, 2000, 2004]
  const result = evaluate({
    training,
    test: [
      { text: 'one coffee please', intent: 'order' },
      { text: 'one coffee', intent: 'order' },
      { text: 'zebra crossing', intent: 'order' },
      { text: 'unrelated words altogether', intent: undefined },
    ],
    now: () => clock.shift() ?? 0,
  })
  const { calibrationError, ...counted } = result
  t.true(calibrationError > 0 && calibrationError < 1)
  t.deepEqual(counted, {
    trainingSentences: 3,
    intents: 1,
    inScope: 3,
    outOfScope: 1,
    inScopeAccuracy: 2 / 3,
    microF1: 3 / 4,
    macroF1: (4 / 5 + 2 / 3) / 2,
    outOfScopeRecall: 1,
    amongAlternatives: 2 / 3,
    trainingSeconds: 2,
    microsecondsAnUtterance: 1000,
  })
})

test('the examples of a storyboard train as they are, and what is understood otherwise is named', (t) => {
  const order = ['coffee please', 'a coffee', 'one coffee']
  const { figures, mistaken } = evaluateEach({
    training: { intents: { order }, none: ['nice weather'] },
    test: [
      { text: 'one coffee', intent: 'order' },
      { text: 'zebra crossing', intent: 'order' },
    ],
  })
  t.like(figures, { trainingSentences: 4, intents: 1, inScopeAccuracy: 1 / 2 })
  t.deepEqual(mistaken, [{ text: 'zebra crossing', expected: 'order', got: 'none' }])
  const strict = evaluateEach({
    training: { intents: { order } },
    test: [{ text: 'one coffee', intent: 'order' }],
    atLeast: 1.1,
  })
  t.is(strict.figures.inScopeAccuracy, 0)
})

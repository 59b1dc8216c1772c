import test from 'ava'
import { createEntityMarks } from '../../../src/nlp/local/entity-marks.ts'

test('a part of a noted text has the marks of its entities, and nothing is looked for again', (t) => {
  const looked: string[] = []
  const marks = createEntityMarks((text) => {
    looked.push(text)
    return [{ name: 'number', text: '7' }]
  })
  marks.note('hi. a table on Monday. for two', [
    { name: 'date', text: 'Monday' },
    { name: 'number', text: 'two' },
  ])
  t.deepEqual(marks.of('a table on Monday.'), ['#date'])
  t.deepEqual(marks.of('for two'), ['#number'])
  t.deepEqual(looked, [])
  t.deepEqual(marks.of('another 7'), ['#number'])
  t.deepEqual(looked, ['another 7'])
})

import test from 'ava'
import { measure } from '../../../../trials/bench/nlp/measure.ts'

test('saves nothing without the public corpora, and ends with status 1 if they were needed', (t) => {
  const saved: string[] = []
  const statusOf = (...on: readonly string[]): number =>
    measure({ isOn: (name) => on.includes(name) }, { corpora: undefined, save: (name) => saved.push(name) })
  t.deepEqual(
    [['forced', 'save'], ['fit'], ['save'], []].map((on) => statusOf(...on)),
    [1, 1, 1, 0],
  )
  t.deepEqual(saved, [])
})

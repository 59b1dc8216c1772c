import test from 'ava'
import {
  afterthoughts,
  createFaults,
  decodeFaults,
  describeFaults,
  graphFaults,
  isFaultName,
  webhookFaults,
} from '../../../sandbox/facebook/faults.ts'

test('reads names with and without a share', (t) => {
  t.deepEqual(decodeFaults('duplicates=0.25, shuffle'), { duplicates: 0.25, shuffle: 1 })
  t.deepEqual(decodeFaults(''), {})
})

test('`all` is every webhook fault with its usual share, and a later name overrules it', (t) => {
  const usual = Object.fromEntries(Object.entries(webhookFaults).map(([name, [share]]) => [name, share]))
  t.deepEqual(decodeFaults('all,late=0'), { ...usual, late: 0 })
})

test('refuses unknown names and shares outside 0 to 1', (t) => {
  t.throws(() => decodeFaults('typo'), { instanceOf: RangeError, message: /no fault named typo/ })
  t.throws(() => decodeFaults('late=2'), { instanceOf: RangeError })
  t.throws(() => decodeFaults('late=x'), { instanceOf: RangeError })
  t.false(isFaultName('toString'))
})

test('every fault is described', (t) => {
  for (const table of [webhookFaults, graphFaults, afterthoughts])
    for (const name of Object.keys(table)) t.true(describeFaults(table).includes(`${name}=`))
})

test('no fault changes when another one happens, and the same seed gives the same chances', (t) => {
  t.deepEqual(draw('late=0.5'), draw('late=0.5,shuffle=0.5'))
  t.notDeepEqual(draw('late=0.5'), draw('late=0.1'))
})

function draw(text: string): boolean[] {
  const faults = createFaults({ seed: 7, initial: decodeFaults(text) })
  return Array.from({ length: 200 }, () => {
    faults.happens('shuffle')
    return faults.happens('late')
  })
}

import test from 'ava'
import {
  decodeFaults,
  describeFaults,
  faultCatalogue,
  faultNames,
  noFaults,
} from '../../../sandbox/facebook/faults.ts'

test('reads names with and without a share', (t) => {
  t.deepEqual(decodeFaults('duplicates=0.25, shuffle'), { ...noFaults, duplicates: 0.25, shuffle: 1 })
  t.deepEqual(decodeFaults(''), noFaults)
})

test('`all` is every fault with its usual share, and a later name overrules it', (t) => {
  const faults = decodeFaults('all,late=0')
  for (const name of faultNames) t.is(faults[name], name === 'late' ? 0 : faultCatalogue[name][0])
})

test('refuses unknown names and shares outside 0 to 1', (t) => {
  t.throws(() => decodeFaults('typo'), { instanceOf: RangeError, message: /no fault named typo/ })
  t.throws(() => decodeFaults('late=2'), { instanceOf: RangeError })
  t.throws(() => decodeFaults('late=x'), { instanceOf: RangeError })
})

test('every fault is described', (t) => {
  for (const name of faultNames) t.true(describeFaults().includes(`${name}=`))
})

import test from 'ava'
import { amountAxis, timeAxis } from '../../../../console/page/insights/axis.ts'

test('amounts end at a round number', (t) => {
  t.deepEqual(
    [0, 3, 7, 212, 401, 9_999].map((most) => amountAxis([1, most]).ticks.at(-1)),
    [4, 4, 8, 300, 500, 10_000],
  )
})

test('seconds and hours are on one axis', (t) => {
  const axis = timeAxis([2_000, 7_200_000])
  t.deepEqual(axis.ticks, [1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000])
  t.is(axis.share(1_000), 0)
  t.is(axis.share(21_600_000), 1)
})

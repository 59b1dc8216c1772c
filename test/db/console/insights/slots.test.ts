import test from 'ava'
import { fillNamed } from '../../../../src/db/console/insights/named-sql.ts'
import { hourMs, shiftSql, slotsOf, stretchesOf } from '../../../../src/db/console/insights/slots.ts'
import { bucketOf, msOfBucket } from '../../../../src/db/console/insights/time-buckets.ts'

const berlin = { zone: 'Europe/Berlin', by: 'day' } as const
const local = (day: number, month: number, hours = 0): number => Date.UTC(2026, month - 1, day, hours)

test('days in spring and autumn have 23 and 25 hours', (t) => {
  const spring = slotsOf({ ...berlin, from: local(27, 3, 23), to: local(30, 3, 22) })
  t.deepEqual(
    spring.map(({ slot, fromMs, toMs }) => [slot, (toMs - fromMs) / hourMs]),
    [
      ['2026-03-28 00:00', 24],
      ['2026-03-29 00:00', 23],
      ['2026-03-30 00:00', 24],
    ],
  )
  const autumn = { ...berlin, from: local(24, 10, 22), to: local(25, 10, 23) }
  t.deepEqual(
    slotsOf(autumn).map(({ slot, fromMs, toMs }) => [slot, (toMs - fromMs) / hourMs]),
    [['2026-10-25 00:00', 25]],
  )
  t.is(shiftSql(autumn, 'ms'), `CASE WHEN ms < ${local(25, 10, 1)} THEN 7200000 ELSE 3600000 END`)
  const hours = slotsOf({ ...autumn, by: 'hour' })
  t.is(hours.length, 24, 'the hour that the clock shows twice is one slot')
  t.is(hours.at(-1)?.toMs, autumn.to)
})

test('weeks begin on a Monday, and half hours of zones are left out', (t) => {
  const weeks = slotsOf({ zone: 'UTC', by: 'week', from: local(1, 6), to: local(15, 6) })
  t.deepEqual(
    weeks.map(({ slot }) => slot),
    ['2026-06-01 00:00', '2026-06-08 00:00'],
  )
  t.is(shiftSql({ zone: 'Asia/Kolkata', by: 'day', from: local(1, 6), to: local(2, 6) }, 'ms'), '18000000')
})

test('whole days within a slot are read as days, the rest by the hour', (t) => {
  const hour = local(1, 6) / hourMs
  const stretches = (by: 'day' | 'week' | 'all', zone: string) =>
    stretchesOf({ by, zone, from: local(1, 6, 5), to: local(9, 6, 3) }).map(
      ({ size, fromHour, toHour }) => [size, fromHour - hour, toHour - hour] as const,
    )
  t.deepEqual(stretches('day', 'Europe/Berlin'), [['hour', 5, 195]])
  t.deepEqual(stretches('all', 'Europe/Berlin'), [
    ['hour', 5, 24],
    ['day', 24, 192],
    ['hour', 192, 195],
  ])
  // Monday begins at 22:00 UTC.
  t.deepEqual(stretches('week', 'Europe/Berlin'), [
    ['hour', 5, 24],
    ['day', 24, 144],
    ['hour', 144, 168],
    ['day', 168, 192],
    ['hour', 192, 195],
  ])
})

test('a time is at most the end of its bucket, and a fifth less at the least', (t) => {
  for (const ms of [0, 1, 2, 1_000, 1_024, 59_999, 3_600_000, 30 * 86_400_000]) {
    const end = msOfBucket(bucketOf(ms))
    t.true(end >= ms - 0.5 && end <= Math.max(1, ms) * 1.2, `${ms} ${end}`)
  }
})

test('a value that is shown in SQL cannot end its text', (t) => {
  t.is(
    fillNamed('a = :pageId AND b < :to', { pageId: String.raw`x' OR \'`, to: 5 }),
    String.raw`a = 'x'' OR \\''' AND b < 5`,
  )
})

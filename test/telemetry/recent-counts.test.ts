import test from 'ava'
import { createRecentCounts } from '../../src/telemetry/recent-counts.ts'

const minuteMs = 60_000

test('counts are those since the start at first, and later those of the last ten minutes', (t) => {
  const countRecent = createRecentCounts()
  const at = (minute: number, acked: number) =>
    countRecent('vm:1', { nowMs: minute * minuteMs, startedTs: 0, counts: { acked } })
  t.deepEqual(at(60, 1_000), { sinceTs: 0, counts: { acked: 1_000 } }, 'nothing was read before')
  t.deepEqual(at(61, 1_030), { sinceTs: 60 * minuteMs, counts: { acked: 30 } })
  t.deepEqual(at(69, 1_100), { sinceTs: 60 * minuteMs, counts: { acked: 100 } })
  t.deepEqual(at(71, 1_130), { sinceTs: 61 * minuteMs, counts: { acked: 100 } }, 'minute 60 is too old')
})

test('a process that has just started counts from its start, and two do not mix', (t) => {
  const countRecent = createRecentCounts()
  const of = (name: string, nowMs: number, acked: number) =>
    countRecent(name, { nowMs, startedTs: minuteMs, counts: { acked } })
  of('vm:1', 2 * minuteMs, 5)
  t.deepEqual(of('vm:1', 3 * minuteMs, 9), { sinceTs: minuteMs, counts: { acked: 9 } })
  t.deepEqual(of('vm:2', 30 * minuteMs, 7), { sinceTs: minuteMs, counts: { acked: 7 } })
})

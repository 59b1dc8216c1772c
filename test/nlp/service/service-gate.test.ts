import test from 'ava'
import { createServiceGate, type ServiceGateOptions } from '../../../src/nlp/service/service-gate.ts'

/** The gate's decision at each of these times (ms). `passes`: the call may be made. */
function enterAt(times: readonly number[], options: ServiceGateOptions = {}): readonly string[] {
  const clock = { at: 0 }
  const gate = createServiceGate({ ...options, now: () => clock.at })
  return times.map((at) => {
    clock.at = at
    const entry = gate.enter()
    return typeof entry === 'string' ? entry : 'passes'
  })
}

test('asks no more often than allowed in any minute, not only in those of the clock', (t) => {
  const times = [0, 50_000, 50_000, 50_000, 59_999, 60_000, 60_000, 110_000, 110_000, 110_000]
  t.deepEqual(
    enterAt(times, { perMinute: 3 }).join(' '),
    'passes passes passes rate_limit rate_limit passes rate_limit passes passes rate_limit',
  )

  const entries = Array.from({ length: 3_000 }, (_, index) => index * 100)
  const said = enterAt(entries)
  const made = entries.filter((_, index) => said[index] === 'passes')
  const inTheMinuteOf = (now: number) => made.filter((at) => at <= now && at > now - 60_000).length
  t.is(Math.max(...made.map(inTheMinuteOf)), 200)
  t.is(made.length, 1_000)
})

test('a clock that is set back does not close the gate', (t) => {
  t.deepEqual(enterAt([3_600_000, 0], { perMinute: 1 }), ['passes', 'passes'])
})

test('rests after failures in a row, longer each time; the rate limit does not end its trial', (t) => {
  const clock = { at: 0 }
  const gate = createServiceGate({ perMinute: 2, openAfter: 1, openMs: 1_000, now: () => clock.at })
  const fail = () => {
    const entry = gate.enter()
    if (typeof entry === 'string') return entry
    entry.failed()
    return 'failed'
  }
  const said = [0, 999, 1_000, 2_999, 3_000, 60_000, 60_001].map((at) => {
    clock.at = at
    return fail()
  })
  t.deepEqual(said, ['failed', 'resting', 'failed', 'resting', 'rate_limit', 'failed', 'resting'])
})

test('rests as long as the service asked, five minutes at most, also beside a breaker that is closed', (t) => {
  const clock = { at: 0 }
  const gate = createServiceGate({ now: () => clock.at })
  const enterAtTime = (at: number) => {
    clock.at = at
    const entry = gate.enter()
    return typeof entry === 'string' ? entry : 'passes'
  }
  gate.restFor(30_000)
  t.deepEqual([0, 29_999, 30_000].map(enterAtTime), ['resting', 'resting', 'passes'])
  gate.restFor(86_400_000)
  t.deepEqual([329_999, 330_000].map(enterAtTime), ['resting', 'passes'])
})

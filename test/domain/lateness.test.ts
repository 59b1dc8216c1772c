import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { createLateness, type Disorder, type Lateness } from '../../src/domain/lateness.ts'

/** An event of the Page that happened at `ts`, and arrived and is recorded at `at`. */
function see({ seen }: Lateness, ts: number, at: number, recordedAt = at): number {
  return seen({ pageId: asPageId('1'), ts, receivedAt: at }, recordedAt)
}

test('no turn waits while events come in order, however late Facebook is', (t) => {
  const lateness = createLateness()
  const waits = [0, 400, 900, 950].map((ts) => see(lateness, ts, ts + 5_000))
  t.deepEqual(waits, [0, 0, 0, 0])
})

test('after a late event turns wait, for a minute or two; redeliveries after hours count for nothing', (t) => {
  const lateness = createLateness()
  see(lateness, 10_000, 10_000)
  t.is(see(lateness, 9_000, 10_050), 500)
  t.is(see(lateness, 10_100, 10_100), 1_500)
  t.is(see(lateness, 180_000, 180_000), 0)
  t.is(see(lateness, 1_000, 180_001), 0)
  t.is(see(lateness, 180_100, 180_100), 0)
})

test('events that overtake each other inside Pagebeat count for nothing: they arrived in order', (t) => {
  const lateness = createLateness()
  t.is(see(lateness, 11_000, 11_000, 11_100), 0)
  t.is(see(lateness, 10_000, 10_000, 11_200), 0)
  t.is(see(lateness, 10_500, 10_500, 11_300), 0)
})

test('a late event is found whichever of the two is recorded first', (t) => {
  const told: Disorder[] = []
  const lateness = createLateness({ onDisorder: (_page, disorder) => told.push(disorder) })
  see(lateness, 9_000, 10_200)
  see(lateness, 10_000, 10_100, 10_300)
  t.deepEqual(told, [{ lateMs: 1_000, at: 10_300 }])
})

test('events that arrived together count as in order', (t) => {
  const lateness = createLateness()
  see(lateness, 10_000, 20_000)
  t.is(see(lateness, 8_000, 20_000), 0)
})

test('reports the greatest lateness, and uses what another process reports', (t) => {
  const told: unknown[] = []
  const here = createLateness({ onDisorder: (...disorder) => told.push(disorder) })
  const there = createLateness()
  see(here, 10_000, 10_000)
  see(here, 9_000, 10_050)
  see(here, 9_500, 10_060)
  t.deepEqual(told, [['1', { lateMs: 1_000, at: 10_050 }]])
  there.learn(asPageId('1'), { lateMs: 1_000, at: 10_050 })
  there.learn(asPageId('1'), { lateMs: 300, at: 10_060 })
  t.is(see(there, 10_100, 10_100), 1_500)
  t.is(see(there, 180_000, 180_000), 0)
})

test('the lateness is remembered as long as late events come', (t) => {
  const lateness = createLateness()
  see(lateness, 10_000, 10_000)
  see(lateness, 8_000, 10_100)
  for (let now = 11_000; now < 400_000; now += 1_000) {
    see(lateness, now, now)
    // The greatest lateness is rare; that of every second is smaller.
    see(lateness, now - 1_500, now + 60)
    t.true(see(lateness, now + 61, now + 61) >= 2_250, String(now))
  }
})

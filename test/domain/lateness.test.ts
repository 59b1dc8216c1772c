import test from 'ava'
import { createLateness } from '../../src/domain/lateness.ts'

const page = { pageId: '1', newest: -1 }

test('nobody waits while events come in order, however late Facebook is', (t) => {
  const { seen } = createLateness()
  const waits = [0, 400, 900, 950].map((ts) => seen({ ...page, ts }, ts + 5_000))
  t.deepEqual(waits, [0, 0, 0, 0])
})

test('after one came behind, the next wait for such ones, for a minute or two; retries hours late teach nothing', (t) => {
  const { seen } = createLateness()
  seen({ ...page, ts: 10_000 }, 10_000)
  t.is(seen({ ...page, ts: 9_000 }, 10_050), 500)
  t.is(seen({ ...page, ts: 10_100 }, 10_100), 1_500)
  t.is(seen({ ...page, ts: 180_000 }, 180_000), 0)
  t.is(seen({ ...page, ts: 1_000 }, 180_001), 0)
  t.is(seen({ ...page, ts: 180_100 }, 180_100), 0)
})

test('learns from what another process recorded in the same conversation', (t) => {
  const { seen } = createLateness()
  t.true(seen({ pageId: '1', ts: 9_000, newest: 9_800 }, 10_000) > 0)
})

test('tells of the worst disorder, and waits for what another process told', (t) => {
  const told: unknown[] = []
  const here = createLateness({ onDisorder: (...disorder) => told.push(disorder) })
  const there = createLateness()
  here.seen({ ...page, ts: 10_000 }, 10_000)
  here.seen({ ...page, ts: 9_000 }, 10_050)
  here.seen({ ...page, ts: 9_500 }, 10_060)
  t.deepEqual(told, [['1', { lateMs: 1_000, at: 10_050 }]])
  there.learn('1', { lateMs: 1_000, at: 10_050 })
  there.learn('1', { lateMs: 300, at: 10_060 })
  t.is(there.seen({ ...page, ts: 10_100 }, 10_100), 1_500)
  t.is(there.seen({ ...page, ts: 180_000 }, 180_000), 0)
})

test('as long as events come behind, nobody forgets how far they may', (t) => {
  const { seen } = createLateness()
  seen({ ...page, ts: 10_000 }, 10_000)
  seen({ ...page, ts: 8_000 }, 10_000)
  for (let now = 11_000; now < 400_000; now += 1_000) {
    seen({ ...page, ts: now }, now)
    // The worst of all is rare: what comes every second is not as bad.
    seen({ ...page, ts: now - 1_500 }, now)
    t.true(seen({ ...page, ts: now + 1 }, now) >= 2_250, String(now))
  }
})

import test from 'ava'
import { createLateness } from '../../src/domain/lateness.ts'

const page = { pageId: '1', newest: -1 }

test('nobody waits while events come in order, however late Facebook is', (t) => {
  const { seen } = createLateness()
  const waits = [0, 400, 900, 950].map((ts) => seen({ ...page, ts }, ts + 5_000))
  t.deepEqual(waits, [0, 0, 0, 0])
})

test('after one came behind, the next wait for such ones, for a minute; retries hours late teach nothing', (t) => {
  const { seen } = createLateness()
  seen({ ...page, ts: 10_000 }, 10_000)
  t.is(seen({ ...page, ts: 9_000 }, 10_050), 500)
  t.is(seen({ ...page, ts: 10_100 }, 10_100), 1_500)
  t.is(seen({ ...page, ts: 80_000 }, 80_000), 0)
  t.is(seen({ ...page, ts: 1_000 }, 80_001), 0)
  t.is(seen({ ...page, ts: 80_100 }, 80_100), 0)
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
  t.is(there.seen({ ...page, ts: 80_000 }, 80_000), 0)
})

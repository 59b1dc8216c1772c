import test from 'ava'
import * as fc from 'fast-check'
import { createRowFollower } from '../../../../src/db/console/inbox/follow-rows.ts'

/** A table whose rows become visible in any order. */
function openTable() {
  const visible = new Set<number>()
  let now = 0
  const follower = createRowFollower<number>({
    start: 0,
    now: () => now,
    idOf: (id) => id,
    read: async ({ after, ranges, limit }) =>
      [...visible]
        .toSorted((a, b) => a - b)
        .filter((id) => id > after || ranges.some(({ from, to }) => id > from && id <= to))
        .slice(0, limit),
  })
  return { visible, follower, pass: (ms: number) => (now += ms) }
}

test('a row that becomes visible below others is returned, and no row twice', async (t) => {
  const { visible, follower, pass } = openTable()
  for (const id of [1, 2, 5, 9]) visible.add(id)
  t.deepEqual(await follower.next(10), [1, 2, 5, 9])
  t.is(follower.position(), 2)
  visible.add(4)
  pass(100)
  t.deepEqual(await follower.next(10), [4])
  for (const id of [3, 8]) visible.add(id)
  pass(100)
  t.deepEqual(await follower.next(10), [3, 8])
  t.is(follower.position(), 5)
  t.deepEqual(await follower.next(10), [])
})

test('ids that no row gets are given up after a minute', async (t) => {
  const { visible, follower, pass } = openTable()
  for (const id of [1, 4]) visible.add(id)
  await follower.next(10)
  t.true(follower.hasGaps())
  pass(60_000)
  t.deepEqual(await follower.next(10), [])
  t.false(follower.hasGaps())
  t.is(follower.position(), 4)
})

const sorted = (ids: readonly number[]): number[] => ids.toSorted((a, b) => a - b)

test('every row is returned once, whatever the order in which they become visible', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(
        Array.from({ length: 30 }, (_, at) => at + 1),
        { minLength: 20 },
      ),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 30, maxLength: 30 }),
      async (order, sizes) => {
        const { visible, follower, pass } = openTable()
        const found: number[] = []
        let left = order
        for (const size of sizes) {
          for (const id of left.slice(0, size)) visible.add(id)
          left = left.slice(size)
          pass(500)
          found.push(...(await follower.next(4)))
        }
        for (let more = 0; more < 20; more += 1) {
          pass(1_000)
          found.push(...(await follower.next(4)))
        }
        t.deepEqual(sorted(found), sorted(order))
      },
    ),
  )
})

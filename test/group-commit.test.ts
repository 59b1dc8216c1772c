import test from 'ava'
import * as fc from 'fast-check'
import { createGroupCommit } from '../src/group-commit.ts'

const bounds = { maxItems: 3, maxSize: 10, sizeOf: (text: string) => text.length }

test('commits a lone item at once', async (t) => {
  const groups: (readonly string[])[] = []
  const { add, idle } = createGroupCommit<string>({
    ...bounds,
    commit: async (items) => {
      groups.push(items)
    },
  })
  const done = add('a')
  t.deepEqual(groups, [['a']])
  await done
  await idle()
})

test('keeps order, loses nothing, doubles nothing and stays within its bounds, for any sizes and pace', async (t) => {
  const arrivals = fc.array(fc.tuple(fc.string({ maxLength: 14 }), fc.nat({ max: 3 })), { maxLength: 40 })
  await t.notThrowsAsync(
    fc.assert(
      fc.asyncProperty(arrivals, fc.constantFrom(0, 1), fc.boolean(), async (items, paceMs, byTurn) => {
        const groups: (readonly string[])[] = []
        let underWay = 0
        const group = createGroupCommit<string>({
          ...bounds,
          paceMs,
          enoughItems: 2,
          byTurn,
          commit: async (batch) => {
            underWay += 1
            if (underWay > 1) throw new Error('too many commits at once')
            groups.push(batch)
            await turns(batch.length)
            underWay -= 1
          },
        })
        const added: Promise<void>[] = []
        for (const [text, pause] of items) {
          added.push(group.add(text))
          await turns(pause)
        }
        await Promise.all(added)
        await group.idle()
        const isBounded = groups.every(
          (batch) => batch.length === 1 || (batch.length <= 3 && batch.join('').length <= 10),
        )
        return (
          isBounded &&
          group.pending === 0 &&
          JSON.stringify(groups.flat()) === JSON.stringify(items.map(([text]) => text))
        )
      }),
      { numRuns: 300 },
    ),
  )
})

test('includes all items of the turn of the event loop, if asked to', async (t) => {
  const groups: (readonly string[])[] = []
  const group = createGroupCommit<string>({
    ...bounds,
    byTurn: true,
    commit: async (items) => {
      groups.push(items)
    },
  })
  await Promise.all(['a', 'b', 'c', 'd'].map((item) => group.add(item)))
  await group.idle()
  t.deepEqual(groups, [['a', 'b', 'c'], ['d']])
})

test('waits for its pace after a commit, but not when enough items wait', async (t) => {
  const groups: (readonly string[])[] = []
  const { add } = createGroupCommit<string>({
    ...bounds,
    paceMs: 3_600_000,
    enoughItems: 2,
    commit: async (items) => {
      groups.push(items)
    },
  })
  await add('a')
  const second = add('b')
  await turns(3)
  t.deepEqual(groups, [['a']])
  await Promise.all([second, add('c')])
  t.deepEqual(groups, [['a'], ['b', 'c']])
})

test('fails the items of a failed commit and continues with the others', async (t) => {
  const group = createGroupCommit<string>({
    ...bounds,
    maxItems: 1,
    commit: async ([item]) => {
      if (item === 'bad') throw new Error('refused')
    },
  })
  const results = await Promise.allSettled(['a', 'bad', 'c'].map((item) => group.add(item)))
  t.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})

test('fails the waiting items with a failed commit if asked to, and takes new items after it', async (t) => {
  let fails = true
  const group = createGroupCommit<string>({
    ...bounds,
    failWaiting: true,
    commit: async () => {
      await turns(1)
      if (fails) throw new Error('refused')
    },
  })
  const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((item) => group.add(item)))
  t.true(results.every(({ status }) => status === 'rejected'))
  fails = false
  await t.notThrowsAsync(group.add('f'))
  await group.idle()
  t.is(group.pending, 0)
})

test('continues after a commit that throws before it returns a promise', async (t) => {
  const group = createGroupCommit<string>({
    ...bounds,
    commit: () => {
      throw new Error('refused')
    },
  })
  await t.throwsAsync(group.add('a'), { message: 'refused' })
  await group.idle()
})

/** Waits for this many rounds of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

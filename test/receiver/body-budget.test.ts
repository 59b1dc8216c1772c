import test from 'ava'
import { createBodyBudget, smallBodyBytes } from '../../src/receiver/body-budget.ts'

const mebi = 1024 * 1024
const stranger = { isKnown: false }
const known = { isKnown: true }

test('a small body takes no room, a large one takes it until it is released', (t) => {
  const budget = createBodyBudget({ mostBytes: 2 * mebi, slowMs: 1_000 })
  const small = budget.open(stranger)
  t.true(small.grow(smallBodyBytes))
  t.is(budget.bytes, 0)
  const large = budget.open(stranger)
  t.true(large.grow(mebi))
  t.true(large.grow(mebi / 2)) // it has that already
  t.true(large.grow(2 * mebi))
  t.is(budget.bytes, 2 * mebi)
  t.false(budget.open(stranger).grow(smallBodyBytes + 1))
  large.release()
  large.release()
  t.is(budget.bytes, 0)
})

test('a body slower than a second gives way, the oldest first, and no more of them than needed', (t) => {
  let now = 0
  const budget = createBodyBudget({ mostBytes: 3 * mebi, slowMs: 1_000, now: () => now })
  const ended: string[] = []
  for (const name of ['a', 'b', 'c']) {
    const room = budget.open(stranger)
    room.onGiveWay(() => ended.push(name))
    t.true(room.grow(mebi))
    now += 10
  }
  t.false(budget.open(stranger).grow(mebi))
  now = 1_015
  t.true(budget.open(stranger).grow(2 * mebi))
  t.deepEqual(ended, ['a', 'b'])
  t.is(budget.bytes, 3 * mebi)
})

test('strangers give way to a known connection at once, but a body that is complete gives way to nobody', (t) => {
  const budget = createBodyBudget({ mostBytes: 2 * mebi, slowMs: 1_000 })
  const ended: string[] = []
  const complete = budget.open(stranger)
  complete.onGiveWay(() => ended.push('complete'))
  t.true(complete.grow(mebi))
  complete.arrived()
  const unfinished = budget.open(stranger)
  unfinished.onGiveWay(() => ended.push('unfinished'))
  t.true(unfinished.grow(mebi))
  const first = budget.open(known)
  t.true(first.grow(mebi))
  t.false(budget.open(known).grow(mebi))
  t.deepEqual(ended, ['unfinished'])
  unfinished.release() // its request ends later, and must not free the room of others
  t.is(budget.bytes, 2 * mebi)
})

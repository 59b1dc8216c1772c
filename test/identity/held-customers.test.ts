import test from 'ava'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { asProfileId, type ProfileId } from '../../src/domain/ids.ts'
import type { Component } from '../../src/identity/components.ts'
import type { Explored } from '../../src/identity/explore.ts'
import { splitByHeld } from '../../src/identity/held-customers.ts'

/** `was` is the customer of each id, `will` the one that the links say. */
function explored(ids: Readonly<Record<string, { readonly was: string; readonly will: string }>>): Explored {
  const rows = Object.entries(ids).map(([value, { was }]) => ({
    kind: 'facebook',
    value,
    pId: asProfileId(was),
    originPId: asProfileId(value),
    firstTs: 1,
    isShared: false,
  }))
  const components = Object.entries(ids).map(([value, { will }]): [ProfileId, Component] => [
    asProfileId(value),
    { pId: asProfileId(will), origins: [asProfileId(value)] },
  ])
  return {
    keys: new Map(rows.map((row) => [nameOfKey(row), row])),
    rows: new Map(rows.map((row) => [nameOfKey(row), row])),
    shared: new Map(rows.map((row) => [nameOfKey(row), { reason: 'counted', owners: 2 }])),
    components: new Map(components),
    isLinked: () => true,
  }
}

function split(found: Explored, ...held: readonly string[]) {
  const { closed, open } = splitByHeld(found, (name) => held.includes(name))
  return { closed: [...closed.keys.keys()], shared: [...closed.shared.keys()], open: [...open] }
}

test('customers of whom all ids are held are closed, and the others are open', (t) => {
  const apart = explored({
    a: { was: 'a', will: 'a' },
    b: { was: 'b', will: 'a' },
    c: { was: 'c', will: 'c' },
  })
  const ab = ['facebook:a', 'facebook:b']
  t.deepEqual(split(apart, ...ab), { closed: ab, shared: ab, open: ['facebook:c'] })
  t.deepEqual(split(apart, 'facebook:b', 'facebook:c'), {
    closed: ['facebook:c'],
    shared: ['facebook:c'],
    open: ab,
  })
})

test('an id that leaves a customer is open with those who stay', (t) => {
  const falling = explored({ a: { was: 'a', will: 'a' }, b: { was: 'a', will: 'b' } })
  t.deepEqual(split(falling, 'facebook:b').open, ['facebook:a', 'facebook:b'])
})

test('where a linked id has no row, all is open', (t) => {
  const found = explored({ a: { was: 'a', will: 'a' } })
  const keys = new Map([...found.keys, ['email:x@y.com', { kind: 'email', value: 'x@y.com' }] as const])
  t.deepEqual(split({ ...found, keys }, 'facebook:a'), {
    closed: [],
    shared: [],
    open: ['facebook:a', 'email:x@y.com'],
  })
})

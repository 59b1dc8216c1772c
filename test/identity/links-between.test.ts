import test from 'ava'
import { asProfileId } from '../../src/domain/ids.ts'
import type { CustomerKey } from '../../src/domain/identity-link.ts'
import type { KnownLink } from '../../src/identity/known-link.ts'
import { linksBetween } from '../../src/identity/links-between.ts'

const key = (value: string): CustomerKey => ({ kind: 'customer', value })
const row = (value: string) => ({
  ...key(value),
  pId: asProfileId('a'),
  originPId: asProfileId(value),
  firstTs: 0,
  isShared: false,
})

function link(id: string, [a, b]: readonly [string, string], more: Partial<KnownLink> = {}): KnownLink {
  const source = { kind: 'agent', id: 'x' } as const
  return { id, a: key(a), b: key(b), evidence: 'agent', strength: 'verified', source, ts: 1, ...more }
}

function between(links: readonly KnownLink[]) {
  const ids = ['a', 'b', 'c'].map(row)
  const found = linksBetween({ ids, links }, { from: key('a'), to: key('c') })
  return 'undo' in found ? { undo: found.undo.map(({ id }) => id) } : { stay: found.stay.map(({ id }) => id) }
}

test('the fewest links of operators are revoked that take two ids apart', (t) => {
  t.deepEqual(between([link('1', ['a', 'b']), link('2', ['b', 'c'])]), { undo: ['2'] })
  t.deepEqual(between([link('1', ['a', 'c']), link('2', ['a', 'c'])]), { undo: ['1', '2'] })
  t.deepEqual(between([link('1', ['a', 'b'], { evidence: 'import' }), link('2', ['b', 'c'])]), {
    undo: ['2'],
  })
})

test('links that no operator made stay, and say why the ids are one', (t) => {
  const imported = link('1', ['a', 'c'], { evidence: 'import' })
  t.deepEqual(between([imported, link('2', ['a', 'c'])]), { stay: ['1'] })
  const revoked = { ...imported, revoked: { by: 'Ops', ts: 2 } }
  t.deepEqual(between([revoked, link('2', ['a', 'c'])]), { undo: ['2'] })
  t.deepEqual(between([link('3', ['a', 'c'], { strength: 'claimed' }), link('2', ['a', 'c'])]), {
    undo: ['2'],
  })
})

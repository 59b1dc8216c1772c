/** Random histories of few ids, so that links meet, values are shared, and customers fall apart again. */
import type { CustomerKey, IdentityLink, LinkEvidence, LinkStrength } from '../../src/domain/identity-link.ts'
import { asPageId } from '../../src/domain/ids.ts'
import type { Act, Setting } from './memory-customers.ts'

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Random = ReturnType<typeof createRandom>

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

const pages = ['900', '901'].map(asPageId)
const values: readonly CustomerKey[] = [
  ...['1', '2', '3', '4', '5', '900'].map((value) => ({ kind: 'facebook', value })),
  ...['4711', '4712', '4713', 'null'].map((value) => ({ kind: 'customer', value })),
  ...['a@x.com', 'kiosk@x.com', 'null'].map((value) => ({ kind: 'email', value })),
  ...['+491', '+492'].map((value) => ({ kind: 'phone', value })),
  ...['l1', 'l2', 'l3'].map((value) => ({ kind: 'lead', value })),
  { kind: 'card', value: 'c1' },
]
const evidenceOf: Readonly<Record<LinkStrength, LinkEvidence>> = {
  verified: 'agent',
  attested: 'quick_reply',
  claimed: 'typed',
}

export const setting: Setting = {
  rules: { sharedAt: 2, isBadValue: ({ value }) => value === 'null' },
  pages: ['900'],
  listed: new Map(),
}

export interface History {
  readonly facts: readonly Act[]
  /** Links of `facts` that a revocation takes back. */
  readonly revoked: readonly IdentityLink[]
}

/** Events, links and revocations, without steps between. */
export function randomHistory(random: Random, most = 14): History {
  const links = Array.from({ length: 1 + Math.floor(random() * most) }, (_, index) =>
    randomLink(random, index),
  )
  const events = Array.from({ length: Math.floor(random() * 8) }, (): Act => {
    const of = pick(
      random,
      values.filter(({ kind, value }) => kind === 'facebook' && value !== '900'),
    )
    return { do: 'event', of, ts: 1 + Math.floor(random() * 50) }
  })
  const revoked = links.filter(() => random() < 0.3)
  return {
    facts: [
      ...links.map((link): Act => ({ do: 'link', link })),
      ...revoked.map((link): Act => ({ do: 'revoke', link })),
      ...events,
    ],
    revoked,
  }
}

function randomLink(random: Random, index: number): IdentityLink {
  const a = pick(random, values)
  const b = pick(
    random,
    values.filter((each) => each !== a),
  )
  const strength = pick(random, ['verified', 'verified', 'attested', 'attested', 'claimed'] as const)
  return {
    a,
    b,
    strength,
    evidence: evidenceOf[strength],
    source: { kind: 'agent', id: String(index) },
    ts: 1 + Math.floor(random() * 50),
    ...(random() < 0.6 ? { pageId: pick(random, pages) } : {}),
  }
}

/** The facts in another order, some of them twice, with steps between. */
export function played(random: Random, facts: readonly Act[]): Act[] {
  const repeats = facts.filter((act) => act.do !== 'event' && random() < 0.1)
  const acts = shuffled(random, [...facts, ...repeats])
  return [
    ...acts.flatMap((act): Act[] => (random() < 0.4 ? [act, { do: 'resolve' }] : [act])),
    { do: 'resolve' },
  ]
}

/** A random history for the database: comments, links, revocations, and facts of profiles. */
import { type FeedEvent, feedChannel } from '../../src/domain/event.ts'
import { commentKey } from '../../src/domain/event-key.ts'
import { type CustomerKey, linkKey } from '../../src/domain/identity-link.ts'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import type { FactStrength, ProfileFact } from '../../src/domain/profile-fact.ts'
import { pick, type Random, randomHistory } from './random-history.ts'
import type { Deed } from './replay.ts'

const start = Date.UTC(2026, 10, 1)
const pageId = asPageId('901')
const names = ['Ada Lovelace', 'Ada King', 'Grace Hopper', '']
const columns = ['city', 'loyaltyPoints', 'firstName', 'lastName', 'email', 'unknownColumn']
const strengths: readonly FactStrength[] = ['brand', 'verified', 'attested', 'claimed']

/** `without`: the same history without the links that it takes back. */
export function randomDeeds(random: Random): {
  readonly deeds: readonly Deed[]
  readonly without: readonly Deed[]
} {
  const { facts, revoked } = randomHistory(random)
  const taken = new Set(revoked.map(linkKey))
  const deeds = facts.flatMap((act, index): Deed[] => {
    if (act.do === 'link' || act.do === 'revoke')
      return [{ do: act.do, link: { ...act.link, ts: start + act.link.ts } }]
    return act.do === 'event' ? [{ do: 'event', event: commentOf(random, { ...act, index }) }] : []
  })
  const known = Array.from({ length: Math.floor(random() * 5) }, (_, index): Deed => ({
    do: 'fact',
    fact: factOf(random, index),
  }))
  const all = [...deeds, ...known]
  return { deeds: all, without: all.filter((deed) => !('link' in deed && taken.has(linkKey(deed.link)))) }
}

function commentOf(
  random: Random,
  { of, ts, index }: { readonly of: CustomerKey; readonly ts: number; readonly index: number },
): FeedEvent {
  const commentId = `9_${index}`
  const name = pick(random, names)
  return {
    key: commentKey(pageId, commentId),
    ts: start + ts,
    pageId,
    channel: feedChannel,
    type: 'comment',
    direction: 'in',
    actor: { is: 'person', id: asPsid(of.value), ...(name === '' ? {} : { name }) },
    feed: { field: 'feed', valueRaw: null, comment_id: commentId, item: 'comment', verb: 'add' },
  }
}

const owners: readonly CustomerKey[] = [
  ...['1', '2', '3'].map((value) => ({ kind: 'facebook', value })),
  { kind: 'customer', value: '4711' },
  { kind: 'lead', value: 'l1' },
]

function factOf(random: Random, index: number): ProfileFact {
  const name = pick(random, columns)
  const word = pick(random, ['7', '12', '12'])
  return {
    of: pick(random, owners),
    name,
    value: name === 'loyaltyPoints' ? word : `${name} ${word}`,
    strength: pick(random, strengths),
    ts: start + Math.floor(random() * 50),
    source: { kind: 'lead', id: String(index % 2) },
  }
}

/** A customer in lines for people: who they are, why, what is known, what happened. */
import type { TimelineEntry } from '../../src/db/customers/timeline.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { originOf } from '../../src/domain/origin.ts'
import type { FactStrength } from '../../src/domain/profile-fact.ts'
import type { IdRow } from '../../src/identity/identity-reader.ts'
import type { KnownLink } from '../../src/identity/known-link.ts'
import { day, describeLink } from '../../src/identity/describe-link.ts'

export interface ShownValue {
  readonly name: string
  readonly value: string
  readonly strength: FactStrength
  /** Where it is known from; undefined: the brand's own SQL wrote it. */
  readonly source: { readonly kind: string; readonly id: string } | undefined
  /** ms */
  readonly ts: number | undefined
}

export interface ShownCustomer {
  readonly pId: string
  readonly name: string | undefined
  readonly ids: readonly IdRow[]
  readonly links: readonly KnownLink[]
  /** Ids at the other end of links that merge nobody, as several customers have them: `nameOfKey`. */
  readonly sharedIds: readonly string[]
  readonly profile: readonly ShownValue[]
  readonly timeline: readonly TimelineEntry[]
}

export function describeCustomer(shown: ShownCustomer): string[] {
  const { pId, name, ids, links, profile, timeline } = shown
  return [
    `customer ${pId}${name === undefined ? '' : ` ${name}`}`,
    'ids:',
    ...ids.map((row) => `  ${describeId(row)}`),
    links.length === 0 ? 'evidence: none; no link concerns these ids' : 'evidence:',
    ...links.map((link) => `  ${describeLink(link)}${sharedEnd(link, shown)}`),
    profile.length === 0 ? 'profile: nothing is known' : 'profile:',
    ...profile.map((value) => `  ${describeValue(value)}`),
    timeline.length === 0 ? 'timeline: nothing yet' : 'timeline, newest first:',
    ...timeline.map((entry) => `  ${describeEntry(entry)}`),
  ]
}

function sharedEnd({ a, b }: KnownLink, { sharedIds }: ShownCustomer): string {
  const name = [a, b].map(nameOfKey).find((one) => sharedIds.includes(one))
  return name === undefined ? '' : `; several customers have ${name}, so it merges nobody`
}

function describeId({ kind, value, pId, originPId, firstTs, isShared }: IdRow): string {
  const origin = originPId ?? pId
  // A `pId` that Pagebeat made of the id says nothing more.
  const isTold = (alone: string) => alone !== pId && alone !== originOf({ kind, value })
  return [
    nameOfKey({ kind, value }),
    ...(firstTs === null ? ['no event yet'] : firstTs === 0 ? [] : [`since ${day(firstTs)}`]),
    ...(isTold(origin) ? [`alone it would be ${origin}`] : []),
    ...(isShared ? ['shared: merges nobody'] : []),
  ].join(', ')
}

function describeValue({ name, value, strength, source, ts }: ShownValue): string {
  const from = source === undefined ? '' : `, ${[source.kind, source.id].join(' ').trim()}, ${day(ts ?? 0)}`
  return `${name} = ${value}  (${strength}${from})`
}

function describeEntry({ ts, channel, direction, what, pageId, text }: TimelineEntry): string {
  const page = pageId === undefined ? [] : [`Page ${pageId}`]
  return [
    new Date(ts).toISOString(),
    channel,
    direction,
    what,
    ...page,
    ...(text === undefined ? [] : [text]),
  ].join('  ')
}

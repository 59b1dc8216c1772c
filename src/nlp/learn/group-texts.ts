/**
 * Groups texts that say nearly the same. The commonest text leads its group; the next one joins the group whose leader
 * it is most like, or leads a new one. The same texts make the same groups, in whatever order they come.
 */
import { createHash } from 'node:crypto'
import { learnLikeness, type TextVector } from './likeness.ts'

/** Texts of customers that are the same but for case, signs and masked values. */
export interface SameTexts {
  /** What is the same in them. */
  readonly key: string
  readonly count: number
}

export interface TextGroup<Same extends SameTexts> {
  /** Hexadecimal, by the leader's text. */
  readonly id: string
  readonly count: number
  /** The leader first, then by count. */
  readonly texts: readonly Same[]
}

export interface Grouped<Same extends SameTexts> {
  /** The largest first. */
  readonly groups: readonly TextGroup<Same>[]
  /** Texts that were like no group when there were already `mostGroups`. */
  readonly ungrouped: number
}

/** It bounds the time: each text is compared with all leaders. */
export const mostGroups = 2_000
/** At this value 82% of the texts in groups of three or more have the intent of most of their group (`npm run bench:learn`). */
const leastLikeness = 0.4

export function groupTexts<Same extends SameTexts>(texts: readonly Same[]): Grouped<Same> {
  const { toVector } = learnLikeness(texts.map(({ key }) => key))
  const leaders = createLeaders()
  const members: Same[][] = []
  let ungrouped = 0
  for (const same of texts.toSorted(byCount)) {
    const vector = toVector(same.key)
    const nearest = leaders.findNearest(vector)
    if (nearest !== undefined) members[nearest]?.push(same)
    else if (members.length < mostGroups) {
      leaders.add(vector)
      members.push([same])
    } else ungrouped += same.count
  }
  const taken = new Set<string>()
  const groups = members
    .map((some) => ({ id: idOf(some[0]?.key ?? '', taken), count: countOf(some), texts: some }))
    .toSorted((a, b) => b.count - a.count)
  return { groups, ungrouped }
}

function byCount(a: SameTexts, b: SameTexts): number {
  return b.count - a.count || (a.key < b.key ? -1 : 1)
}

function countOf(texts: readonly SameTexts[]): number {
  return texts.reduce((sum, { count }) => sum + count, 0)
}

/** Short, for a command line; longer where two would be the same. */
function idOf(key: string, taken: Set<string>): string {
  const digest = createHash('sha256').update(key).digest('hex')
  let length = 6
  while (taken.has(digest.slice(0, length))) length += 1
  taken.add(digest.slice(0, length))
  return digest.slice(0, length)
}

interface Leaders {
  add(vector: TextVector): void
  findNearest(vector: TextVector): number | undefined
}

/** The leaders by each of their features, so that a text meets only those with which it shares one. */
function createLeaders(): Leaders {
  const having = new Map<number, { readonly leaders: number[]; readonly values: number[] }>()
  const sums = new Float64Array(mostGroups)
  let count = 0
  return {
    add({ ids, values }) {
      for (const [at, id] of ids.entries()) {
        const known = having.get(id) ?? { leaders: [], values: [] }
        known.leaders.push(count)
        known.values.push(values[at] ?? 0)
        having.set(id, known)
      }
      count += 1
    },
    findNearest({ ids, values }) {
      sums.fill(0, 0, count)
      for (const [at, id] of ids.entries()) {
        const known = having.get(id)
        if (known === undefined) continue
        const value = values[at] ?? 0
        for (let one = 0; one < known.leaders.length; one++) {
          const leader = known.leaders[one] ?? 0
          sums[leader] = (sums[leader] ?? 0) + value * (known.values[one] ?? 0)
        }
      }
      let best: number | undefined
      for (let leader = 0; leader < count; leader++)
        if ((sums[leader] ?? 0) >= leastLikeness && (sums[leader] ?? 0) > (sums[best ?? -1] ?? 0))
          best = leader
      return best
    },
  }
}

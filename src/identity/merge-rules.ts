/** Rules that would merge customers of the whole database, each pair with its reason. They only propose. */
import type { ProfileId } from '../domain/ids.ts'

export const mergeRules = ['email', 'phone', 'claimed'] as const
export type MergeRule = (typeof mergeRules)[number]

export interface ProposedPair {
  readonly a: ProfileId
  readonly b: ProfileId
  readonly rule: MergeRule
  /** One sentence. */
  readonly reason: string
}

/** A value with the customers who have it, in `profile` or among their ids. */
export interface ValueGroup {
  readonly rule: 'email' | 'phone'
  readonly value: string
  readonly pIds: readonly ProfileId[]
}

/** A value of more customers than this is no reason, nor is one of two customers who both have a number of the brand. */
export function toPairs(
  { rule, value, pIds }: ValueGroup,
  { sharedAt, isNumbered }: { readonly sharedAt: number; readonly isNumbered: (pId: ProfileId) => boolean },
): { readonly pairs: readonly ProposedPair[]; readonly refused?: string } {
  const distinct = [...new Set(pIds)].toSorted((a, b) => (a < b ? -1 : 1))
  const numbered = distinct.filter(isNumbered)
  const what = rule === 'email' ? 'e-mail' : 'phone'
  if (numbered.length >= sharedAt)
    return {
      pairs: [],
      refused: `${rule}:${value} would merge nobody: ${numbered.length} of your customer numbers have it.`,
    }
  if (distinct.length > sharedAt)
    return {
      pairs: [],
      refused: `${rule}:${value} would merge nobody: ${distinct.length} customers have it.`,
    }
  const first = numbered[0] ?? distinct[0]
  if (first === undefined) return { pairs: [] }
  return {
    pairs: distinct
      .filter((pId) => pId !== first)
      .map((b) => ({ a: first, b, rule, reason: `Both have the ${what} ${value}.` })),
  }
}

/** An id that a customer of one of both typed in a chat. */
export interface TypedId {
  /** `identityLink.id` of the proposal */
  readonly id: string
  /** `email:ada@example.com` */
  readonly typed: string
  readonly a: ProfileId
  readonly b: ProfileId
}

/** A customer who types it again makes another proposal and no other pair, which names the last one. */
export function toTypedPairs(proposals: readonly TypedId[]): ProposedPair[] {
  const pairs = proposals.map(({ id, typed, a, b }): [string, ProposedPair] => {
    const reason = `The customer typed ${typed} in a chat (proposal ${id}).`
    return [`${a} ${b} ${typed}`, { a, b, rule: 'claimed', reason }]
  })
  return [...new Map(pairs).values()]
}

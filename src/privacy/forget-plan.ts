import type { PersonId } from './id-digest.ts'

/**
 * What a run of forgetting removes. It is made once, in the transaction that removes who the customer is, and kept
 * encrypted until the run is done.
 */
export interface ForgetPlan {
  readonly ids: readonly PersonId[]
  readonly pIds: readonly string[]
  /** Whole names, to find replies of the Page that name the customer. */
  readonly names: readonly string[]
  readonly conversationIds: readonly string[]
  /** Interactions that name the customer by something else, as a lead; of nobody's `pId`. */
  readonly moreInteractionIds?: readonly string[]
  /** Only interactions up to this one: later ones are of a customer who wrote anew. */
  readonly lastInteractionId: string
  /** Events before this time, ms, are forgotten. */
  readonly forgottenTs: number
  /** Raw deliveries that arrived since then are looked through; absent: since the customer's first interaction. */
  readonly sinceTs?: number
}

/** Ids that Facebook puts into deliveries and jobs. */
export function facebookIds({ ids }: Pick<ForgetPlan, 'ids'>): string[] {
  return ids.filter(({ kind, value }) => kind === 'facebook' || isLongNumber(value)).map(({ value }) => value)
}

/** A number of the brand's own may be short: then it is a part of anything. */
function isLongNumber(value: string): boolean {
  return /^\d{10,}$/.test(value)
}

/** Rows that were removed or changed, by store. */
export type Removed = Readonly<Record<string, number>>

export function addRemoved(one: Removed, other: Removed): Removed {
  const sum: Record<string, number> = { ...one }
  for (const [store, rows] of Object.entries(other)) if (rows > 0) sum[store] = (sum[store] ?? 0) + rows
  return sum
}

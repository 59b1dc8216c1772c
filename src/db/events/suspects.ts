/** Ids whose customers may have been forgotten. */
import type { PageEvent } from '../../domain/event.ts'
import type { Psid } from '../../domain/ids.ts'

export interface Suspect {
  readonly id: Psid
  /** The customer is there, and may have written anew: an event is older than all that is known of them. */
  readonly isKnown: boolean
}

/** Which events of these ids must not be recorded. */
export type FindForgotten = (suspects: readonly Suspect[]) => Promise<ReadonlySet<PageEvent>>

/** Ids without an event, and those with an event that is older than all that is known of them. Nearly all are neither. */
export function suspectsOf(
  seen: readonly { readonly id: Psid; readonly ts: number }[],
  known: ReadonlyMap<string, { readonly firstTs: number | null }>,
): Suspect[] {
  return seen.flatMap(({ id, ts }) => {
    const firstTs = known.get(id)?.firstTs ?? null
    return firstTs === null || ts < firstTs ? [{ id, isKnown: firstTs !== null }] : []
  })
}

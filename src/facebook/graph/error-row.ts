/** One row of the error table: what a code, or a code with a subcode, means and what is to be done about it. */
import type { GraphMeaning } from '../../domain/graph-fault.ts'

/**
 * retry: nothing was done, it may work later. wait: nothing was done, and calling on makes it worse. dead: never works.
 * unknown: it may have been done, so a send is not repeated blindly; a read is.
 */
export type GraphErrorClass = 'retry' | 'wait' | 'dead' | 'unknown'

/** Whose calls must stop: the app's, the page's, those of the user behind the token, those with this token. */
export type GraphErrorScope = 'app' | 'page' | 'user' | 'token'

export interface GraphErrorRow {
  readonly class: GraphErrorClass
  readonly scope?: GraphErrorScope
  readonly meaning: GraphMeaning
  /** What Facebook says with it, in our words. */
  readonly what: string
  /** What a person should do. */
  readonly say: string
  /** Only calls of this lane must stop, the page's others go on. */
  readonly isOneKind?: true
  /** Where Facebook gives no time of its own. */
  readonly retryAfterMs?: number
  /** More repeats than this are in vain. */
  readonly retries?: number
}

/** Keys: `code`, `code/subcode`, or `from-to` for a range of codes. */
export type GraphErrorRows = Readonly<Record<string, GraphErrorRow>>

type Words = Pick<GraphErrorRow, 'what' | 'say'>

export function dead(meaning: GraphMeaning, words: Words): GraphErrorRow {
  return { class: 'dead', meaning, ...words }
}

export function unclear(meaning: 'service_trouble' | 'outcome_unclear', words: Words): GraphErrorRow {
  return { class: 'unknown', meaning, ...words }
}

export function retry(
  how: Pick<GraphErrorRow, 'meaning' | 'retries' | 'retryAfterMs'>,
  words: Words,
): GraphErrorRow {
  return { class: 'retry', ...how, ...words }
}

export function wait(
  how: Pick<GraphErrorRow, 'meaning' | 'retryAfterMs' | 'isOneKind'> & { readonly scope: GraphErrorScope },
  words: Words,
): GraphErrorRow {
  return { class: 'wait', ...how, ...words }
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

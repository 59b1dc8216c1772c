/** One row of the error table: what a code, or a code with a subcode, means and what to do about it. */
import type { GraphMeaning } from '../../domain/graph-fault.ts'

/**
 * - `retry`: nothing was done, and it may work later.
 * - `wait`: nothing was done, and more calls make it worse.
 * - `dead`: it will never work.
 * - `unknown`: it may have been done. A send is not repeated blindly; a read is repeated.
 */
export type GraphErrorClass = 'retry' | 'wait' | 'dead' | 'unknown'

/** Whose calls must stop: those of the app, of the Page, of the user behind the token, or with this token. */
export type GraphErrorScope = 'app' | 'page' | 'user' | 'token'

export interface GraphErrorRow {
  readonly class: GraphErrorClass
  readonly scope?: GraphErrorScope
  readonly meaning: GraphMeaning
  /** What Facebook reports, in our words. */
  readonly what: string
  /** What the operator should do. */
  readonly say: string
  /** Only calls of this lane must stop; the Page's others go on. */
  readonly isOneKind?: true
  /** The wait where Facebook names none. */
  readonly retryAfterMs?: number
  /** More retries than this do not help. */
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

/**
 * `deadLetter.state`.
 * - `open`: the operator has not decided yet, or the retry failed again.
 * - `retried`: it is in its queue again.
 * - `dropped`: the operator gave it up; the row stays.
 */
export type DeadLetterState = 'open' | 'retried' | 'dropped'

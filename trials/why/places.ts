/** Which interactions the bench asks about: shares of the year, from 0 to 1. */
export const spans = {
  /** The raw deliveries of these are kept. */
  recent: [0.93, 0.994],
  lastMonth: [0.84, 0.9],
  lastYear: [0, 0.08],
} as const

export type Span = (typeof spans)[keyof typeof spans]

const places = 8

/**
 * Numbers of interactions in this part of the year. `kind` as in `fillYear`: 0 and 2 messages, 1 and 3 replies, 4 a comment.
 * Of kind 3 these are agents' messages.
 */
export function idsAt([from, to]: Span, kind: number, rows: number): number[] {
  return Array.from({ length: places }, (_, at) => {
    const share = from + ((to - from) * (at + 0.5)) / places
    // A whole number of ten conversations, whose first has an agent's message.
    return Math.floor((rows * share) / 50) * 50 + kind + 1
  })
}

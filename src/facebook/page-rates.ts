import type { GraphLane } from './graph/graph-call.ts'

/** Calls of one Page: `points` in `duration` seconds. Source: docs/platform.md, 7; comments are our own caution. */
export const pageRates: Readonly<Partial<Record<GraphLane, { points: number; duration: number }>>> = {
  messages: { points: 300, duration: 1 },
  media: { points: 10, duration: 1 },
  private_replies: { points: 750, duration: 3_600 },
  comments: { points: 30, duration: 60 },
}

/**
 * ms between two calls of a lane. Of look-ups two a second are allowed, and Facebook's seconds begin at other times than ours:
 * counted by the second, four of ours may fall into one of its, and for that the lane is stopped for half a minute.
 */
export const laneSpacingMs: Readonly<Partial<Record<GraphLane, number>>> = { conversations: 550 }

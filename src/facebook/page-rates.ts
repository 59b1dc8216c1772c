import type { GraphLane } from './graph/graph-call.ts'

/**
 * The most calls of one Page: `points` in `duration` seconds. Source: docs/platform.md, 7. The rates of
 * comments, of moderation and of leads are Pagebeat's own.
 */
export const pageRates: Readonly<Partial<Record<GraphLane, { points: number; duration: number }>>> = {
  messages: { points: 300, duration: 1 },
  media: { points: 10, duration: 1 },
  private_replies: { points: 750, duration: 3_600 },
  comments: { points: 30, duration: 60 },
  moderation: { points: 300, duration: 60 },
  leads: { points: 20, duration: 1 },
}

/**
 * Least time between two calls of a lane, ms. Facebook allows two look-ups a second, but its seconds begin at other
 * times than ours. With a count by the second, four of our calls could fall into one of its seconds, and Facebook
 * would then refuse the lane for half a minute.
 */
export const laneSpacingMs: Readonly<Partial<Record<GraphLane, number>>> = { conversations: 550 }

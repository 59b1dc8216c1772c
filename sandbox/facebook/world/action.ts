import type { Outcome } from '../webhooks/sender.ts'

/** What an act of a person or of the Page brought about. */
export interface Act {
  /** mid, post id or comment id. */
  readonly id: string
  /** ms; whole seconds in feed webhooks. */
  readonly at: number
  /** How its webhook ended; never rejects. */
  readonly delivered: Promise<Outcome>
}

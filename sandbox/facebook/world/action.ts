import type { Outcome } from '../webhooks/delivery.ts'

/** What a customer or the Page did. */
export interface Action {
  /** mid, post id or comment id. */
  readonly id: string
  /** ms; whole seconds in feed webhooks. */
  readonly at: number
  /** How its webhook ended; never rejects. */
  readonly delivered: Promise<Outcome>
}

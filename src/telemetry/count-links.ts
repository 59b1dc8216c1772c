import type { InviteResult, LogInResult } from '../domain/reasons.ts'
import { metrics } from './metrics.ts'

/** Counts a use of an m.me link of `pagebeat customer invite`. A delivery that comes again counts again. */
export function countInvite(result: InviteResult, uses = 1): void {
  if (uses > 0) metrics.invites.inc({ result }, uses)
}

/** The uses of one commit: those that another customer had used before count as reused. */
export function countInvites({ uses, refused }: { readonly uses: number; readonly refused: number }): void {
  countInvite('reused', refused)
  countInvite('used', Math.max(0, uses - refused))
}

export function countLogIn(result: LogInResult): void {
  metrics.logIns.inc({ result })
}

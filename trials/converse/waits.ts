/** How long people waited for their replies, from the webhook's leaving to what they saw. */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import { quantile } from '../statistics.ts'
import type { Written } from './chatter.ts'
import { readReply } from './echoing-storyboard.ts'

/** When the reply to a message was first seen, ms; undefined: never. */
export function whenSeen(seen: readonly SeenMessage[]): (written: Written) => number | undefined {
  const seenAt = new Map<string, number>()
  for (const { page, psid, text = '', at } of seen) {
    const name = `${page} ${psid} ${readReply(text)?.text ?? ''}`
    if (!seenAt.has(name)) seenAt.set(name, at)
  }
  return ({ page, psid, text }) => seenAt.get(`${page} ${psid} ${text}`)
}

/** In ms, in no order; messages without a reply are not in it. */
export function waitsOf(written: readonly Written[], seen: readonly SeenMessage[]): number[] {
  const seenAt = whenSeen(seen)
  return written.flatMap((each) => {
    const at = seenAt(each)
    return at === undefined ? [] : [at - each.leftAt]
  })
}

export function describeWaits(waits: readonly number[]): string {
  return `p50 ${Math.round(quantile(waits, 0.5))} ms, p99 ${Math.round(quantile(waits, 0.99))} ms`
}

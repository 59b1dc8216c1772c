/** How long people waited for their replies, and where the time went. All clocks are this machine's. */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { Line } from '../report.ts'
import { quantile } from '../statistics.ts'
import type { Written } from './chatter.ts'
import { readReply } from './echoing-storyboard.ts'
import type { FoundTurn } from './found-turns.ts'

/** When the reply to a message was first seen, ms; undefined: never. */
export function whenSeen(seen: readonly SeenMessage[]): (written: Written) => number | undefined {
  const seenAt = new Map<string, number>()
  for (const { page, psid, text = '', at } of seen) {
    const name = nameOf({ page, psid, text: readReply(text)?.text ?? '' })
    if (!seenAt.has(name)) seenAt.set(name, at)
  }
  return (written) => seenAt.get(nameOf(written))
}

/** From the webhook's leaving to what they saw, in ms, in no order; messages without a reply are not in it. */
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

/** The way of these messages in stretches: how long each took, ms, by the tables and the simulated Facebook. */
export function stretchesOf(
  written: readonly Written[],
  { turns, seen }: { turns: readonly FoundTurn[]; seen: readonly SeenMessage[] },
): Map<string, number[]> {
  const turnOf = new Map(turns.map((turn) => [nameOf(turn), turn]))
  const seenAt = whenSeen(seen)
  const answered = written.flatMap((each) => {
    const [turn, at] = [turnOf.get(nameOf(each)), seenAt(each)]
    return turn === undefined || at === undefined ? [] : { ...turn, at, leftAt: each.leftAt }
  })
  return new Map([
    ['POST to turn', answered.map(({ openedTs, leftAt }) => openedTs - leftAt)],
    ['turn to decision', answered.map(({ handledTs, openedTs }) => handledTs - openedTs)],
    ['decision to claim', answered.map(({ claimedTs, handledTs }) => claimedTs - handledTs)],
    ['claim to Send API', answered.map(({ at, claimedTs }) => at - claimedTs)],
    ['(Send API to settled)', answered.map(({ settledTs, at }) => settledTs - at)],
  ])
}

export function linesOfStretches(...of: Parameters<typeof stretchesOf>): Line[] {
  return [...stretchesOf(...of)].map(([name, waits]) => [`  ${name}`, describeWaits(waits)])
}

function nameOf({ page, psid, text }: { page: string; psid: string; text: string }): string {
  return `${page} ${psid} ${text}`
}

/** Replies to messages and comments that were unsent, edited, removed or hidden long before. */
import type { Afterthought, SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { Written } from './chatter.ts'
import { readReply } from './echoing-storyboard.ts'
import type { CommentReply, FoundTurn } from './found-turns.ts'

/** One conversation. */
interface Talk {
  readonly name: string
  readonly written: readonly Written[]
  readonly seen: readonly SeenMessage[]
  readonly turns: readonly FoundTurn[]
}

/** Between the receiver's 200 to an afterthought and the row that a decision or a claim reads, usually. */
const untilKnownMs = 10_000
/** Messages of that time tell how long it was: kills prolong it, and a busy machine. */
const nearMs = 20_000

/** For a time, ms: how much later everything that was acknowledged then was surely known. */
export type KnownAfter = (ackedAt: number) => number

/** `lags`: messages, with the time from their 200 to their turn. */
export function createKnownAfter(
  lags: readonly { readonly ackedAt: number; readonly lagMs: number }[],
): KnownAfter {
  return (ackedAt) => {
    const near = lags.filter((lag) => Math.abs(lag.ackedAt - ackedAt) <= nearMs)
    return near.reduce((most, { lagMs }) => Math.max(most, 2 * lagMs), untilKnownMs)
  }
}

/** The reply to an unsent message, or to the old words of an edited one, although the change had long been known. */
export function findStale(
  { name, written, seen, turns }: Talk,
  afterthoughts: ReadonlyMap<string, Afterthought>,
  knownAfter: KnownAfter,
): string[] {
  const turnOf = new Map(turns.map((turn) => [turn.text, turn]))
  const replyTo = new Map(
    seen.flatMap(({ text = '' }) => {
      const reply = readReply(text)
      return reply === undefined ? [] : [[reply.text, reply] as const]
    }),
  )
  return written.flatMap(({ text, mid = '' }) => {
    const [change, reply, turn] = [afterthoughts.get(mid), replyTo.get(text), turnOf.get(text)]
    if (change === undefined || reply === undefined || turn === undefined) return []
    const isUnsent = change.action === 'unsend'
    if (reply.isToEdited && isUnsent) return [`${name} saw a reply to an edit of ${text}, which was unsent`]
    if (reply.isToEdited) return []
    const lateMs = (isUnsent ? turn.claimedTs : turn.handledTs) - change.ackedAt
    if (lateMs <= knownAfter(change.ackedAt)) return []
    const seconds = (lateMs / 1000).toFixed(1)
    return isUnsent
      ? [`${name} saw the reply to ${text}, claimed ${seconds} s after it was unsent`]
      : [`${name} saw the reply to the old words of ${text}, chosen ${seconds} s after the edit`]
  })
}

export function findStaleComments(
  comments: readonly CommentReply[],
  afterthoughts: ReadonlyMap<string, Afterthought>,
  knownAfter: KnownAfter,
): string[] {
  return comments.flatMap(({ commentId, state, claimedTs }) => {
    const change = afterthoughts.get(commentId)
    if (change === undefined || state !== 'sent') return []
    const lateMs = claimedTs - change.ackedAt
    if (lateMs <= knownAfter(change.ackedAt)) return []
    const what = change.action === 'hide' ? 'hidden' : 'removed'
    return [
      `the reply to comment ${commentId} was claimed ${(lateMs / 1000).toFixed(1)} s after it was ${what}`,
    ]
  })
}

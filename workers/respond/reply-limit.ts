/**
 * The limit of replies a minute in Messenger. A customer who reaches it is told so once. When the minute is over, the
 * newest of the waiting turns gets a reply and the others are closed. Two bots that reply to each other reach the limit
 * again within ten minutes: then nothing replies.
 */
import { randomBytes } from 'node:crypto'
import type { ConversationSnapshot } from '../../src/db/conversation/read-conversation.ts'
import type { Notice, ReplyLimits } from '../../src/db/conversation/reply-limit.ts'
import type { OpenTurn } from '../../src/db/conversation/turn-row.ts'
import { messengerChannel } from '../../src/domain/event.ts'
import type { Reply } from '../../src/domain/reply.ts'
import type { Progress } from './progress.ts'

const minuteMs = 60_000
/** After the limit was reached, reaching it again within this time looks like another bot. */
const strictMs = 10 * minuteMs

/** `loop_guard`: the turn gets no reply. `gather`: others are closed first. `told`: the customer is to be told. */
export type LimitState = 'free' | 'told' | 'gather' | 'loop_guard' | { readonly waitUntil: number }

export function limitStateOf(
  { channel, openedTs }: OpenTurn,
  { limitTs, recentReplies, hasMoreTurns }: ConversationSnapshot,
  { nowMs, repliesPerMinute }: { readonly nowMs: number; readonly repliesPerMinute: number },
): LimitState {
  const isReached = recentReplies >= repliesPerMinute
  if (channel !== messengerChannel) return isReached ? 'loop_guard' : 'free'
  if (limitTs === undefined || nowMs - limitTs >= strictMs) return isReached ? 'told' : 'free'
  const minuteEnds = limitTs + minuteMs
  if (nowMs < minuteEnds) return { waitUntil: minuteEnds }
  if (openedTs <= minuteEnds) return hasMoreTurns ? 'gather' : 'free' // the reply that the notice promised
  return isReached ? 'loop_guard' : 'free'
}

export interface ReplyLimitDeps {
  readonly replyLimits: ReplyLimits
  /** Is told the number of turns that were closed because a newer one gets the reply. */
  readonly onGathered: (turns: number) => void
  readonly limits: { readonly replyMs: number }
  readonly now: () => number
}

/** The turn stays open: it gets its reply when the minute is over, if no newer one does. */
export async function tellLimit(
  { replyLimits, limits, now }: ReplyLimitDeps,
  { turn, snapshot, reply }: { turn: OpenTurn; snapshot: ConversationSnapshot; reply: Reply },
): Promise<Progress> {
  const nowMs = now()
  const [action] = reply.actions
  const notice: Notice | undefined = action && {
    action: { action, causedTs: turn.ts },
    echoMark: randomBytes(8).toString('hex'),
    expiresTs: nowMs + Math.min(limits.replyMs, minuteMs),
  }
  await replyLimits.reach(turn, { snapshot, now: nowMs, notice })
  return 'done'
}

export async function gatherTurns(
  { replyLimits, onGathered, now }: ReplyLimitDeps,
  { turn, limitTs = 0 }: { readonly turn: OpenTurn; readonly limitTs: number | undefined },
): Promise<Progress> {
  onGathered(await replyLimits.gather(turn, { before: limitTs + minuteMs, now: now() }))
  return 'done'
}

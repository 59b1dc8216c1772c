import type { respondQueue } from '../queues/respond.ts'
import { feedChannel, messengerChannel } from '../src/domain/event.ts'
import type { ConversationReader, ConversationSnapshot } from '../src/db/conversation/read-conversation.ts'
import type { WakeUps } from '../src/db/conversation/wake-ups.ts'
import type { Activity } from './respond/activity.ts'
import type { Progress } from './respond/progress.ts'
import { replyNext, type ReplyDeps } from './respond/reply-next.ts'
import { sendNext } from './respond/send-next.ts'
import { done, type Step } from './step.ts'

export interface RespondDeps extends ReplyDeps {
  readonly conversations: Pick<ConversationReader, 'read'>
  readonly wakeUps: Pick<WakeUps, 'wakeAt' | 'clear'>
  readonly activity: Pick<Activity, 'note'>
}

/** Messages of the last minute count for `repliesPerMinute`. */
const recentMs = 60_000

/** After this number of steps the worker turns to other conversations, and this one is scheduled. */
const mostSteps = 50

/**
 * The conversation's turns have their replies, strictly in order, as far as that is possible now. If something has to
 * wait, the next step is scheduled.
 * Repeat-safe: MySQL alone says which step is next, and every step is a compare-and-set. A turn is closed once, a
 * message is claimed once, and no later message leaves before it is settled.
 * Messenger and the feed are apart: a Page's burst of comments leaves jobs free for Messenger, also where Facebook is slow.
 * Throws DatabaseBusyError (retry).
 */
export function createRespondStep(deps: RespondDeps): Step<typeof respondQueue> {
  const { conversations, wakeUps, activity, now } = deps
  return yieldOnFeed(
    deps,
    async function respond({ conversationId, channel = messengerChannel, recordedBy }) {
      activity.note()
      const of = { conversationId, channel }
      for (let step = 0; step < mostSteps; step += 1) {
        const snapshot = await conversations.read(conversationId, { channel, repliesSince: now() - recentMs })
        const progress = await advance(deps, snapshot, recordedBy)
        if (progress === 'done' || progress === 'settled') continue
        if (progress === 'nothing') await wakeUps.clear(snapshot)
        else if (!isScheduled(snapshot, progress.waitUntil))
          await wakeUps.wakeAt(of, progress.waitUntil, snapshot.wakeTs)
        return done
      }
      await wakeUps.wakeAt(of, now())
      return done
    },
  )
}

/** The next try of a conversation of the feed that found no place in this process, ms. */
const turnedAway = { firstMs: 250, longestMs: 5_000 }

/** A part of the jobs is left free for Messenger: a conversation of the feed without a place is scheduled. */
function yieldOnFeed(
  { wakeUps, limits: { feedAtOnce }, now }: Pick<RespondDeps, 'wakeUps' | 'limits' | 'now'>,
  respond: Step<typeof respondQueue>,
): Step<typeof respondQueue> {
  let running = 0
  let away = 0
  return async function respondOrSchedule(job) {
    const { conversationId, channel } = job
    if (channel !== feedChannel) return await respond(job)
    if (running >= feedAtOnce) {
      away += 1
      const waitMs = Math.min(turnedAway.longestMs, turnedAway.firstMs * (1 + away / feedAtOnce))
      await wakeUps.wakeAt({ conversationId, channel }, now() + waitMs)
      return done
    }
    running += 1
    try {
      return await respond(job)
    } finally {
      running -= 1
      away = Math.max(0, away - 1)
    }
  }
}

/** One step: sends the first unsettled message, else replies to the first open turn. */
async function advance(
  deps: RespondDeps,
  snapshot: ConversationSnapshot,
  recordedBy: readonly string[] | undefined,
): Promise<Progress> {
  if (snapshot.outboundId !== undefined) return await sendNext(deps, snapshot.outboundId, snapshot)
  if (snapshot.turn !== undefined) return await replyNext(deps, snapshot.turn, snapshot, recordedBy)
  return 'nothing'
}

/** A wake-up that is early by this much costs less than another write. */
const soonEnoughMs = 1_000

/** True where a schedule just before `ts` exists: several workers on a conversation need one write only. */
function isScheduled({ wakeTs }: ConversationSnapshot, ts: number): boolean {
  return wakeTs !== null && Number(wakeTs) <= ts && ts - Number(wakeTs) < soonEnoughMs
}

/** The row of `inboxEntry` of one customer with one Page, from what the other tables hold at this time. */
import { agentWindowMs } from '../../../domain/agent-window.ts'
import type { ConversationId, PageId, ProfileId } from '../../../domain/ids.ts'

export type InboxChannel = 'messenger' | 'feed'
export type Writer = 'customer' | 'bot' | 'agent' | 'app'
export type EntryState = 'trouble' | 'waiting' | 'agent' | 'not_understood' | 'done' | 'bot'

/** Something that the customer or the Page said. */
export interface Said {
  readonly ts: number
  readonly by: Writer
  readonly channel: InboxChannel
  /** Undefined: it has none, or it is gone. */
  readonly text: string | undefined
}

/** Times of a row of `conversation`, ms. */
export interface ThreadTimes {
  readonly lastInboundTs: number | undefined
  /** Until when the bot is silent; 0: it is not. */
  readonly silentUntil: number
  /** As the column says, without what Facebook gave back. */
  readonly silentUntilColumn: number
  readonly waitingTs: number | undefined
  readonly handOverTs: number | undefined
  readonly servedTs: number | undefined
}

export interface EntryFacts {
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly pId: ProfileId
  readonly name: string | undefined
  /** All threads of the customer with the Page. */
  readonly threads: readonly ThreadTimes[]
  /** The latest, newest first. */
  readonly said: readonly Said[]
  /** The customer's latest event of any kind, ms. Needed only where nothing was said. */
  readonly lastEventTs: number | undefined
  /** Turns that are done, newest first. */
  readonly turns: readonly TurnFact[]
  /** Rows of `outbound` that failed, are held or have no known outcome. */
  readonly trouble: readonly { readonly state: string; readonly createdTs: number }[]
  readonly adId: string | undefined
  readonly assignedTo: string | undefined
  readonly doneTs: number | undefined
}

export interface TurnFact {
  readonly ts: number
  readonly outcome: string | undefined
  readonly scene: string | undefined
  /** Whether it had a text that was understood. */
  readonly isUnderstood: boolean
  readonly intent: string | undefined
  readonly language: string | undefined
}

/** `inboxEntry` without `writtenTs`, which says when the row was changed. Undefined is NULL. */
export interface InboxEntry {
  readonly conversationId: ConversationId
  readonly pageId: PageId
  readonly pId: ProfileId
  readonly name: string | undefined
  readonly channel: InboxChannel
  readonly state: EntryState
  readonly lastTs: number
  readonly lastBy: Writer
  readonly lastText: string | undefined
  readonly lastInboundTs: number | undefined
  readonly unanswered: number
  readonly language: string | undefined
  readonly intent: string | undefined
  readonly scene: string | undefined
  readonly adId: string | undefined
  readonly assignedTo: string | undefined
  readonly waitingTs: number | undefined
  readonly agentTs: number | undefined
  readonly botTs: number | undefined
  readonly notUnderstoodTs: number | undefined
  readonly troubleTs: number | undefined
  readonly windowTs: number | undefined
  readonly doneTs: number | undefined
  readonly changesTs: number | undefined
}

const windowMs = 24 * 60 * 60_000
/** The list of closing windows has those of the last two hours. */
export const closingMs = 2 * 60 * 60_000
const longestText = 140

/** Undefined: the customer has said nothing to the Page, and opened no thread. `now` in ms. */
export function deriveEntry(facts: EntryFacts, now: number): InboxEntry | undefined {
  const { said, threads, turns } = facts
  const [last] = said
  const lastInboundTs = latest(threads.map((thread) => thread.lastInboundTs))
  const lastTs = last?.ts ?? (lastInboundTs === undefined ? undefined : facts.lastEventTs)
  if (lastTs === undefined) return undefined
  const fromCustomer = said.find(({ by }) => by === 'customer')
  const wroteTs = Math.max(fromCustomer?.ts ?? 0, lastInboundTs ?? 0)
  const doneTs = facts.doneTs ?? -1
  const isDone = facts.doneTs !== undefined && doneTs >= wroteTs
  const waits = threads.flatMap((thread) => waitOf(thread, now) ?? []).filter((ts) => ts > doneTs)
  const waitingTs = waits.length === 0 ? undefined : Math.min(...waits)
  const window = windowOf(facts, lastInboundTs)
  const is = {
    trouble: hasTrouble(facts),
    waiting: waitingTs !== undefined,
    agent: !isDone && threads.some((thread) => thread.silentUntil > now && !isUnheard(thread)),
    not_understood: isNotUnderstood(facts),
    done: isDone,
    bot: true,
  } as const satisfies Record<EntryState, boolean>
  const state = order.find((one) => is[one]) ?? 'bot'
  const isClosing = window !== undefined && !isDone && now >= window - closingMs && now < window
  const ifSo = (holds: boolean): number | undefined => (holds ? lastTs : undefined)
  const understood = turns.find((turn) => turn.isUnderstood)
  return {
    conversationId: facts.conversationId,
    pageId: facts.pageId,
    pId: facts.pId,
    name: facts.name,
    channel: fromCustomer?.channel ?? last?.channel ?? 'messenger',
    state,
    lastTs,
    lastBy: last?.by ?? 'customer',
    lastText: last?.text === undefined ? undefined : startOf(last.text),
    lastInboundTs,
    unanswered: unansweredOf(said),
    language: understood?.language,
    intent: understood?.intent,
    scene: turns.find(({ scene }) => scene !== undefined)?.scene,
    adId: facts.adId,
    assignedTo: facts.assignedTo,
    waitingTs,
    agentTs: ifSo(is.agent),
    botTs: ifSo(state === 'bot'),
    notUnderstoodTs: ifSo(is.not_understood),
    troubleTs: ifSo(is.trouble),
    windowTs: isClosing ? window : undefined,
    doneTs: ifSo(isDone),
    changesTs: nextChange(threads, window, now),
  }
}

const order: readonly EntryState[] = ['trouble', 'waiting', 'agent', 'not_understood', 'done', 'bot']

/** As `findWaiting` (src/db/conversation/waiting.ts). */
function waitOf(thread: ThreadTimes, now: number): number | undefined {
  const { waitingTs, silentUntilColumn } = thread
  if (waitingTs === undefined || waitingTs <= now - agentWindowMs) return undefined
  return isUnheard(thread) || silentUntilColumn > now ? waitingTs : undefined
}

/** The thread was handed over, and no agent has answered since. */
export function isUnheard({ handOverTs = -2, servedTs = -1 }: ThreadTimes): boolean {
  return handOverTs > servedTs
}

/** A failed reply is no trouble any more after the Page has replied since, or an agent has marked the conversation as done. */
function hasTrouble({ trouble, said, doneTs = -1 }: EntryFacts): boolean {
  const repliedTs = said.find(({ by }) => by !== 'customer')?.ts ?? -1
  return trouble.some(
    ({ state, createdTs }) => createdTs > doneTs && (state !== 'failed' || createdTs > repliedTs),
  )
}

function isNotUnderstood({ turns, said, doneTs = -1 }: EntryFacts): boolean {
  const [turn] = turns.filter(({ isUnderstood, outcome }) => isUnderstood || outcome === 'not_understood')
  if (turn?.outcome !== 'not_understood' || turn.ts <= doneTs) return false
  return !said.some(({ by, ts }) => by === 'agent' && ts > turn.ts)
}

/** When the window closes, ms, if nobody answered the customer's last message. */
function windowOf({ said }: EntryFacts, lastInboundTs: number | undefined): number | undefined {
  const last = said.find(({ channel }) => channel === 'messenger')
  return lastInboundTs === undefined || last?.by !== 'customer' ? undefined : lastInboundTs + windowMs
}

function unansweredOf(said: readonly Said[]): number {
  const answered = said.findIndex(({ by }) => by !== 'customer')
  return answered === -1 ? said.length : answered
}

function nextChange(
  threads: readonly ThreadTimes[],
  window: number | undefined,
  now: number,
): number | undefined {
  const times = [
    ...threads.flatMap((thread) => {
      const waitingTs = waitOf(thread, now)
      const { silentUntil, silentUntilColumn } = thread
      return [silentUntil, ...(waitingTs === undefined ? [] : [silentUntilColumn, waitingTs + agentWindowMs])]
    }),
    ...(window === undefined ? [] : [window - closingMs, window]),
  ].filter((ts) => ts > now)
  return times.length === 0 ? undefined : Math.min(...times)
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((ts) => ts !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

function startOf(text: string): string {
  return Array.from(
    text
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, 2 * longestText),
  )
    .slice(0, longestText)
    .join('')
}

/** What the thread shows, in order: days, messages, notes, and what has not reached the server. */
import type { Conversation, Message } from '../../api/conversation.ts'
import { isEvent } from './event-kinds.ts'
import type { LocalAct } from '../state/page-state.ts'

type Note = Conversation['notes'][number]

export type Entry =
  | { readonly kind: 'day'; readonly key: string; readonly ts: number }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: Message
      /** Of several in a row by the same author. */
      readonly isFirst: boolean
      readonly isLast: boolean
    }
  | { readonly kind: 'note'; readonly key: string; readonly note: Note }
  | { readonly kind: 'act'; readonly key: string; readonly local: LocalAct }

const togetherMs = 5 * 60_000
/** The clocks of the server and of the page may differ by this much. */
const sameMs = 5_000

export interface ThreadParts {
  readonly messages: readonly Message[]
  /** Only those since the first message are shown; with `isStart` all. */
  readonly notes: readonly Note[]
  readonly isStart: boolean
  readonly locals: readonly LocalAct[]
  readonly userId: string | undefined
}

export function toEntries({ messages, notes, isStart, locals, userId }: ThreadParts): readonly Entry[] {
  const since = isStart ? 0 : (messages[0]?.ts ?? 0)
  const comments = new Set(
    messages.flatMap(({ kind, commentId }) => (kind === 'reaction' ? [] : (commentId ?? []))),
  )
  const isBeside = ({ kind, commentId }: Message): boolean =>
    kind === 'reaction' && commentId !== undefined && comments.has(commentId)
  const dated = [
    // A comment that was loaded later has its reactions beside it.
    ...messages
      .filter((message) => isShown(message) && !isBeside(message))
      .map((message) => ({ ts: message.ts, message, note: undefined })),
    ...notes.filter(({ ts }) => ts >= since).map((note) => ({ ts: note.ts, note, message: undefined })),
  ].toSorted((a, b) => a.ts - b.ts)
  const entries: Entry[] = []
  for (const [at, { ts, message, note }] of dated.entries()) {
    const before = dated[at - 1]
    if (before === undefined || !isSameDay(before.ts, ts)) entries.push({ kind: 'day', key: `day ${ts}`, ts })
    if (note !== undefined) entries.push({ kind: 'note', key: `note ${note.id}`, note })
    else if (message !== undefined) {
      const isFirst = !goTogether(before?.message, message)
      const isLast = !goTogether(message, dated[at + 1]?.message)
      entries.push({ kind: 'message', key: message.id, message, isFirst, isLast })
    }
  }
  const unseen = unseenOf(locals, messages, userId)
  return [...entries, ...unseen.map((local) => ({ kind: 'act', key: local.act.key, local }) as const)]
}

/** Without those that are among the messages. The live event of a message may come before the response to its act. */
function unseenOf(
  locals: readonly LocalAct[],
  messages: readonly Message[],
  userId: string | undefined,
): readonly LocalAct[] {
  const own = new Map(
    messages.flatMap((message) =>
      message.outboundId !== undefined && message.agent?.id === userId ? [[message.outboundId, message]] : [],
    ),
  )
  const asked = locals.filter(({ outboundId }) => outboundId !== undefined && own.delete(outboundId))
  return locals.filter((local) => {
    if (asked.includes(local)) return false
    if (local.outboundId !== undefined || local.is !== 'asking') return true
    for (const [outboundId, { text, ts }] of own) {
      if (!('text' in local.act) || text !== local.act.text || ts < local.ts - sameMs) continue
      own.delete(outboundId)
      return false
    }
    return true
  })
}

/** What an agent took back was never said. */
function isShown({ state, reason }: Message): boolean {
  return state !== 'suppressed' || reason !== 'undone'
}

function goTogether(one: Message | undefined, next: Message | undefined): boolean {
  if (one === undefined || next === undefined || isEvent(one) || isEvent(next)) return false
  if (one.by !== next.by || one.agent?.id !== next.agent?.id || one.channel !== next.channel) return false
  return next.ts - one.ts < togetherMs && isSameDay(one.ts, next.ts) && next.channel === 'messenger'
}

/** By the calendar of the browser's zone. */
function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

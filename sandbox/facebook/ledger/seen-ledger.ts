/**
 * The judge: what each customer saw of the Page, in order, and what every customer did. It is written at the moment the
 * simulated Facebook commits something, so it does not matter what our side believes to have sent.
 */
import type { Wire } from '../webhooks/wire.ts'
import type { PersonState } from '../world/state.ts'

export interface SeenMessage {
  /** Counts up over all people: the order in which Facebook committed them. */
  readonly seq: number
  /** ms */
  readonly at: number
  readonly page: string
  readonly person: string
  readonly psid: string
  readonly via: 'messenger' | 'comment' | 'private_reply'
  readonly text?: string
  readonly attachment?: Wire
  readonly quickReplies?: Wire
  /** `m_…`, or the id of the comment. */
  readonly mid: string
  /** Ours: `pagebeat.<intent id>.<claim>`; a comment has none. */
  readonly metadata?: string
  /** The app that sent it; the Page Inbox has an id of its own. */
  readonly appId?: string
  /** The comment or post that is answered. */
  readonly about?: string
}

export type ActionKind =
  | 'write'
  | 'tap'
  | 'postback'
  | 'referral'
  | 'optin'
  | 'react'
  | 'unreact'
  | 'comment'
  | 'reply'
  | 'edit_comment'
  | 'remove_comment'
  | 'post'
  | 'mention'
  | 'recommend'
  | 'read'
  | 'block'
  | 'unblock'

export interface PersonAction {
  readonly seq: number
  readonly at: number
  readonly page: string
  readonly person: string
  readonly psid: string
  readonly action: ActionKind
  readonly text?: string
  readonly payload?: string
  /** mid, post id or comment id of what was made or touched. */
  readonly id?: string
}

/** What happens between a customer and the Page that is no message: typing, mark seen, receipts, a hidden or liked comment. */
export interface Signal {
  readonly seq: number
  readonly at: number
  readonly page: string
  readonly person: string
  readonly psid: string
  /** typing_on, typing_off, mark_seen, react, unreact; delivered, read; hide, unhide, like, unlike, remove. */
  readonly action: string
  /** The comment or post that it is about. */
  readonly id?: string
  /** A receipt's watermark, ms. */
  readonly upTo?: number
}

/** One thing seen more than once. */
export interface Duplicate {
  readonly key: string
  readonly seen: readonly SeenMessage[]
}

export type LedgerEntry =
  | ({ readonly is: 'seen' } & SeenMessage)
  | ({ readonly is: 'action' } & PersonAction)
  | ({ readonly is: 'signal' } & Signal)

export interface SeenLedger {
  readonly seen: readonly SeenMessage[]
  readonly actions: readonly PersonAction[]
  /** Everything, in order. */
  readonly entries: readonly LedgerEntry[]
  seenBy(person: { readonly key: string }, page?: string): SeenMessage[]
  actionsOf(person: { readonly key: string }): PersonAction[]
  /**
   * Messages and comments that a customer saw twice. By default two messages are the same when the intent in their metadata is, two comments when
   * they say the same under the same comment; `by` gives another key, undefined for what cannot be told.
   */
  duplicates(by?: (seen: SeenMessage) => string | undefined): Duplicate[]
  /** Resolves with the first thing seen, now or later, that fits; rejects after `timeoutMs` (10 s). */
  until(fits: (seen: SeenMessage) => boolean, options?: { readonly timeoutMs?: number }): Promise<SeenMessage>
  recordSeen(seen: Omit<SeenMessage, 'seq' | 'person'>, person: PersonState): SeenMessage
  recordAction(action: Omit<PersonAction, 'seq' | 'person'>, person: PersonState): PersonAction
  signal(signal: Omit<Signal, 'seq' | 'person'>, person: PersonState): void
  /** Is told everything as it happens; returns what ends that. */
  watch(listener: (entry: LedgerEntry) => void): () => void
}

export function createSeenLedger(): SeenLedger {
  const seen: SeenMessage[] = []
  const actions: PersonAction[] = []
  const entries: LedgerEntry[] = []
  const byPerson = new Map<string, SeenMessage[]>()
  const listeners = new Set<(entry: LedgerEntry) => void>()
  let seq = 0

  const ledger: SeenLedger = {
    seen,
    actions,
    entries,
    seenBy: ({ key }, page) =>
      (byPerson.get(key) ?? []).filter((each) => page === undefined || each.page === page),
    actionsOf: ({ key }) => actions.filter(({ person }) => person === key),
    duplicates(by = sameness) {
      const groups = new Map<string, SeenMessage[]>()
      for (const each of seen) {
        const key = by(each)
        if (key === undefined) continue
        const own = `${each.person} ${each.page} ${key}`
        groups.set(own, [...(groups.get(own) ?? []), each])
      }
      return [...groups].filter(([, list]) => list.length > 1).map(([key, list]) => ({ key, seen: list }))
    },
    until(fits, { timeoutMs = 10_000 } = {}) {
      const already = seen.find((each) => fits(each))
      if (already !== undefined) return Promise.resolve(already)
      return new Promise((resolve, reject) => {
        const stop = ledger.watch((entry) => {
          if (entry.is !== 'seen' || !fits(entry)) return
          clearTimeout(timer)
          stop()
          resolve(entry)
        })
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`nobody saw it within ${timeoutMs} ms`))
        }, timeoutMs)
      })
    },
    recordSeen(facts, person) {
      const entry = { seq: (seq += 1), person: person.key, ...facts }
      seen.push(entry)
      const list = byPerson.get(person.key)
      if (list === undefined) byPerson.set(person.key, [entry])
      else list.push(entry)
      tell({ is: 'seen', ...entry })
      return entry
    },
    recordAction(facts, person) {
      const entry = { seq: (seq += 1), person: person.key, ...facts }
      actions.push(entry)
      tell({ is: 'action', ...entry })
      return entry
    },
    signal(facts, person) {
      tell({ is: 'signal', seq: (seq += 1), person: person.key, ...facts })
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return ledger

  function tell(entry: LedgerEntry): void {
    entries.push(entry)
    for (const listener of listeners) listener(entry)
  }
}

function sameness({ via, metadata, about, text }: SeenMessage): string | undefined {
  if (via === 'comment') return `comment ${about ?? ''} ${text ?? ''}`
  return metadata === undefined ? undefined : `intent ${intentOf(metadata)}`
}

/** `pagebeat.<intent id>.<claim>` without the claim: a second claim of the same intent is the same reply. */
function intentOf(metadata: string): string {
  const parts = metadata.split('.')
  return parts[0] === 'pagebeat' ? (parts[1] ?? metadata) : metadata
}

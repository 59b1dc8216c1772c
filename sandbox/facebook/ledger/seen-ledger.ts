/**
 * The judge: what each customer saw of the Page, in order, and what every customer did. It is written at the moment the
 * simulated Facebook commits something, so it does not matter what our side believes to have sent.
 */
import type { Wire } from '../webhooks/wire.ts'
import type { PersonState } from '../world/state.ts'

interface Entry {
  /** Counts up over all people: the order in which Facebook committed them. */
  readonly seq: number
  /** ms */
  readonly at: number
  readonly page: string
  readonly person: string
  readonly psid: string
}

export interface SeenMessage extends Entry {
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

type ThreadAction =
  | 'write'
  | 'edit_message'
  | 'unsend'
  | 'tap'
  | 'postback'
  | 'referral'
  | 'optin'
  | 'log_in'
  | 'log_out'
  | 'read'
  | 'block'
  | 'unblock'
type FeedAction = 'comment' | 'reply' | 'edit_comment' | 'remove_comment' | 'post' | 'mention' | 'recommend'
export type ActionKind = ThreadAction | FeedAction | 'react' | 'unreact'

interface PersonAction extends Entry {
  readonly action: ActionKind
  readonly text?: string
  readonly payload?: string
  /** mid, post id or comment id of what was made or touched. */
  readonly id?: string
}

/** What happens between a customer and the Page that is no message: typing, mark seen, receipts, a hidden or liked comment. */
interface Signal extends Entry {
  /**
   * typing_on, typing_off, mark_seen, react, unreact; delivered, read; hide, unhide, like, unlike, remove; blocked,
   * unblocked.
   */
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

/** What was done to a message or comment a moment after it, and when the receiver had acknowledged that, ms. */
export interface Afterthought {
  readonly action: ActionKind | 'hide'
  readonly ackedAt: number
}

export type SeenLedger = ReturnType<typeof createSeenLedger>
type Facts<Kind extends Entry> = Omit<Kind, 'seq' | 'person'>

export function createSeenLedger() {
  const seen: SeenMessage[] = []
  const actions: PersonAction[] = []
  /** Everything, in order. */
  const entries: LedgerEntry[] = []
  /** mid or comment id → what was done to it. */
  const afterthoughts = new Map<string, Afterthought>()
  const listeners = new Set<(entry: LedgerEntry) => void>()
  let seq = 0

  return {
    seen: seen as readonly SeenMessage[],
    actions: actions as readonly PersonAction[],
    entries: entries as readonly LedgerEntry[],
    afterthoughts,
    seenBy: ({ key }: { readonly key: string }, page?: string): SeenMessage[] =>
      seen.filter((each) => each.person === key && (page === undefined || each.page === page)),
    actionsOf: ({ key }: { readonly key: string }): PersonAction[] =>
      actions.filter(({ person }) => person === key),
    /**
     * Messages and comments that a customer saw twice. By default two messages are the same when the intent in their metadata is,
     * two comments when they say the same under the same comment; `by` gives another key, undefined for what cannot be told.
     */
    duplicates(by: (seen: SeenMessage) => string | undefined = sameness): Duplicate[] {
      const known = seen.filter((each) => by(each) !== undefined)
      const groups = Map.groupBy(known, (each) => `${each.person} ${each.page} ${by(each)}`)
      return [...groups].filter(([, list]) => list.length > 1).map(([key, list]) => ({ key, seen: list }))
    },
    /** Resolves with the first thing seen, now or later, that fits; rejects after `timeoutMs`. */
    until(fits: (seen: SeenMessage) => boolean, { timeoutMs = 10_000 } = {}): Promise<SeenMessage> {
      const already = seen.find((each) => fits(each))
      if (already !== undefined) return Promise.resolve(already)
      return new Promise((resolve, reject) => {
        const stop = watch((entry) => {
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
    recordSeen(facts: Facts<SeenMessage>, person: PersonState): void {
      const entry = numbered(facts, person)
      seen.push(entry)
      tell({ is: 'seen', ...entry })
    },
    recordAction(facts: Facts<PersonAction>, person: PersonState): void {
      const entry = numbered(facts, person)
      actions.push(entry)
      tell({ is: 'action', ...entry })
    },
    signal: (facts: Facts<Signal>, person: PersonState): void =>
      tell({ is: 'signal', ...numbered(facts, person) }),
    watch,
  }

  /** Is told everything as it happens; returns what ends that. */
  function watch(listener: (entry: LedgerEntry) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function numbered<Given extends object>(facts: Given, person: PersonState) {
    return { seq: (seq += 1), person: person.key, ...facts }
  }

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

/** All that the page knows. */
import type { Act } from '../../api/acts.ts'
import type { ConversationItem, ConversationList } from '../../api/conversation-list.ts'
import type { Conversation, Message } from '../../api/conversation.ts'
import type { Agents } from '../../api/presence.ts'
import type { SavedReply } from '../../api/saved-replies.ts'
import type { ApiError, Session } from '../../api/session.ts'
import type { DraftAim } from './drafts.ts'
import type { Preferences } from './preferences.ts'
import type { Route } from './route.ts'
import type { Store } from './store.ts'

export interface ListState {
  /** The query that it belongs to, as text. */
  readonly of: string
  readonly items: readonly ConversationItem[]
  readonly next: string | undefined
  readonly is: 'loading' | 'loading_more' | 'ready' | 'failed'
}

export interface OpenConversation {
  readonly id: string
  readonly head: Conversation | undefined
  readonly messages: readonly Message[]
  /** Where older messages begin; undefined: `messages` starts with the first. */
  readonly before: string | undefined
  readonly is: 'loading' | 'loading_older' | 'ready' | 'failed' | 'missing'
}

/** An act on its way to the server. It leaves when the acts before it, in its conversation, have left. */
export interface LocalAct {
  readonly conversationId: string
  readonly act: Act
  readonly ts: number
  /**
   * `waiting`: for the acts before it. `asking`: the server is asked. `no_connection`: it is asked again when it answers.
   * `queued`: the server has it, and the message is not seen yet. `kept`: from an earlier visit; the agent decides.
   */
  readonly is: 'waiting' | 'asking' | 'no_connection' | 'queued' | 'refused' | 'kept'
  readonly reason?: string | undefined
  readonly says?: string | undefined
  readonly outboundId?: string | undefined
  readonly undoUntil?: number | undefined
}

export interface Notice {
  readonly id: string
  readonly kind: 'good' | 'bad'
  readonly text: string
}

export interface PageState {
  readonly session: Session | undefined
  /** `ended`: the session ended while the page was in use; what is on the screen stays. */
  readonly access: 'checking' | 'signed_out' | 'signed_in' | 'ended' | 'unreachable'
  /** The server's clock minus the browser's, ms. */
  readonly clockOffsetMs: number
  /** The server's time, ms, set each second. */
  readonly nowMs: number
  readonly connection: 'opening' | 'live' | 'lost'
  /** What the server says about its own trouble. */
  readonly serverTrouble: ApiError | undefined
  readonly route: Route
  /** To whom a conversation can be assigned. */
  readonly agents: Agents['agents']
  /** Undefined: not loaded yet. */
  readonly savedReplies: readonly SavedReply[] | undefined
  readonly list: ListState
  readonly counts: ConversationList['counts']
  readonly open: OpenConversation | undefined
  readonly acts: readonly LocalAct[]
  /** Counts drafts that something else than their field changed. */
  readonly draftsChanged: number
  /** The composer takes this aim, and the focus. A new object each time. Undefined within: a reply, not a note. */
  readonly wantedAim: { readonly aim: DraftAim | undefined } | undefined
  /** The comment that is about to be deleted, after a question. */
  readonly deleting:
    | { readonly conversationId: string; readonly commentId: string; readonly text: string }
    | undefined
  /** The conversation that was marked as done last, and until when the page offers to take that back, ms. */
  readonly markedDone: { readonly conversationId: string; readonly until: number } | undefined
  readonly notices: readonly Notice[]
  /** Said once to screen readers. */
  readonly announcement: string
  readonly preferences: Preferences
  readonly dialog: 'shortcuts' | 'settings' | 'filters' | undefined
  /** Of the open conversation, beside its messages. `why:<message id>`. */
  readonly side: 'customer' | `why:${string}` | undefined
  /** Grows when conversations are gone, as their customer was forgotten: customers are asked for again. */
  readonly removals: number
}

export type PageStore = Store<PageState>

export const emptyList: ListState = { of: '', items: [], next: undefined, is: 'loading' }

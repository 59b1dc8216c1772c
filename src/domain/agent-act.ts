/** What an agent does in a conversation that changes what is sent, or who writes. As `console/api/acts.ts` decodes it. */
export type AgentAct = MessageAct | CommentAct | ThreadAct | UndoAct

interface Keyed {
  /** Chosen by the page at random. */
  readonly key: string
}

/** A message in Messenger. */
export interface MessageAct extends Keyed {
  readonly act: 'reply'
  readonly text: string
  readonly pictureUrl?: string | undefined
}

export type CommentAct = Keyed & { readonly commentId: string } & (
    | { readonly act: 'reply_in_public' | 'reply_in_private'; readonly text: string }
    | { readonly act: 'hide' | 'unhide' | 'delete' | 'like' }
  )

export interface ThreadAct extends Keyed {
  readonly act: 'take_over' | 'give_back'
}

/** Takes back what this user sent with this row. */
export interface UndoAct extends Keyed {
  readonly act: 'undo'
  readonly outboundId: string
}

/** `done`: it holds now. `queued`: a worker does it. `refused`: see `says`. */
export interface ActOutcome {
  readonly is: 'done' | 'queued' | 'refused'
  readonly reason?: string | undefined
  readonly says?: string | undefined
  readonly outboundId?: string | undefined
  /** Until when `undo` is possible, ms. */
  readonly undoUntil?: number | undefined
}

export function refused(reason: string, says: string): ActOutcome {
  return { is: 'refused', reason, says }
}

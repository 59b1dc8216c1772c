/** What became of a comment so far, for moderation. */
export interface CommentHistory {
  /** The bot replied to it, in public or in private, or is about to. */
  readonly isReplied: boolean
  /** The rule that hid it. Undefined: no rule did, or it is shown again. */
  readonly hiddenBy?: string
}

export const noHistory: CommentHistory = { isReplied: false }

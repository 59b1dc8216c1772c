/** What became of a comment so far, for moderation. */
export interface CommentHistory {
  /** The Page replied to it, in public or in private: an agent, or the bot, which may be about to. */
  readonly isReplied: boolean
  /** The rule that hid it. Undefined: no rule did, or it is shown again. */
  readonly hiddenBy?: string
}

export const noHistory: CommentHistory = { isReplied: false }

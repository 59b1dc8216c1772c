/** Times of the stages that reply, ms. */
export type Waits = typeof usualWaits

/** A trial's preload changes them. */
export const usualWaits = {
  /** The longest time of a call of the Send API. After `claimMs` the worker of a claim counts as dead. */
  sendMs: 5_000,
  claimMs: 7_000,
  /** Echoes come within a second or two after the claim. Then no look-up is needed. */
  graceMs: 3_000,
  /**
   * Facebook may carry out a call that was given up. A look-up that does not find the message proves nothing before so
   * long after the claim: after an error of Facebook's, and without any response.
   */
  endedAfterErrorMs: 15_000,
  endedAfterSilenceMs: 40_000,
  /** After this time without a clear outcome the message is held for an operator. */
  giveUpMs: 120_000,
  /** The longest time that a reply waits for the customer's profile, and for the understanding of the text. */
  profileMs: 700,
  understandingMs: 2_500,
  /** A comment waits longer where a rule of moderation looks at its intent: else a busy nlp lets spam pass. */
  commentUnderstandingMs: 30_000,
  /** A trial's limit for a reply, which is shorter than the whole minutes of PAGEBEAT_ANSWER_MINUTES. */
  replyMs: Infinity,
}

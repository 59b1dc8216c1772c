/** Sentences of the server in another language than English, by their codes. */
export interface ServerTexts {
  /** Single words that stand in sentences. */
  readonly words: Readonly<Record<string, string>>
  /** What became of a message, and why. */
  readonly why: Readonly<Record<string, string>>
  /** What an operator has to look at. */
  readonly troubles: Readonly<Record<string, string>>
  /** Why the server refused a request. */
  readonly refusals: Readonly<Record<string, string>>
}

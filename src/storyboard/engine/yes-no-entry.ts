/** The words of yes and no of one language, with | between them. */
export interface YesNoWords {
  readonly yes: string
  readonly no: string
  readonly aloneYes?: string
  readonly aloneNo?: string
  readonly unclear?: string
  /** Counts only where the language is expected: its words are known elsewhere with the other meaning. */
  readonly isRare?: true
}

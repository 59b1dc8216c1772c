/** The form in which the lists of a language say how its speakers refuse something. */
export interface NegationWords {
  /** The customer does not want what stands after it, or before it. */
  readonly refusals: readonly string[]
  /** Only if a word of the intent's own follows: "please don't cancel it", but not "don't know". */
  readonly commands: readonly string[]
  /** None of these may stand in a gap. */
  readonly stops: string
  /** A clause that begins with one of these says what the customer asks or supposes. */
  readonly asks: string
  /** A command before one of these is a question: "don't you deliver?" */
  readonly askedOf?: string
  /** What follows the negation is a complaint, and no wish: "I don't want to wait for my refund". */
  readonly exempt: string
  /** "I don't want the shoes any more" wants to give them back. */
  readonly anyMore: string
}

/** What a reader of the kind `embeddings` learned of a version of the examples. For the log; it holds no text. */
export interface LearnReport {
  readonly examples: number
  /** How many of their vectors the service made now. The others were kept from before. */
  readonly embedded: number
  /** The share of the vectors in a confidence, 0 to 1. 0: they would not improve the local provider. */
  readonly weight: number
}

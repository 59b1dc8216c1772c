/** What a text means, as one of the providers of `src/nlp` understood it. JSON-shaped; stored with the turn. */
export interface Understanding {
  readonly provider: 'builtin' | 'wit' | 'local' | 'none'
  /** Of the provider's model: a date of wit.ai's API, a digest of the local training examples. */
  readonly version: string
  /** Absent: none of the known ones. */
  readonly intent?: { readonly name: string; readonly confidence: number }
  readonly entities: readonly UnderstoodEntity[]
  readonly sentiment?: 'positive' | 'neutral' | 'negative'
  /** BCP 47, as far as it was told or could be told: en, de, pt-BR. */
  readonly language?: string
  /** Why a provider further up the chain was passed over: `wit: timeout`. */
  readonly passedOver?: readonly string[]
}

export interface UnderstoodEntity {
  /** The storyboard's or a built-in one: number, email, phone, date, money. */
  readonly name: string
  /** Normalised: the list entry's name, a number, an ISO date, `{ amount, currency }`. */
  readonly value: string | number | boolean | { readonly amount: number; readonly currency?: string }
  /** As the person wrote it. */
  readonly text: string
  /** 0 to 1 */
  readonly confidence: number
}

/** What a provider is asked. */
export interface Utterance {
  readonly text: string
  /** The person's locale from the profile, `de_DE`. */
  readonly locale?: string
  /** IANA name, or hours from UTC as Facebook's profile has it. */
  readonly timezone?: string
  /** For "tomorrow": ms since the epoch. */
  readonly referenceTime: number
  /** The `nlp` block of the message. */
  readonly nlp?: unknown
}

/** The one port of language understanding. Never throws for a text; a provider that cannot answer is passed over. */
export type Understand = (utterance: Utterance) => Promise<Understanding>

/** What the local provider learns from. */
export interface TrainingExamples {
  readonly intents: Readonly<Record<string, readonly string[]>>
  /** Sentences that are none of the intents: they teach when to say none. */
  readonly none?: readonly string[]
  readonly entities?: readonly EntityDefinition[]
}

export type EntityDefinition =
  | { readonly name: string; readonly pattern: string }
  | { readonly name: string; readonly values: Readonly<Record<string, readonly string[]>> }

/** What a text means, as a provider of `src/nlp` understood it. JSON-shaped; stored with the turn. */
export interface Understanding {
  readonly provider: 'builtin' | 'wit' | 'reader' | 'local' | 'none'
  /**
   * Version of the provider's model: a date of wit.ai's API, a digest of the local training examples, or the model of
   * the reader with that digest.
   */
  readonly version: string
  /** Absent: none of the known intents. */
  readonly intent?: { readonly name: string; readonly confidence: number }
  /** Other intents that the text may have, likeliest first, at most three. Absent: none is likely. */
  readonly alternatives?: readonly Alternative[]
  readonly entities: readonly UnderstoodEntity[]
  readonly sentiment?: 'positive' | 'neutral' | 'negative'
  /** BCP 47, if it is known: en, de, pt-BR. */
  readonly language?: string
  /** The text is surely in this language, of which there are no examples. The local provider then names no intent. */
  readonly otherLanguage?: string
  /** 0 to 1, among the languages of the storyboard; absent: not known. */
  readonly languageConfidence?: number
  /** Why providers before this one were passed over: `wit: timeout`. */
  readonly passedOver?: readonly string[]
}

/** An intent that the text may have. If `intent` is absent, the first one was likeliest, with too little confidence. */
export interface Alternative {
  readonly name: string
  /** 0 to 1 */
  readonly confidence: number
  /** Another sentence of the text has this intent: the customer wants both. */
  readonly isAlso?: true
}

export interface UnderstoodEntity {
  /** An entity of the storyboard, or a built-in one: number, email, phone, date, time, money. */
  readonly name: string
  /** The normalised value: the name of the list entry, a number, an ISO date, `18:30`, `{ amount, currency }`. */
  readonly value: string | number | boolean | { readonly amount: number; readonly currency?: string }
  /** The customer's own words. */
  readonly text: string
  /** 0 to 1 */
  readonly confidence: number
  /** The text only resembles the value: a typing mistake, or another word. */
  readonly isTypo?: true
  /** One end of a range ("from 4 to 6 December"): the other end is the next entity, or the one before. */
  readonly part?: 'from' | 'to'
  /** What an hour without a hint may also mean: `18:00` for "at six", whose value is `06:00`. */
  readonly otherwise?: string
}

/** What a provider is asked to understand. */
export interface Utterance {
  readonly text: string
  /** The customer's locale from the profile, `de_DE`. */
  readonly locale?: string
  /** The language of the text, if it is known already: it decides which words are numbers and days. */
  readonly language?: string
  /** An IANA name, or hours from UTC as in Facebook's profile. */
  readonly timezone?: string
  /** The time from which "tomorrow" counts, ms since the epoch. */
  readonly referenceTime: number
  /** The `nlp` block of the message. */
  readonly nlp?: unknown
}

/** The only port to language understanding. Never throws; a provider that does not respond is passed over. */
export type Understand = (utterance: Utterance) => Promise<Understanding>

/** What the local provider is trained with. */
export interface TrainingExamples {
  readonly intents: Readonly<Record<string, readonly string[]>>
  /** Sentences that belong to none of the intents. They teach it to say none. */
  readonly none?: readonly string[]
  readonly entities?: readonly EntityDefinition[]
  /**
   * The languages of the storyboard, each with texts in it. With two or more, only these are considered for a text of a
   * customer.
   */
  readonly languages?: Readonly<Record<string, readonly string[]>>
  readonly calibration?: Calibration
}

/** Fits the confidence of the local provider to a brand's customers; `pagebeat nlp calibrate` finds it. */
export interface Calibration {
  /** A guess of less confidence counts as none, 0 to 1. */
  readonly leastConfidence: number
  /** The log odds of the confidence are multiplied by `slope`, above 0, and `shift` is added. */
  readonly slope: number
  readonly shift: number
}

export type EntityDefinition =
  | { readonly name: string; readonly pattern: string }
  | { readonly name: string; readonly values: Readonly<Record<string, readonly string[]>> }

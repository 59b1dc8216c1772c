/** The ports to a reader: before and after it has learned the examples of a storyboard. */
import type { Alternative, TrainingExamples, Understanding, Utterance } from '../../domain/understanding.ts'
import type { LocalModel } from '../local/train-local.ts'
import type { ServiceFailure } from '../service/service-result.ts'

export type ReaderKind = 'embeddings' | 'llm'

/**
 * learning: the examples are not read yet. failed: they cannot be, by a mistake in this program. no_gain: it would not
 * improve the local provider. no_time: wit.ai took it.
 */
export type ReaderFailure =
  | ServiceFailure
  | 'learning'
  | 'failed'
  | 'no_gain'
  | 'no_time'
  | 'too_many_intents'

export interface ReaderReading {
  readonly intent?: { readonly name: string; readonly confidence: number }
  readonly alternatives?: readonly Alternative[]
}

/** Undefined: the local provider is sure enough, so the reader is not asked. */
export type ReaderResult =
  | { readonly reading: ReaderReading }
  | { readonly passedOver: ReaderFailure }
  | undefined

export interface ReaderQuestion {
  readonly utterance: Utterance
  /** What the local provider understood. */
  readonly own: Understanding
  /** No result comes later than this, ms, nor than the reader's own budget. */
  readonly leftMs: number
}

/** A reader of one version of the examples. */
export interface LearnedReader {
  /** The model's name and a digest of the examples. */
  readonly version: string
  /** Never throws. */
  ask(question: ReaderQuestion): Promise<ReaderResult>
  /** Resolves when it has learned the examples, when it cannot, or when it is closed. Never rejects. */
  readonly learned: Promise<void>
  /** It stops learning: another version takes its place. */
  close(): void
}

/** Keep it when the storyboard changes: it has the rate limit, the breaker and the cache. */
export interface Reader {
  readonly kind: ReaderKind
  learn(
    examples: TrainingExamples,
    local: Pick<LocalModel, 'version' | 'leastConfidence' | 'understand'>,
  ): LearnedReader
}

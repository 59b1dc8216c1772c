/**
 * The reader of the operator's own: a service at an address of theirs, with the API of OpenAI, that helps the local
 * provider. It chooses among the storyboard's intents. It never writes what customers read.
 */
import { createEmbeddingsReader, type OnTrouble } from './embeddings-reader.ts'
import { createLlmReader } from './llm-reader.ts'
import type { LearnReport } from './learn-report.ts'
import type { Reader, ReaderKind } from './learned-reader.ts'
import { createReaderService, type ReaderServiceOptions } from './reader-service.ts'
import type { ReaderStore } from './reader-store.ts'

export interface ReaderOptions extends ReaderServiceOptions {
  readonly kind: ReaderKind
  readonly budgetMs?: number
  /** Where vectors outlive the process. */
  readonly store?: ReaderStore
  readonly onLearned?: (report: LearnReport) => void
  /** It did not read some of the examples. But for `failed`, they are tried again. */
  readonly onTrouble?: OnTrouble
}

const usualPerMinute: Readonly<Record<ReaderKind, number>> = { embeddings: 3_000, llm: 60 }

export function createReader(options: ReaderOptions): Reader {
  const { kind, budgetMs, store, onLearned, onTrouble, ...about } = options
  const service = createReaderService({ perMinute: usualPerMinute[kind], ...about })
  if (kind === 'llm') return createLlmReader(service, { budgetMs: budgetMs ?? 1_500 })
  return createEmbeddingsReader(service, { budgetMs: budgetMs ?? 150, store, onLearned, onTrouble })
}

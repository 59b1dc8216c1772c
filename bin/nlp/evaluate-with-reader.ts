/** `pagebeat nlp eval --reader`: the local provider and the reader of READER_URL together. */
import { evaluateReader, type ReaderEvaluation } from '../../src/nlp/eval/evaluate-reader.ts'
import type { EvaluateInput } from '../../src/nlp/eval/evaluate.ts'
import { createReader } from '../../src/nlp/reader/create-reader.ts'
import { Refused } from '../command-line/refused.ts'
import { requireReaderConfig } from '../wiring/reader-config.ts'

/** Longer than a worker waits: the figures tell what the model knows, and how long it took. */
const budgetMs = 30_000

/** Throws ConfigError without a reader, and Refused if it does not read the examples. */
export async function evaluateWithReader(
  files: Pick<EvaluateInput, 'training' | 'test' | 'atLeast'>,
): Promise<ReaderEvaluation> {
  const { promise: trouble, reject } = Promise.withResolvers<never>()
  const config = requireReaderConfig(process.env)
  const reader = createReader({
    ...config,
    budgetMs,
    perMinute: config.perMinute ?? Infinity, // customers come one by one, test sentences all at once
    onTrouble: (reason) => reject(new Refused(`The reader does not read the examples: ${reason}`)),
  })
  return await Promise.race([evaluateReader({ ...files, reader }), trouble])
}

/** Measures the local provider and a reader together, as a worker would ask them. */
import type { Understanding } from '../../domain/understanding.ts'
import { createUnderstand } from '../understand.ts'
import type { Reader } from '../reader/learned-reader.ts'
import { evaluateEach, type EvaluateInput, type Evaluation, type Mistaken, toExamples } from './evaluate.ts'
import type { Labelled } from './labelled-csv.ts'

export interface ReaderEvaluation extends Evaluation {
  readonly mistaken: readonly Mistaken[]
  /** 99 of 100 sentences took less. */
  readonly p99Microseconds: number
  /** By provider, the sentences that it understood. */
  readonly understoodBy: Readonly<Record<string, number>>
  /** By reason, how often the reader was passed over. */
  readonly passedOver: Readonly<Record<string, number>>
}

export async function evaluateReader({
  training,
  test,
  atLeast,
  reader,
}: Pick<EvaluateInput, 'training' | 'atLeast'> & {
  readonly test: readonly Labelled[]
  readonly reader: Reader
}): Promise<ReaderEvaluation> {
  const understand = createUnderstand({ examples: toExamples(training), reader })
  await understand.learned
  const [understoodBy, passedOver] = [new Map<string, number>(), new Map<string, number>()]
  const results: Understanding[] = []
  const times: number[] = []
  for (const { text } of test) {
    const started = performance.now()
    const understood = await understand({ text, referenceTime: 0 })
    times.push(1_000 * (performance.now() - started))
    results.push(understood)
    count(understoodBy, understood.provider)
    for (const reason of understood.passedOver ?? []) count(passedOver, reason)
  }
  understand.close()
  const least = atLeast === undefined ? {} : { atLeast }
  const { figures, mistaken } = evaluateEach({ training, test, results, ...least })
  return {
    ...figures,
    mistaken,
    microsecondsAnUtterance: times.reduce((sum, time) => sum + time, 0) / times.length,
    p99Microseconds: times.toSorted((a, b) => a - b)[Math.ceil(0.99 * times.length) - 1] ?? 0,
    understoodBy: Object.fromEntries(understoodBy),
    passedOver: Object.fromEntries(passedOver),
  }
}

function count(map: Map<string, number>, name: string): void {
  map.set(name, (map.get(name) ?? 0) + 1)
}

/** Whether customers were answered in time although the reader failed, in each way in which it can fail. */
import type { ReaderFaultName } from '../../sandbox/reader/faults.ts'
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'
import type { ReaderKind } from '../../src/nlp/reader/learned-reader.ts'
import { createJudgement, formatCounts, type Judged } from '../report.ts'
import { quantile } from '../statistics.ts'
import type { Written } from './chatter.ts'
import { describeWaits, waitsOf } from './waits.ts'

/** none: it works. dead: connections are refused. hostile: it works, and customers give it orders. */
export type ReaderFailureName = ReaderFaultName | 'none' | 'dead' | 'hostile'

const ofBoth: readonly ReaderFailureName[] = [
  'none',
  'dead',
  'silent',
  'slow',
  'drip',
  'reset',
  'cut',
  'wrong-json',
  'wrong-shape',
  'html',
  'huge',
  'redirect',
  'unauthorized',
  'throttled',
  'error',
]

export const readerFailures: Readonly<Record<ReaderKind, readonly ReaderFailureName[]>> = {
  embeddings: [...ofBoth, 'not-numbers', 'wrong-dimension', 'wrong-count', 'zeros', 'hostile'],
  llm: [...ofBoth, 'outside-list', 'other-keys', 'long-reply', 'no-list', 'hostile'],
}

/** What was written during one failure, and how the turns were understood. */
export interface ReaderPhase {
  readonly failure: ReaderFailureName
  readonly written: readonly Written[]
  /** Provider, or provider and why the reader was passed over → turns. */
  readonly understood: ReadonlyMap<string, number>
}

const promisedMs = 3_000

export function judgeReader({
  phases,
  seen,
}: {
  readonly phases: readonly ReaderPhase[]
  readonly seen: readonly SeenMessage[]
}): Judged {
  const judgement = createJudgement()
  const { line, expect } = judgement
  for (const { failure, written, understood } of phases) {
    const waits = waitsOf(written, seen)
    const p99 = quantile(waits, 0.99)
    const longest = Math.max(...waits)
    line(
      failure,
      `${waits.length} of ${written.length} answered, ${describeWaits(waits)}, longest ${longest} ms`,
    )
    line('  understood', formatCounts(understood))
    expect(waits.length === written.length, `${failure}: ${written.length - waits.length} saw no reply`)
    expect(
      p99 <= promisedMs,
      `${failure}: the p99 of replies was ${Math.round(p99)} ms, promised are ${promisedMs}`,
    )
    const byReader = understood.get('reader') ?? 0
    if (failure === 'hostile' || failure === 'none')
      expect(byReader > 0, `${failure}: the reader was never asked`)
    else {
      expect(byReader === 0, `${failure}: the reader understood ${byReader}, so it did not fail`)
      const passedOver = [...understood].filter(([how]) => how.includes('reader: ')).length
      expect(passedOver > 0, `${failure}: no turn says why the reader was passed over`)
    }
  }
  return judgement
}

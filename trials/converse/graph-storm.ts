/** Faults of the simulated Facebook, spread so that the given share of calls is faulty; echoes early, late, twice and never. */
import {
  afterthoughts,
  type GraphFaultName as FaultName,
  isFaultName,
} from '../../sandbox/facebook/faults.ts'
import type { SimulatedGraph } from '../../sandbox/facebook/graph-api/server.ts'

/** In the order in which a call meets them. */
const callFaults: readonly FaultName[] = [
  'refuse',
  'slow',
  'code-2-before-commit',
  'answer-lost',
  'code-2-after-commit',
  'code-1357046',
  'answer-garbage',
  'answer-late',
]
const echoFaults: readonly FaultName[] = ['echo-never', 'echo-early', 'echo-late', 'echo-twice']
const echoShare = 0.15
const afterthoughtShare = 0.15

/** `lateMs`: a response that comes so late finds a caller who has given up. */
export function raiseStorm(
  { faults }: SimulatedGraph,
  { share, lateMs }: { share: number; lateMs: number },
): void {
  if (share === 0) return
  const each = 1 - (1 - share) ** (1 / callFaults.length)
  for (const name of callFaults) faults.set(name, each)
  for (const name of echoFaults) faults.set(name, echoShare)
  faults.set('slow', each, { ms: 300 })
  faults.set('answer-late', each, { ms: lateMs })
  faults.set('echo-late', echoShare, { ms: 3_000 })
}

/**
 * No further call fails. In a thread that was quiet for minutes, what became of a message is known only after as long
 * again, and after each further faulty call twice as late: the last replies alone would take minutes.
 */
export function endFaultyCalls({ faults }: SimulatedGraph): void {
  for (const name of callFaults) faults.set(name, 0)
}

/** Echoes come late, while the list of the thread is empty or behind. */
export function raiseLateEchoes({ faults }: SimulatedGraph, ms: number): void {
  faults.set('echo-late', 0.5, { ms })
  faults.set('list-lags', 1, { ms })
  faults.set('list-empty', 0.2)
}

/** Other installations and apps send for the same Pages. */
export function raiseForeignEchoes({ faults }: SimulatedGraph): void {
  faults.set('echo-foreign', 0.5)
}

/** Customers unsend and edit their messages, comments are removed and hidden, often before the reply. */
export function raiseAfterthoughts({ faults }: SimulatedGraph): void {
  for (const name of Object.keys(afterthoughts)) if (isFaultName(name)) faults.set(name, afterthoughtShare)
}

/** Calls take effect after their connection broke. */
export function raiseLateCommits({ faults }: SimulatedGraph, ms: number): void {
  faults.set('commit-late', 0.1, { ms })
}

/** Messages that were replied to, or need no reply. A few count twice, as they were unsent after their reply. */
export function countSettled({ ledger, faults }: SimulatedGraph): number {
  return ledger.seen.length + (faults.counts.get('unsent-soon') ?? 0)
}

export function countFaults(graph: SimulatedGraph): number {
  return callFaults.reduce((sum, name) => sum + (graph.faults.counts.get(name) ?? 0), 0)
}

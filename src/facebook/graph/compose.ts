/** The Graph API as the program uses it: the call inside its wrappers. */
import type { BreakerOptions } from '../../breaker.ts'
import type { PageId } from '../../domain/ids.ts'
import { createGraphCall, type GraphCallOptions } from './client.ts'
import { createGraphAgent, type GraphAgentLimits } from './graph-agent.ts'
import type { GraphCall } from './graph-call.ts'
import { createMemoryPageGate, type PageGate, type UsageGate } from './page-gate.ts'
import { withBreaker } from './with-breaker.ts'
import { withDeadline } from './with-deadline.ts'
import { withPauses } from './with-pauses.ts'
import { withUsage } from './with-usage.ts'

export interface GraphOptions extends Omit<GraphCallOptions, 'dispatcher'> {
  /** Shared by all processes that call for the same Pages; left out: in memory. */
  readonly gate?: PageGate & UsageGate
  readonly limits?: GraphAgentLimits
  readonly breaker?: BreakerOptions
  /** For calls without a deadline of their own, ms. */
  readonly deadlineMs?: number
  readonly now?: () => number
  /** The Page's current token. It is read when Facebook refused one. */
  readonly readToken?: (pageId: PageId) => Promise<string | undefined>
  /** Gets Facebook's clock, as each response tells it, ms to the second. */
  readonly onServerTime?: (serverTimeMs: number) => void
  /** A pause or a pace could not be stored; for the log. */
  readonly onGateError?: (error: unknown) => void
}

export interface Graph {
  readonly call: GraphCall
  /** Ends the connections after the calls that are under way. */
  close(): Promise<void>
}

/**
 * From the outside in: the deadline covers all. A paused Page's call ends before the breaker, so it neither counts
 * there nor takes the trial. The breaker sees how the network call ended. Usage reads the headers of each response.
 */
export function createGraph(options: GraphOptions): Graph {
  const { now = Date.now, deadlineMs = 15_000, readToken, onGateError, onServerTime = () => {} } = options
  const gate = options.gate ?? createMemoryPageGate({ now })
  const dispatcher = createGraphAgent(options.limits)
  const network = createGraphCall({ ...options, dispatcher })
  const bare: GraphCall = async function callAndTellTime(request) {
    const response = await network(request)
    if (response.serverTimeMs !== undefined) onServerTime(response.serverTimeMs)
    return response
  }
  const gated = { gate, now, ...(onGateError === undefined ? {} : { onGateError }) }
  const pausing = { ...gated, ...(readToken === undefined ? {} : { readToken }) }
  const judged = withBreaker(withUsage(bare, gated), { now, ...options.breaker })
  const call = withDeadline(withPauses(judged, pausing), { initialMs: deadlineMs })
  return { call, close: () => dispatcher.close() }
}

/** The Graph API as the program uses it: the one call inside its wrappers. */
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
  /** Shared by all processes that call for the same pages; in memory where it is left out. */
  readonly gate?: PageGate & UsageGate
  readonly limits?: GraphAgentLimits
  readonly breaker?: BreakerOptions
  /** For calls that name no deadline of their own. */
  readonly deadlineMs?: number
  readonly now?: () => number
  /** A page's token as it is now: asked when one was refused. */
  readonly readToken?: (pageId: PageId) => Promise<string | undefined>
  /** For the log: a pause or a pace could not be kept. */
  readonly onGateError?: (error: unknown) => void
}

export interface Graph {
  readonly call: GraphCall
  /** Ends its connections; calls under way end first. */
  close(): Promise<void>
}

/**
 * From the outside in: the deadline covers all; a paused page gets no further, so that it neither wakes the breaker nor takes
 * its probe; the breaker judges what the network did; usage reads each answer.
 */
export function createGraph(options: GraphOptions): Graph {
  const { now = Date.now, deadlineMs = 15_000, readToken, onGateError } = options
  const gate = options.gate ?? createMemoryPageGate({ now })
  const dispatcher = createGraphAgent(options.limits)
  const bare = createGraphCall({ ...options, dispatcher })
  const gated = { gate, now, ...(onGateError === undefined ? {} : { onGateError }) }
  const pausing = { ...gated, ...(readToken === undefined ? {} : { readToken }) }
  const judged = withBreaker(withUsage(bare, gated), { now, ...options.breaker })
  const call = withDeadline(withPauses(judged, pausing), { initialMs: deadlineMs })
  return { call, close: () => dispatcher.close() }
}

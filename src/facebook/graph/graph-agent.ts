/** Connections to the Graph API: kept alive, bounded, HTTP/1.1 so that it is exact which call was on the wire when one breaks. */
import { Agent, type Dispatcher } from 'undici'

export interface GraphAgentLimits {
  /** At most this many calls at once; the others wait in this process. */
  readonly connections?: number
  readonly connectTimeoutMs?: number
  /** From the last byte written to the end of the answer's headers. */
  readonly headersTimeoutMs?: number
  /** Between two pieces of the answer. */
  readonly bodyTimeoutMs?: number
  readonly keepAliveMs?: number
}

/** Close it when no call is under way any more. */
export function createGraphAgent(limits: GraphAgentLimits = {}): Dispatcher {
  return new Agent({
    connections: limits.connections ?? 64,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: limits.connectTimeoutMs ?? 3_000 },
    headersTimeout: limits.headersTimeoutMs ?? 20_000,
    bodyTimeout: limits.bodyTimeoutMs ?? 10_000,
    keepAliveTimeout: limits.keepAliveMs ?? 4_000,
    maxHeaderSize: 64 * 1024,
  })
}

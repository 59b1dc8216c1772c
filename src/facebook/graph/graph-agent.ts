/**
 * Connections to the Graph API: kept alive, limited in number, and HTTP/1.1. So it is certain which call was on a
 * connection that breaks.
 */
import { Agent, type Dispatcher } from 'undici'

export interface GraphAgentLimits {
  /** The most calls at once. Others wait in this process. */
  readonly connections?: number
  readonly connectTimeoutMs?: number
  /** From the last byte of the request to the end of the response's headers, ms. */
  readonly headersTimeoutMs?: number
  /** Between two pieces of the response, ms. */
  readonly bodyTimeoutMs?: number
  readonly keepAliveMs?: number
}

/** Close it when no call is under way. */
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

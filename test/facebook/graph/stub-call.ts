import { asPageId } from '../../../src/domain/ids.ts'
import type { JsonObject } from '../../../src/domain/reply.ts'
import type { GraphResponse, GraphCall, GraphRequest } from '../../../src/facebook/graph/graph-call.ts'

export const access = { pageId: asPageId('1001'), token: 'page-token' }
export const read: GraphRequest = { method: 'GET', path: '77', access }

export type Step = Error | JsonObject | ((request: GraphRequest) => Promise<GraphResponse>)

/** A call that responds from a list, with the last entry for ever, and keeps its requests. */
export function stubCall(...steps: readonly Step[]): GraphCall & { readonly requests: GraphRequest[] } {
  const requests: GraphRequest[] = []
  async function call(request: GraphRequest): Promise<GraphResponse> {
    const step = steps[Math.min(requests.length, steps.length - 1)] ?? {}
    requests.push(request)
    if (step instanceof Error) throw step
    return typeof step === 'function' ? step(request) : { body: step }
  }
  return Object.assign(call, { requests })
}

/** A clock that stands still until it is set. */
export function stubClock(): { at: number; readonly now: () => number } {
  const clock = { at: 1_000_000, now: () => clock.at }
  return clock
}

/**
 * Slows a Page down before Facebook does. From 80% of a limit its calls are spaced out. At 100%, or when Facebook
 * names a time, the Page is paused. Error responses count too. The headers of a call of lane `comments` tell of the feed
 * alone, which has limits of its own: then only those calls are slowed.
 */
import type { PageId } from '../../domain/ids.ts'
import type { GraphFault, GraphUsage } from '../../domain/graph-fault.ts'
import { PipelineError } from '../../errors.ts'
import { isOnFeed, isPageAccess, type GraphCall, type GraphRequest } from './graph-call.ts'
import { everyPage, feedOf, type UsageGate } from './page-gate.ts'

export interface UsageOptions {
  readonly gate: UsageGate
  readonly now?: () => number
  /** The gate could not be reached. The call ends as it did: a message that was sent must not look as if it was not. */
  readonly onGateError?: (error: unknown) => void
}

const nearPercent = 80
const perPercentMs = 250
const slowForMs = 60_000
/** The pause at 100% if Facebook names no time. Usage counts over a rolling time and shrinks slowly. */
const pauseMs = 5 * 60_000

export function withUsage(call: GraphCall, options: UsageOptions): GraphCall {
  const { gate, now = Date.now, onGateError = () => {} } = options

  async function note({ access, lane }: GraphRequest, usage: GraphUsage | undefined): Promise<void> {
    await obey(everyPage, { used: usage?.app ?? 0 })
    if (!isPageAccess(access)) return
    const ofPage = { used: usage?.page ?? 0, regainAccessMs: usage?.regainAccessMs }
    await (isOnFeed(lane) ? slowFeed(access.pageId, ofPage) : obey(access.pageId, ofPage))
  }

  async function slowFeed(pageId: PageId, { used, regainAccessMs }: Used): Promise<void> {
    if (regainAccessMs === undefined && used < 100) return await obey(feedOf(pageId), { used })
    const betweenMs = regainAccessMs ?? pauseMs
    await gate.slow(feedOf(pageId), { betweenMs, untilMs: now() + betweenMs })
  }

  async function obey(pageId: PageId, { used, regainAccessMs }: Used): Promise<void> {
    if (regainAccessMs !== undefined || used >= 100)
      return gate.pause(pageId, { untilMs: now() + (regainAccessMs ?? pauseMs), reason: 'near_limit' })
    if (used < nearPercent) return
    const betweenMs = Math.ceil((used - nearPercent + 1) * perPercentMs)
    return gate.slow(pageId, { betweenMs, untilMs: now() + slowForMs })
  }

  return async function callMindingUsage(request) {
    try {
      const response = await call(request)
      await note(request, response.usage).catch(onGateError)
      return response
    } catch (cause) {
      await note(request, faultOf(cause)?.usage).catch(onGateError)
      throw cause
    }
  }
}

interface Used {
  /** In percent of the limit. */
  readonly used: number
  readonly regainAccessMs?: number | undefined
}

function faultOf(error: unknown): GraphFault | undefined {
  return error instanceof PipelineError && 'fault' in error && isGraphFault(error.fault)
    ? error.fault
    : undefined
}

function isGraphFault(fault: unknown): fault is GraphFault {
  return typeof fault === 'object' && fault !== null && 'meaning' in fault
}

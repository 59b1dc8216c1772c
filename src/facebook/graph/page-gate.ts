/**
 * Which pages must not call now, and why. A hold on `everyPage` holds each of them. This one is in memory, for a single process
 * and for tests; several processes share holds through another of the same shape.
 */
import type { GraphLane } from './graph-call.ts'

/** In place of a page's id: the whole app waits. */
export const everyPage = '*'

export type HoldReason = 'throttled' | 'near_limit' | 'policy_block' | 'token'

export interface Hold {
  /** ms since the epoch */
  readonly untilMs: number
  readonly reason: HoldReason
  /** Of a dead token, a short digest: a call with another token is let through. Keep it with the hold. */
  readonly tokenDigest?: string
}

export interface PageGate {
  /** Asked before every call of the page. May count the call (pacing), so ask once a call. */
  heldUntil(pageId: string, lane: GraphLane): Promise<Hold | undefined>
  /** A longer hold that is there already stays. */
  hold(pageId: string, hold: Hold): Promise<void>
}

/** What the usage headers lead to. */
export interface UsageGate {
  hold(pageId: string, hold: Hold): Promise<void>
  /** Until `untilMs`, leave at least `betweenMs` between two calls of the page. */
  slow(pageId: string, pace: { readonly betweenMs: number; readonly untilMs: number }): Promise<void>
}

export interface MemoryPageGate extends PageGate, UsageGate {
  /** The page may call again at once, whatever held it. */
  release(pageId: string): Promise<void>
}

interface Pace {
  readonly betweenMs: number
  readonly untilMs: number
  nextMs: number
}

export function createMemoryPageGate({
  now = Date.now,
}: { readonly now?: () => number } = {}): MemoryPageGate {
  const holds = new Map<string, Hold>()
  const paces = new Map<string, Pace>()

  function current(pageId: string): Hold | undefined {
    const hold = holds.get(pageId)
    if (hold !== undefined && hold.untilMs <= now()) holds.delete(pageId)
    return holds.get(pageId)
  }

  function paced(pageId: string, lane: GraphLane): Hold | undefined {
    const pace = paces.get(pageId)
    if (pace === undefined) return undefined
    if (pace.untilMs <= now()) paces.delete(pageId)
    else if (lane === 'courtesies') return { untilMs: now() + pace.betweenMs, reason: 'near_limit' }
    else if (pace.nextMs > now()) return { untilMs: pace.nextMs, reason: 'near_limit' }
    else pace.nextMs = now() + pace.betweenMs
    return undefined
  }

  return {
    async heldUntil(pageId, lane) {
      return current(everyPage) ?? current(pageId) ?? paced(everyPage, lane) ?? paced(pageId, lane)
    },
    async hold(pageId, hold) {
      const before = current(pageId)
      const isSameToken = before?.tokenDigest === hold.tokenDigest
      if (before === undefined || !isSameToken || before.untilMs < hold.untilMs) holds.set(pageId, hold)
    },
    async slow(pageId, { betweenMs, untilMs }) {
      paces.set(pageId, { betweenMs, untilMs, nextMs: paces.get(pageId)?.nextMs ?? now() + betweenMs })
    },
    async release(pageId) {
      holds.delete(pageId)
      paces.delete(pageId)
    },
  }
}

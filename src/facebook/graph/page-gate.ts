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

/** A call that is about to be made. */
export interface GatedCall {
  readonly lane: GraphLane
  /** Of the token it is made with. */
  readonly tokenDigest?: string
}

export interface PageGate {
  /**
   * Asked before every call of the page. May count the call (pacing), so ask once a call. The hold of another token is none,
   * whatever else there is to wait for.
   */
  heldUntil(pageId: string, call: GatedCall): Promise<Hold | undefined>
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

/** Whether this call must wait for it: a dead token holds no call that is made with another. */
export function concerns(hold: Pick<Hold, 'tokenDigest'>, { tokenDigest }: GatedCall): boolean {
  return hold.tokenDigest === undefined || tokenDigest === undefined || hold.tokenDigest === tokenDigest
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
    async heldUntil(pageId, call) {
      const { lane } = call
      const own = current(pageId)
      const held = current(everyPage) ?? (own !== undefined && concerns(own, call) ? own : undefined)
      return held ?? paced(everyPage, lane) ?? paced(pageId, lane)
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

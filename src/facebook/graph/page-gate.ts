/**
 * Says which Pages must make no calls now, and why. A pause of `everyPage` is a pause of each Page. This gate is in
 * memory, for a single process and for tests. Several processes share pauses by `src/redis/shared-page-gate.ts`.
 */
import { asPageId, type PageId } from '../../domain/ids.ts'
import type { PagePause } from '../../domain/page-pause.ts'
import { type GraphLane, isOnFeed } from './graph-call.ts'

/** In place of a Page's id: all Pages of the app. */
export const everyPage = asPageId('*')

/**
 * In place of a Page's id: its calls of lane `comments`. Facebook limits them apart from Messenger, so what they use up
 * must not slow down the Page's messages.
 */
export function feedOf(pageId: PageId): PageId {
  return asPageId(`${pageId}:feed`)
}

/** A call that is about to be made. */
export interface GatedCall {
  readonly lane: GraphLane
  /** Digest of the token that the call is made with. */
  readonly tokenDigest?: string
}

export interface PageGate {
  /**
   * The pause that this call must wait for, if any. Ask once for each call: asking may count the call. A pause for
   * another token does not count.
   */
  pausedUntil(pageId: PageId, call: GatedCall): Promise<PagePause | undefined>
  /** A pause that is longer and already there stays. */
  pause(pageId: PageId, pause: PagePause): Promise<void>
}

/** What the usage headers lead to. */
export interface UsageGate {
  pause(pageId: PageId, pause: PagePause): Promise<void>
  /** Until `untilMs`, there are at least `betweenMs` between two calls of the Page. */
  slow(pageId: PageId, pace: { readonly betweenMs: number; readonly untilMs: number }): Promise<void>
}

export interface MemoryPageGate extends PageGate, UsageGate {
  /** The Page may call again at once. */
  resume(pageId: PageId): Promise<void>
}

/** Whether this call must wait for the pause. A pause for a dead token stops no call with another token. */
export function concerns(pause: Pick<PagePause, 'tokenDigest'>, { tokenDigest }: GatedCall): boolean {
  return pause.tokenDigest === undefined || tokenDigest === undefined || pause.tokenDigest === tokenDigest
}

interface Pace {
  readonly betweenMs: number
  readonly untilMs: number
  nextMs: number
}

export function createMemoryPageGate({
  now = Date.now,
}: { readonly now?: () => number } = {}): MemoryPageGate {
  const pauses = new Map<string, PagePause>()
  const paces = new Map<string, Pace>()

  function current(pageId: PageId): PagePause | undefined {
    const pause = pauses.get(pageId)
    if (pause !== undefined && pause.untilMs <= now()) pauses.delete(pageId)
    return pauses.get(pageId)
  }

  function paced(pageId: PageId, lane: GraphLane): PagePause | undefined {
    const pace = paces.get(pageId)
    if (pace === undefined) return undefined
    if (pace.untilMs <= now()) paces.delete(pageId)
    else if (lane === 'courtesies') return { untilMs: now() + pace.betweenMs, reason: 'near_limit' }
    else if (pace.nextMs > now()) return { untilMs: pace.nextMs, reason: 'near_limit' }
    else pace.nextMs = now() + pace.betweenMs
    return undefined
  }

  return {
    async pausedUntil(pageId, call) {
      const { lane } = call
      const own = current(pageId)
      const paused = current(everyPage) ?? (own !== undefined && concerns(own, call) ? own : undefined)
      const onFeed = isOnFeed(lane) ? paced(feedOf(pageId), lane) : undefined
      return paused ?? paced(everyPage, lane) ?? paced(pageId, lane) ?? onFeed
    },
    async pause(pageId, pause) {
      const before = current(pageId)
      const isSameToken = before?.tokenDigest === pause.tokenDigest
      if (before === undefined || !isSameToken || before.untilMs < pause.untilMs) pauses.set(pageId, pause)
    },
    async slow(pageId, { betweenMs, untilMs }) {
      paces.set(pageId, { betweenMs, untilMs, nextMs: paces.get(pageId)?.nextMs ?? now() + betweenMs })
    },
    async resume(pageId) {
      pauses.delete(pageId)
      paces.delete(pageId)
    },
  }
}

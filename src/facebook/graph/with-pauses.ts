/**
 * A page that Facebook throttles, blocks or whose token is dead is paused by itself: its calls are refused here, at once, and
 * the calls of the other pages go on. Over when the time is up, or for a dead token when the page calls with another one.
 */
import { asPageId, type PageId } from '../../domain/ids.ts'
import { createHash } from 'node:crypto'
import type { PagePause } from '../../domain/page-pause.ts'
import { GraphRateLimitedError, GraphUnavailableError, PageTokenRevokedError } from '../../errors.ts'
import { isPageAccess, type GraphCall, type GraphLane, type PageAccess } from './graph-call.ts'
import { createMemoryPageGate, everyPage, type GatedCall, type PageGate } from './page-gate.ts'

export interface PauseOptions {
  readonly gate: PageGate
  readonly now?: () => number
  /** However long the pause, the work looks again after this: the pause may have been lifted by hand. */
  readonly lookAgainMs?: number
  /**
   * The page's token as it is now, not as it was some seconds ago: a refused token that was replaced meanwhile is no reason to
   * pause the page. Absent: the refused one is taken for today's.
   */
  readonly readToken?: (pageId: PageId) => Promise<string | undefined>
  /** A pause could not be kept. The call's own end stands; Facebook will refuse the next call too. */
  readonly onGateError?: (error: unknown) => void
}

/** One call a day finds out whether a token that was refused is good again. */
const deadTokenMs = 24 * 3_600_000

export function withPauses(call: GraphCall, options: PauseOptions): GraphCall {
  const { gate, now = Date.now, lookAgainMs = 60_000, readToken, onGateError = () => {} } = options
  /** Holds of one lane of a page. Each process learns them by itself: they are short. */
  const lanes = createMemoryPageGate({ now })

  async function refuseWhilePaused({ pageId, token }: PageAccess, lane: GraphLane): Promise<void> {
    const gated = { lane, tokenDigest: digestOfToken(token) }
    const pause =
      (await lanes.pausedUntil(laneOf(pageId, lane), gated)) ?? (await findPause(gate, { ...gated, pageId }))
    if (pause === undefined) return
    const leftMs = pause.untilMs - now()
    if (leftMs > 0) throw refusal(pause, Math.min(leftMs, lookAgainMs))
  }

  async function pausePage(
    access: PageAccess,
    { lane, error }: { lane: GraphLane; error: unknown },
  ): Promise<void> {
    const { pageId } = access
    if (error instanceof PageTokenRevokedError && (await isOfToday(access)))
      await gate.pause(pageId, tokenPause(access, now()))
    if (!(error instanceof GraphRateLimitedError)) return
    const untilMs = now() + error.retryAfterMs
    const reason = error.fault.meaning === 'policy_block' ? 'policy_block' : 'throttled'
    if (error.isOneKind) await lanes.pause(laneOf(pageId, lane), { untilMs, reason })
    else await gate.pause(error.scope === 'app' ? everyPage : pageId, { untilMs, reason })
  }

  async function isOfToday({ pageId, token }: PageAccess): Promise<boolean> {
    return readToken === undefined || (await readToken(pageId)) === token
  }

  return async function callUnlessPaused(request) {
    const { access, lane = 'other' } = request
    if (!isPageAccess(access)) return call(request)
    await refuseWhilePaused(access, lane)
    try {
      return await call(request)
    } catch (error) {
      await pausePage(access, { lane, error }).catch(onGateError)
      throw error
    }
  }
}

/** Tells two tokens apart and gives neither away. */
export function digestOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 12)
}

/** A gate that cannot answer is as good as a paused page: nothing was sent. */
async function findPause(
  gate: PageGate,
  { pageId, ...call }: GatedCall & { readonly pageId: PageId },
): Promise<PagePause | undefined> {
  try {
    return await gate.pausedUntil(pageId, call)
  } catch (cause) {
    throw new GraphUnavailableError({ reason: 'gate_unavailable', meaning: 'service_trouble' }, { cause })
  }
}

function tokenPause({ token }: PageAccess, now: number): PagePause {
  return { untilMs: now + deadTokenMs, reason: 'token', tokenDigest: digestOfToken(token) }
}

/** Courtesies are calls of the same kind as messages. */
function laneOf(pageId: PageId, lane: GraphLane): PageId {
  return asPageId(`${pageId} ${lane === 'courtesies' ? 'messages' : lane}`)
}

function refusal({ reason }: PagePause, retryAfterMs: number): GraphRateLimitedError {
  return new GraphRateLimitedError(
    { reason: 'page_paused', meaning: reason },
    { scope: 'page', retryAfterMs },
  )
}

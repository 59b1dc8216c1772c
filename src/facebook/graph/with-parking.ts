/**
 * A page that Facebook throttles, blocks or whose token is dead is parked by itself: its calls are refused here, at once, and
 * the calls of the other pages go on. Over when the time is up, or for a dead token when the page calls with another one.
 */
import { createHash } from 'node:crypto'
import { GraphRateLimitedError, GraphUnavailableError, PageTokenRevokedError } from '../../errors.ts'
import { isPageAccess, type GraphCall, type GraphLane, type PageAccess } from './graph-call.ts'
import { createMemoryPageGate, everyPage, type GatedCall, type Hold, type PageGate } from './page-gate.ts'

export interface ParkingOptions {
  readonly gate: PageGate
  readonly now?: () => number
  /** However long the hold, the work looks again after this: the hold may have been lifted by hand. */
  readonly lookAgainMs?: number
  /**
   * The page's token as it is now, not as it was some seconds ago: a refused token that was replaced meanwhile is no reason to
   * hold the page. Absent: the refused one is taken for today's.
   */
  readonly readToken?: (pageId: string) => Promise<string | undefined>
  /** A hold could not be kept. The call's own end stands; Facebook will refuse the next call too. */
  readonly onGateError?: (error: unknown) => void
}

/** One call a day finds out whether a token that was refused is good again. */
const deadTokenMs = 24 * 3_600_000

export function withParking(call: GraphCall, options: ParkingOptions): GraphCall {
  const { gate, now = Date.now, lookAgainMs = 60_000, readToken, onGateError = () => {} } = options
  /** Holds of one lane of a page. Each process learns them by itself: they are short. */
  const lanes = createMemoryPageGate({ now })

  async function refuseWhileHeld({ pageId, token }: PageAccess, lane: GraphLane): Promise<void> {
    const gated = { lane, tokenDigest: digestOfToken(token) }
    const held =
      (await lanes.heldUntil(laneOf(pageId, lane), gated)) ?? (await findHold(gate, { ...gated, pageId }))
    if (held === undefined) return
    const leftMs = held.untilMs - now()
    if (leftMs > 0) throw parked(held, Math.min(leftMs, lookAgainMs))
  }

  async function park(
    access: PageAccess,
    { lane, error }: { lane: GraphLane; error: unknown },
  ): Promise<void> {
    const { pageId } = access
    if (error instanceof PageTokenRevokedError && (await isOfToday(access)))
      await gate.hold(pageId, tokenHold(access, now()))
    if (!(error instanceof GraphRateLimitedError)) return
    const untilMs = now() + error.retryAfterMs
    const reason = error.fault.meaning === 'policy_block' ? 'policy_block' : 'throttled'
    if (error.isOneKind) await lanes.hold(laneOf(pageId, lane), { untilMs, reason })
    else await gate.hold(error.scope === 'app' ? everyPage : pageId, { untilMs, reason })
  }

  async function isOfToday({ pageId, token }: PageAccess): Promise<boolean> {
    return readToken === undefined || (await readToken(pageId)) === token
  }

  return async function callUnlessParked(request) {
    const { access, lane = 'other' } = request
    if (!isPageAccess(access)) return call(request)
    await refuseWhileHeld(access, lane)
    try {
      return await call(request)
    } catch (error) {
      await park(access, { lane, error }).catch(onGateError)
      throw error
    }
  }
}

/** Tells two tokens apart and gives neither away. */
export function digestOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 12)
}

/** A gate that cannot answer is as good as a held page: nothing was sent. */
async function findHold(
  gate: PageGate,
  { pageId, ...call }: GatedCall & { readonly pageId: string },
): Promise<Hold | undefined> {
  try {
    return await gate.heldUntil(pageId, call)
  } catch (cause) {
    throw new GraphUnavailableError({ reason: 'gate_unavailable', meaning: 'service_trouble' }, { cause })
  }
}

function tokenHold({ token }: PageAccess, now: number): Hold {
  return { untilMs: now + deadTokenMs, reason: 'token', tokenDigest: digestOfToken(token) }
}

/** Courtesies are calls of the same kind as messages. */
function laneOf(pageId: string, lane: GraphLane): string {
  return `${pageId} ${lane === 'courtesies' ? 'messages' : lane}`
}

function parked({ reason }: Hold, retryAfterMs: number): GraphRateLimitedError {
  return new GraphRateLimitedError({ reason: 'parked', meaning: reason }, { scope: 'page', retryAfterMs })
}

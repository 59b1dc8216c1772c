/**
 * Pauses a Page that Facebook throttles or blocks, or whose token is dead: its calls are refused here at once, and
 * calls of other Pages go on. The pause ends after its time. A pause for a dead token ends as soon as the Page calls
 * with another token.
 */
import { createHash } from 'node:crypto'
import { asPageId, type PageId } from '../../domain/ids.ts'
import type { PagePause } from '../../domain/page-pause.ts'
import { GraphRateLimitedError, GraphUnavailableError, PageTokenRevokedError } from '../../errors.ts'
import { isPageAccess, type GraphCall, type GraphLane, type PageAccess } from './graph-call.ts'
import { createMemoryPageGate, everyPage, type GatedCall, type PageGate } from './page-gate.ts'

export interface PauseOptions {
  readonly gate: PageGate
  readonly now?: () => number
  /** The longest wait before the next look at the pause, ms: an operator may have ended it. */
  readonly lookAgainMs?: number
  /**
   * The Page's token, freshly read. A refused token that was replaced meanwhile is no reason to pause the Page. Left
   * out: the refused token counts as the current one.
   */
  readonly readToken?: (pageId: PageId) => Promise<string | undefined>
  /** A pause could not be stored. The call ends as it did; Facebook will refuse the next one too. */
  readonly onGateError?: (error: unknown) => void
}

/** One call a day finds out whether a refused token works again. */
const deadTokenMs = 24 * 3_600_000

export function withPauses(call: GraphCall, options: PauseOptions): GraphCall {
  const { gate, now = Date.now, lookAgainMs = 60_000, readToken, onGateError = () => {} } = options
  /** Pauses of one lane of a Page. They are short, so each process learns them by itself. */
  const lanes = createMemoryPageGate({ now })

  async function refuseWhilePaused({ pageId, token }: PageAccess, lane: GraphLane): Promise<void> {
    const gated = { lane, tokenDigest: digestOfToken(token) }
    const pause =
      (await lanes.pausedUntil(laneOf(pageId, lane), gated)) ?? (await findPause(gate, { ...gated, pageId }))
    if (pause === undefined) return
    const leftMs = pause.untilMs - now()
    if (leftMs > 0) throw refusal(pause, pause.isPlace === true ? leftMs : Math.min(leftMs, lookAgainMs))
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

  /** The Page has another token meanwhile. Facebook did nothing for the old one, so the call may be made again. */
  async function findRenewed(access: PageAccess, error: unknown): Promise<PageAccess | undefined> {
    if (!(error instanceof PageTokenRevokedError) || readToken === undefined) return undefined
    const token = await readToken(access.pageId).catch(() => undefined)
    return token === undefined || token === access.token ? undefined : { ...access, token }
  }

  return async function callUnlessPaused(request) {
    const { access, lane = 'other' } = request
    if (!isPageAccess(access)) return call(request)
    await refuseWhilePaused(access, lane)
    const startedAt = performance.now()
    try {
      return await call(request)
    } catch (error) {
      const renewed = await findRenewed(access, error)
      if (renewed !== undefined) {
        const { deadlineMs = Infinity } = request
        const leftMs = deadlineMs - (performance.now() - startedAt)
        if (leftMs > 0)
          return await call({
            ...request,
            access: renewed,
            ...(leftMs === Infinity ? {} : { deadlineMs: leftMs }),
          })
      }
      await pausePage(access, { lane, error }).catch(onGateError)
      throw error
    }
  }
}

/** Tells two tokens apart and reveals neither. */
export function digestOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 12)
}

/** If the gate cannot be read, nothing is sent, as for a paused Page. */
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

/** Courtesies count as messages. */
function laneOf(pageId: PageId, lane: GraphLane): PageId {
  return asPageId(`${pageId} ${lane === 'courtesies' ? 'messages' : lane}`)
}

function refusal({ reason }: PagePause, retryAfterMs: number): GraphRateLimitedError {
  return new GraphRateLimitedError(
    { reason: 'page_paused', meaning: reason },
    { scope: 'page', retryAfterMs },
  )
}

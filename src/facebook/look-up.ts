/**
 * Looks for a message at Facebook whose response was lost. Facebook's own header `Date` says what time it is there: no
 * clock of ours is compared with Facebook's times.
 */
import type { PageId, Psid } from '../domain/ids.ts'
import type { LookedUp, NotShown } from '../domain/look-up.ts'
import type { Outbound } from '../domain/outbound.ts'
import type { TurnFacts } from '../domain/turn.ts'
import { GraphRejectedError } from '../errors.ts'
import { findReplies, requireShown } from './graph/comments.ts'
import { findRecentMessages } from './graph/conversations.ts'
import type { GraphCall, PageAccess } from './graph/graph-call.ts'

export type LookedUpRow = Pick<Outbound, 'action' | 'about' | 'causedTs' | 'attempts'> & {
  readonly pageId: PageId
  readonly psid: Psid
  readonly cause: Pick<TurnFacts, 'kind' | 'mid'>
  readonly createdTs: number
  readonly claimedTs?: number | undefined
}

export interface LookUpDeps {
  readonly row: LookedUpRow
  /** Which of these mids or comment ids belong to another row. */
  readonly isKnown: (platformIds: readonly string[]) => Promise<ReadonlySet<string>>
  /** The clock that dates claims. */
  readonly now: () => number
}

/** Facebook's times are whole seconds, and its servers differ a little. */
const marginMs = 5_000

export async function lookUp(
  call: GraphCall,
  access: PageAccess,
  { row, isKnown, now }: LookUpDeps,
): Promise<LookedUp> {
  const wanted = textOf(row)
  if (wanted === undefined) return { is: 'unclear' }
  const { facebookTs, ...shown } = await (row.action.do === 'comment'
    ? readComments(call, access, row)
    : readThread(call, access, row))
  if (facebookTs === undefined) return { is: 'unclear' }
  /** By Facebook's clock, and not too late: `Date` is cut, and was written before this moment. */
  const atFacebook = (ts: number): number => facebookTs - (now() - ts) - marginMs
  const claimedTs = row.claimedTs ?? row.createdTs
  const since = atFacebook(row.attempts > 1 ? row.createdTs : claimedTs) // an earlier claim may have had its effect
  const likely = shown.items.filter(({ mayBeOurs, text, at }) => mayBeOurs && text === wanted && at >= since)
  if (likely.some(({ isNameless }) => isNameless)) return { is: 'unclear' }
  const known = await isKnown(likely.map(({ id }) => id))
  const ours = likely.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.at - b.at)[0]
  if (ours !== undefined) return { is: 'found', platformId: ours.id }
  const times = shown.items.map(({ at }) => at)
  return {
    is: 'not_shown',
    facebookTs,
    claimTs: atFacebook(claimedTs),
    isComplete: shown.isComplete,
    showsCause: shown.showsCause,
    oldestTs: times.length === 0 ? undefined : Math.min(...times),
    newestTs: times.length === 0 ? undefined : Math.max(...times),
  }
}

/** The text by which the message is recognised. A picture or a card alone looks like any other. */
function textOf({ action }: LookedUpRow): string | undefined {
  if (action.do === 'comment') return action.text
  return action.do === 'say' || action.do === 'private_reply' ? action.message.text : undefined
}

interface Shown extends Pick<NotShown, 'isComplete' | 'showsCause'> {
  readonly items: readonly ShownItem[]
  readonly facebookTs: number | undefined
}

interface ShownItem {
  readonly id: string
  readonly text: string
  readonly at: number
  readonly mayBeOurs: boolean
  /** Facebook does not name the author, so it may be the Page. */
  readonly isNameless: boolean
}

async function readThread(call: GraphCall, access: PageAccess, row: LookedUpRow): Promise<Shown> {
  const { items, facebookTs, limit } = await findRecentMessages(call, access, { psid: row.psid })
  const { mid } = row.cause
  const isListed = mid !== undefined && (row.cause.kind === 'message' || row.cause.kind === 'postback')
  const isShown = items.some(({ id, createdTime }) => createdTime > row.causedTs || (isListed && id === mid))
  return {
    items: items.map(({ id, text, fromPage, createdTime }) => ({
      id,
      text,
      at: createdTime,
      mayBeOurs: fromPage,
      isNameless: false,
    })),
    facebookTs,
    isComplete: items.length < limit,
    showsCause: isShown ? 'yes' : isListed ? 'no' : 'never',
  }
}

/** The comment or post that is replied to must be shown, too: a server that lags behind has neither. */
async function readComments(call: GraphCall, access: PageAccess, row: LookedUpRow): Promise<Shown> {
  const objectId = requireObject(row.about?.commentId ?? row.about?.postId)
  await requireShown(call, access, { objectId })
  const { items, facebookTs, limit } = await findReplies(call, access, { commentId: objectId })
  const replies = items.map(({ id, text, createdTime, isFromPage, fromId }) => ({
    id,
    text,
    at: createdTime,
    mayBeOurs: isFromPage || fromId === undefined,
    isNameless: fromId === undefined,
  }))
  const object = { id: objectId, text: '', at: row.causedTs, mayBeOurs: false, isNameless: false }
  const isComplete = items.length < limit
  return { items: isComplete ? [...replies, object] : replies, facebookTs, isComplete, showsCause: 'yes' }
}

export function requireObject(id: string | undefined): string {
  if (id === undefined) throw new GraphRejectedError({ reason: 'no_object', meaning: 'not_found' })
  return id
}

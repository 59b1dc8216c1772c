/** A customer's row of `profileFacebook`, from the rows that their origins would have alone. */
import type { ProfileId } from '../domain/ids.ts'
import { compareOrigins } from './derive-profile.ts'

/** A row of `profileFacebook` without its key. */
export interface FacebookValues {
  readonly firstName: string | null
  readonly surname: string | null
  readonly lastInteractionTs: Date | null
  readonly lastInboundMsgTs: Date | null
  readonly lastOutboundMsgTs: Date | null
  readonly metaRaw: string | null
  readonly name: string | null
  /** ms */
  readonly nameTs: string | null
  /** ms */
  readonly refreshedTs: string | null
  readonly refreshResult: string | null
}

/**
 * The latest times of all, the latest name, and the latest profile of the Graph API, one that was found first. Undefined:
 * there are no rows.
 */
export function deriveFacebook(
  pId: ProfileId,
  rows: ReadonlyMap<ProfileId, FacebookValues>,
): FacebookValues | undefined {
  const ordered = [...rows].toSorted(([a], [b]) => compareOrigins(pId, a, b)).map(([, row]) => row)
  const [first] = ordered
  if (first === undefined) return undefined
  const named = ordered.reduce((best, row) => (isLaterName(row, best) ? row : best), first)
  const refreshed = ordered.reduce((best, row) => (isBetterRefresh(row, best) ? row : best), first)
  return {
    firstName: named.firstName,
    surname: named.surname,
    name: named.name,
    nameTs: named.nameTs,
    metaRaw: refreshed.metaRaw,
    refreshedTs: refreshed.refreshedTs,
    refreshResult: refreshed.refreshResult,
    lastInteractionTs: latest(ordered.map((row) => row.lastInteractionTs)),
    lastInboundMsgTs: latest(ordered.map((row) => row.lastInboundMsgTs)),
    lastOutboundMsgTs: latest(ordered.map((row) => row.lastOutboundMsgTs)),
  }
}

/** Of two names of one time the greater in bytes counts, as for the names of one id. */
function isLaterName(row: FacebookValues, than: FacebookValues): boolean {
  const [a, b] = [Number(row.nameTs ?? -1), Number(than.nameTs ?? -1)]
  if (a !== b) return a > b
  const byBytes = Buffer.compare(Buffer.from(row.name ?? ''), Buffer.from(than.name ?? ''))
  if (byBytes !== 0) return byBytes > 0
  const hasParts = ({ firstName, surname }: FacebookValues) => firstName !== null || surname !== null
  return hasParts(row) && !hasParts(than)
}

function isBetterRefresh(row: FacebookValues, than: FacebookValues): boolean {
  const found = Number(row.refreshResult === 'found') - Number(than.refreshResult === 'found')
  return found === 0 ? Number(row.refreshedTs ?? -1) > Number(than.refreshedTs ?? -1) : found > 0
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce(
    (best, time) => (time !== null && (best === null || time.getTime() > best.getTime()) ? time : best),
    null,
  )
}

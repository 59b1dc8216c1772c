/**
 * Profiles from the Graph API: stored in `profileFacebook`, and in `profile` where the brand has no names of its own.
 */
import type { RefreshResult } from '../../domain/reasons.ts'
import type { PageId, ProfileId, Psid } from '../../domain/ids.ts'
import { type Kysely, sql, type Transaction } from 'kysely'
import { findComposed, settleMerged } from '../identity/composed.ts'
import { findIdRows } from '../identity/customer-ids.ts'
import { splitName } from '../events/latest-names.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface RefreshedProfile {
  readonly isFound: boolean
  readonly because?: Exclude<RefreshResult, 'found' | 'too_early'>
  /** How long the question took, ms. */
  readonly tookMs?: number
  readonly profile?: {
    /** The whole name; Facebook may tell it where it tells no parts. */
    readonly name?: string
    readonly firstName?: string
    readonly lastName?: string
    readonly raw: unknown
  }
}

export interface ProfileRefreshes {
  /**
   * True: no request is needed. The profile is fresh, or the customer has done nothing in Messenger yet. Facebook tells
   * nothing of a customer who only commented, and its refusal would count for days after they write.
   */
  isFresh(customer: {
    readonly pageId: PageId
    readonly psid: Psid
    readonly pId: ProfileId
  }): Promise<boolean>
  /** An id without a row has no profile: nothing is stored. */
  save(customer: { readonly psid: Psid }, found: RefreshedProfile): Promise<void>
}

const dayMs = 86_400_000
/** How long a response counts. The addresses of pictures are valid for some days. */
const freshMs = { found: dayMs, notFound: 7 * dayMs }

export function createProfileRefreshes(db: Kysely<Database>, now: () => number = Date.now): ProfileRefreshes {
  return {
    async isFresh({ pageId, psid, pId }) {
      const row = await db
        .selectFrom('conversation as c')
        .leftJoin('profileFacebook as f', (join) => join.on('f.pId', '=', pId))
        .select(['c.lastInboundTs', 'f.refreshedTs', 'f.refreshResult', 'f.lastInboundMsgTs'])
        .where('c.pageId', '=', pageId)
        .where('c.psid', '=', psid)
        .executeTakeFirst()
      return row === undefined || row.lastInboundTs === null || isFreshAt(now(), row)
    },
    async save({ psid }, refreshed) {
      await inTransaction(db, async (transaction) => {
        const [row] = (await findIdRows(transaction, [{ kind: 'facebook', value: psid }], 'share')).values()
        if (row === undefined) return
        const composed =
          row.originPId === null ? new Set<ProfileId>() : await findComposed(transaction, [row])
        const tables = composed.has(row.pId) ? base : live
        const origin = row.originPId ?? row.pId
        await store(transaction, tables, { pId: origin, now: now(), refreshed })
        if (composed.has(row.pId) || origin !== row.pId) await settleMerged(transaction, [row], composed)
      })
    },
  }
}

/** The rows of a customer, and those of one origin where the customer's are made of several. */
const live = { facebook: 'profileFacebook', profile: 'profile' } as const
const base = { facebook: 'originFacebook', profile: 'originProfile' } as const

async function store(
  transaction: Transaction<Database>,
  tables: typeof live | typeof base,
  {
    pId,
    now,
    refreshed: { isFound, because, profile, tookMs = 0 },
  }: { readonly pId: ProfileId; readonly now: number; readonly refreshed: RefreshedProfile },
): Promise<void> {
  const hasParts = profile?.firstName !== undefined || profile?.lastName !== undefined
  const [first, last] = hasParts ? [profile.firstName, profile.lastName] : splitName(profile?.name)
  const firstName = cut(first ?? undefined, 45)
  const lastName = cut(last ?? undefined, 100)
  const askedAt = new Date(now - tookMs)
  const metaRaw = isFound ? JSON.stringify(profile?.raw) : null
  const facebook = sql.table(tables.facebook)
  await transaction
    .insertInto(tables.facebook)
    .values({
      pId,
      refreshedTs: now,
      refreshResult: isFound ? 'found' : 'too_early', // without a row the customer has not written
      ...(isFound ? { metaRaw, firstName, surname: lastName } : {}),
    })
    .onDuplicateKeyUpdate({
      refreshedTs: sql<string>`values(refreshedTs)`,
      // A message that came while Facebook was asked was not there for it.
      refreshResult: isFound
        ? 'found'
        : sql<RefreshResult>`if(${facebook}.lastInboundMsgTs is null or ${facebook}.lastInboundMsgTs >= ${askedAt}, 'too_early', ${because ?? 'unavailable'})`,
      ...(isFound
        ? {
            metaRaw: sql<string>`values(metaRaw)`,
            firstName: sql<string>`coalesce(values(firstName), ${facebook}.firstName)`,
            surname: sql<string>`coalesce(values(surname), ${facebook}.surname)`,
          }
        : {}),
    })
    .execute()
  if (firstName === null && lastName === null) return
  const table = sql.table(tables.profile)
  await sql`insert into ${table} (pId, firstName, lastName) values (${pId}, ${firstName}, ${lastName})
    on duplicate key update
      lastName = if(${table}.firstName is null and ${table}.lastName is null, values(lastName), ${table}.lastName),
      firstName = if(${table}.firstName is null and ${table}.lastName <=> values(lastName), values(firstName), ${table}.firstName)`.execute(
    transaction,
  )
}

export function isFreshAt(
  now: number,
  {
    refreshedTs,
    refreshResult,
    lastInboundMsgTs,
  }: {
    readonly refreshedTs: string | null
    readonly refreshResult: string | null
    /** When the customer last wrote or tapped; null: never. */
    readonly lastInboundMsgTs: Date | null
  },
): boolean {
  if (refreshedTs === null) return false
  if (refreshResult === 'too_early' && lastInboundMsgTs !== null) return false
  return Number(refreshedTs) + (refreshResult === 'found' ? freshMs.found : freshMs.notFound) > now
}

function cut(text: string | undefined, length: number): string | null {
  return text === undefined ? null : Array.from(text).slice(0, length).join('')
}

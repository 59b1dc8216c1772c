/** What the Graph API said of a person: in `profileFacebook`, and in `profile` where a brand wrote nothing of its own. */
import type { RefreshResult } from '../../domain/reasons.ts'
import type { PageId, ProfileId, Psid } from '../../domain/ids.ts'
import { type Kysely, sql } from 'kysely'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface RefreshedProfile {
  readonly isFound: boolean
  readonly because?: Exclude<RefreshResult, 'found'>
  readonly profile?: {
    readonly firstName?: string
    readonly lastName?: string
    readonly raw: unknown
  }
}

export interface ProfileRefreshes {
  /**
   * The profile need not be asked for: it is fresh, or the person did nothing in Messenger yet. Of who only commented Facebook
   * tells nothing, and that refusal would count for days after they have written.
   */
  isFresh(person: { readonly pageId: PageId; readonly psid: Psid; readonly pId: ProfileId }): Promise<boolean>
  save(pId: ProfileId, found: RefreshedProfile): Promise<void>
  /** The Messenger id that a private reply told belongs to the same person; an id that is known stays whose it is. */
  link(psid: Psid, pId: ProfileId): Promise<void>
}

const dayMs = 86_400_000
/** How long an answer counts; Facebook's picture addresses live some days. */
const freshMs = { found: dayMs, notFound: 7 * dayMs }

export function createProfileRefreshes(db: Kysely<Database>, now: () => number = Date.now): ProfileRefreshes {
  return {
    async isFresh({ pageId, psid, pId }) {
      const row = await db
        .selectFrom('conversation as c')
        .leftJoin('profileFacebook as f', (join) => join.on('f.pId', '=', pId))
        .select(['c.lastInboundTs', 'f.refreshedTs', 'f.refreshResult'])
        .where('c.pageId', '=', pageId)
        .where('c.psid', '=', psid)
        .executeTakeFirst()
      return row === undefined || row.lastInboundTs === null || isFreshAt(now(), row)
    },
    async save(pId, { isFound, because, profile }) {
      const firstName = cut(profile?.firstName, 45)
      const lastName = cut(profile?.lastName, 100)
      const metaRaw = isFound ? JSON.stringify(profile?.raw) : null
      await inTransaction(db, async (transaction) => {
        await transaction
          .insertInto('profileFacebook')
          .values({
            pId,
            refreshedTs: now(),
            refreshResult: isFound ? 'found' : (because ?? 'unavailable'),
            ...(isFound ? { metaRaw, firstName, surname: lastName } : {}),
          })
          .onDuplicateKeyUpdate({
            refreshedTs: sql<string>`values(refreshedTs)`,
            refreshResult: sql<RefreshResult>`values(refreshResult)`,
            ...(isFound
              ? {
                  metaRaw: sql<string>`values(metaRaw)`,
                  firstName: sql<string>`coalesce(values(firstName), profileFacebook.firstName)`,
                  surname: sql<string>`coalesce(values(surname), profileFacebook.surname)`,
                }
              : {}),
          })
          .execute()
        if (firstName === null && lastName === null) return
        await sql`insert into profile (pId, firstName, lastName) values (${pId}, ${firstName}, ${lastName})
          on duplicate key update
            lastName = if(profile.firstName is null and profile.lastName is null, values(lastName), profile.lastName),
            firstName = if(profile.firstName is null and profile.lastName <=> values(lastName), values(firstName), profile.firstName)`.execute(
          transaction,
        )
      })
    },
    async link(psid, pId) {
      await db
        .insertInto('chan2Profile')
        .values({ channelId: psid, cidType: 'facebook', pId })
        .onDuplicateKeyUpdate(({ ref }) => ({ pId: ref('chan2Profile.pId') }))
        .execute()
    },
  }
}

export function isFreshAt(
  now: number,
  {
    refreshedTs,
    refreshResult,
  }: { readonly refreshedTs: string | null; readonly refreshResult: string | null },
): boolean {
  if (refreshedTs === null) return false
  return Number(refreshedTs) + (refreshResult === 'found' ? freshMs.found : freshMs.notFound) > now
}

function cut(text: string | undefined, length: number): string | null {
  return text === undefined ? null : Array.from(text).slice(0, length).join('')
}

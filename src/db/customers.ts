/** The customer as the storyboard sees them, and what it may change. */
import type { Kysely } from 'kysely'
import type { CustomerProfile, ProfileChanges, RecentInteraction } from '../domain/reply.ts'
import { graphFactsOf } from './graph-facts.ts'
import type { Database } from './schema.ts'
import { withoutNulls } from './without-nulls.ts'

export interface Customers {
  find(pId: string): Promise<CustomerProfile>
  /** The person's latest interactions, newest first. */
  findRecent(pId: string, limit: number): Promise<RecentInteraction[]>
}

export function createCustomers(db: Kysely<Database>): Customers {
  return {
    async find(pId) {
      const row = await db
        .selectFrom('profile as p')
        .leftJoin('profileFacebook as f', 'f.pId', 'p.pId')
        .select([...columns.map((name) => `p.${name}` as const), 'f.metaRaw'])
        .where('p.pId', '=', pId)
        .executeTakeFirst()
      const { metaRaw, ...own } = row ?? { metaRaw: null }
      return { pId, ...graphFactsOf(metaRaw), ...withoutNulls(own) }
    },
    async findRecent(pId, limit) {
      const rows = await db
        .selectFrom('interaction as i')
        .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
        .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
        .select(['i.ts', 'i.channel', 'i.interactionType', 'i.direction', 'm.text', 'f.message'])
        .where('i.pId', '=', pId)
        .orderBy('i.kwInteractionId', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ ts, channel, interactionType, direction, text, message }) => ({
        ts: ts?.getTime() ?? 0,
        channel: channel ?? '',
        type: interactionType ?? '',
        direction: direction ?? '',
        ...withoutNulls({ text: text ?? message }),
      }))
    },
  }
}

/** Characters that the column holds; what people or a hub say may be longer. */
const lengths = {
  firstName: 45,
  lastName: 145,
  country: 145,
  city: 145,
  industry: 45,
  favoriteProduct: 45,
  productsInterestedIn: 145,
  email: 320,
  phone: 40,
} as const
const texts = Object.keys(lengths) as (keyof typeof lengths)[]
const columns = [...texts, 'loyaltyPoints'] as const
const mostPoints = 2 ** 31 - 1

/** These columns of the profile are as given; the others stay. */
export async function saveProfile(db: Kysely<Database>, pId: string, changes: ProfileChanges): Promise<void> {
  const known: Record<string, string | number> = {}
  for (const name of texts) {
    const text = changes[name]
    if (text !== undefined) known[name] = Array.from(text).slice(0, lengths[name]).join('')
  }
  const { loyaltyPoints } = changes
  if (loyaltyPoints !== undefined && Number.isFinite(loyaltyPoints))
    known['loyaltyPoints'] = Math.trunc(Math.max(-mostPoints, Math.min(mostPoints, loyaltyPoints)))
  if (Object.keys(known).length === 0) return
  await db
    .insertInto('profile')
    .values({ pId, ...known })
    .onDuplicateKeyUpdate(known)
    .execute()
}

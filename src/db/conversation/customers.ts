/** The customer as the storyboard sees them, and the columns that it may change. */
import { asProfileId, asTurnId, type ProfileId, type Psid, type TurnId } from '../../domain/ids.ts'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { CustomerProfile, ProfileChanges, RecentInteraction } from '../../domain/reply.ts'
import type { ProfileFact } from '../../domain/profile-fact.ts'
import type { Turn } from '../../domain/turn.ts'
import { setFacts } from '../identity/profile-facts.ts'
import { builtOnce } from '../mysql/built-once.ts'
import { graphFactsOf } from './graph-facts.ts'
import type { Database } from '../mysql/schema.ts'
import { withoutNulls } from '../mysql/without-nulls.ts'

export interface Customers {
  /** The last five interactions of the turn's customer that were recorded before its own, newest first. No receipts. */
  findRecent(turn: Pick<Turn, 'id' | 'pId'>): Promise<RecentInteraction[]>
}

export function createCustomers(db: Kysely<Database>): Customers {
  return {
    async findRecent({ id, pId }) {
      const rows = await selectRecent(db, { pId, turnId: id })
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

/** By id, as ids grow with time: a message that came after the turn's own is no earlier one. */
const selectRecent = builtOnce({ pId: asProfileId, turnId: asTurnId }, (db, { pId, turnId }) =>
  db
    .selectFrom('interaction as i')
    .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .select(['i.ts', 'i.channel', 'i.interactionType', 'i.direction', 'm.text', 'f.message'])
    .where('i.pId', '=', pId)
    .where('i.kwInteractionId', '<', (from) =>
      from.selectFrom('turn').select('kwInteractionId').where('id', '=', turnId),
    )
    // Rows of other systems may be without a type.
    .where(sql<string>`coalesce(i.interactionType, '')`, 'not in', receipts)
    .orderBy('i.kwInteractionId', 'desc')
    .limit(5),
)

const receipts = ['delivery', 'read']

/** Characters that each column holds. A text of a customer or a hub may be longer: it is cut. */
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

/** The columns for `toCustomer`: `profile` is `p`, `profileFacebook` is `f`. */
export const customerColumns = [
  ...texts.map((name) => `p.${name}` as const),
  'p.loyaltyPoints',
  'f.metaRaw',
] as const

type CustomerRow = { readonly [Name in keyof typeof lengths | 'metaRaw']: string | null } & {
  readonly loyaltyPoints: number | null
}

export function toCustomer(pId: ProfileId, row: CustomerRow): CustomerProfile {
  const own = Object.fromEntries([...texts, 'loyaltyPoints' as const].map((name) => [name, row[name]]))
  return { pId, ...graphFactsOf(row.metaRaw), ...withoutNulls(own) }
}

const mostPoints = 2 ** 31 - 1

/** What a storyboard or a hub sets. */
export interface ProfileSetting {
  /** The customer's id in the conversation. */
  readonly psid: Psid
  readonly turnId: TurnId
  readonly changes: ProfileChanges
  /** The columns that the hub set: the brand's own system said so. */
  readonly byHub: readonly string[]
  /** ms */
  readonly ts: number
}

/** Writes these columns of the profile, and notes where they come from. The others stay. */
export async function saveProfile(
  transaction: Transaction<Database>,
  { psid, turnId, changes, byHub, ts }: ProfileSetting,
): Promise<void> {
  const known: Record<string, string> = {}
  for (const name of texts) {
    const text = changes[name]
    if (text !== undefined) known[name] = Array.from(text).slice(0, lengths[name]).join('')
  }
  const { loyaltyPoints } = changes
  if (loyaltyPoints !== undefined && Number.isFinite(loyaltyPoints))
    known['loyaltyPoints'] = String(Math.trunc(Math.max(-mostPoints, Math.min(mostPoints, loyaltyPoints))))
  await setFacts(
    transaction,
    Object.entries(known).map(([name, value]): ProfileFact => {
      const isHub = byHub.includes(name)
      return {
        of: { kind: 'facebook', value: psid },
        name,
        value,
        strength: isHub ? 'brand' : 'claimed',
        ts,
        source: { kind: isHub ? 'hub' : 'storyboard', id: turnId },
      }
    }),
  )
}

/** The rows of one customer on one Page, newest first, as the sandbox page shows them. */
import type { Kysely } from 'kysely'
import { reasons } from '../../src/identity/describe-link.ts'
import { findLinksAt } from '../../src/db/identity/find-links.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from '../../src/domain/ids.ts'

export interface Whom {
  readonly pageId: PageId
  readonly psid: Psid
  /** The same as `psid`, unless the feed knows the customer by another id. */
  readonly feedId: Psid
}

const most = 12

/** Throws DatabaseBusyError. */
export async function findRows(db: Kysely<Database>, { pageId, psid, feedId }: Whom) {
  const known = await db
    .selectFrom('chan2Profile')
    .select('pId')
    .where('channelId', 'in', [psid, feedId])
    .where('cidType', '=', 'facebook')
    .execute()
  const pIds = known.map(({ pId }) => pId)
  const conversations = await db
    .selectFrom('conversation')
    .select(['id', 'context', 'lastInboundTs', 'silentUntil', 'silentReason'])
    .where('pageId', '=', pageId)
    .where('psid', 'in', [psid, feedId])
    .execute()
  const conversation = decodeContext(conversations[0])
  if (pIds.length === 0) return { ...nothing, conversation }
  const interactions = recent(db, pageId, pIds)
  const [links, leads, profile, profileFacebook, interaction, feed, messenger, turn] = await Promise.all([
    findLinks(db, pIds),
    interactions
      .innerJoin('lead', 'lead.kwInteractionId', 'interaction.kwInteractionId')
      .select([
        'lead.kwInteractionId',
        'leadId',
        'formId',
        'adId',
        'state',
        'foundBy',
        'answers',
        'createdTs',
      ])
      .execute(),
    db.selectFrom('profile').selectAll().where('pId', 'in', pIds).executeTakeFirst(),
    db.selectFrom('profileFacebook').selectAll().where('pId', 'in', pIds).executeTakeFirst(),
    interactions.select(['kwInteractionId', 'channel', 'interactionType', 'ts', 'direction']).execute(),
    interactions
      .innerJoin('chanFacebookFeed as feed', 'feed.kwInteractionId', 'interaction.kwInteractionId')
      .select(['feed.kwInteractionId', 'item', 'verb', 'message', 'reaction_type', 'post_id', 'comment_id'])
      .execute(),
    // Messages and taps. Receipts are the `deliveredTs` and `readTs` of these rows.
    interactions
      .innerJoin('chanFacebookMessenger as said', 'said.kwInteractionId', 'interaction.kwInteractionId')
      .select(['said.kwInteractionId', 'direction', 'text', 'payload', 'deliveredTs', 'readTs', 'mid'])
      .where('mid', 'is not', null)
      .execute(),
    findTurns(
      db,
      conversations.map(({ id }) => id),
    ),
  ])
  const outbound = await findOutbound(
    db,
    turn.map(({ id }) => id),
  )
  return {
    profile: profile ?? null,
    profileFacebook: profileFacebook ?? null,
    conversation,
    identityLink: links,
    lead: leads,
    interaction,
    chanFacebookFeed: feed,
    chanFacebookMessenger: messenger,
    turn: turn.map(({ facts, understanding, ...rest }) => ({
      ...rest,
      facts: decode(facts),
      understanding: decode(understanding),
    })),
    outbound: outbound.map(({ action, ...rest }) => ({ ...rest, action: decode(action) })),
  }
}

const nothing = {
  profile: null,
  profileFacebook: null,
  identityLink: [],
  lead: [],
  interaction: [],
  chanFacebookFeed: [],
  chanFacebookMessenger: [],
  turn: [],
  outbound: [],
}

/** What the customer's ids are linked to, and why, the newest first. A revoked link says so. */
async function findLinks(db: Kysely<Database>, pIds: readonly ProfileId[]) {
  const ids = await db
    .selectFrom('chan2Profile')
    .select(['cidType as kind', 'channelId as value'])
    .where('pId', 'in', pIds)
    .execute()
  const links = await findLinksAt(db, ids)
  return links
    .toReversed()
    .slice(0, most)
    .map(({ id, a, b, evidence, strength, ts, revoked }) => ({
      id,
      ids: [nameOfKey(a), nameOfKey(b)],
      evidence,
      reason: reasons[evidence],
      strength,
      ts,
      revokedTs: revoked?.ts,
    }))
}

/** Interactions of these profiles with this Page, the newest. */
function recent(db: Kysely<Database>, pageId: PageId, pIds: readonly ProfileId[]) {
  return db
    .selectFrom('interaction')
    .where('interaction.pId', 'in', pIds)
    .where('interaction.pageId', '=', pageId)
    .orderBy('interaction.ts', 'desc')
    .orderBy('interaction.kwInteractionId', 'desc')
    .limit(most)
}

async function findTurns(db: Kysely<Database>, conversationIds: readonly ConversationId[]) {
  if (conversationIds.length === 0) return []
  return db
    .selectFrom('turn')
    .select(['id', 'ts', 'facts', 'understanding', 'state', 'outcome', 'scene', 'alsoScene', 'handledTs'])
    .where('conversationId', 'in', conversationIds)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
}

async function findOutbound(db: Kysely<Database>, turnIds: readonly TurnId[]) {
  if (turnIds.length === 0) return []
  return db
    .selectFrom('outbound')
    .select(['id', 'turnId', 'step', 'action', 'state', 'reason', 'attempts'])
    .where('turnId', 'in', turnIds)
    .orderBy('id', 'desc')
    .execute()
}

function decodeContext<Row extends { readonly context: string | null }>(row: Row | undefined) {
  return row === undefined ? null : { ...row, context: decode(row.context) }
}

function decode(json: string | null): unknown {
  return json === null ? null : JSON.parse(json)
}

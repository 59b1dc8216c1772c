/** Which events a text names: a message, a comment, a post, a part of a reply, a customer, or words that were written. */
import { type Kysely, sql } from 'kysely'
import { asPageId, asTurnId, type PageId, type ProfileId } from '../../domain/ids.ts'
import { keyOf, messageKey, postKey } from '../../domain/event-key.ts'
import type { Database } from '../mysql/schema.ts'
import { allAtOnce } from '../mysql/all-at-once.ts'
import { findByKeys } from './find-mid.ts'
import { daysOfClaim } from './read-outbound.ts'

/** Words are looked for in this many of the latest interactions. */
export const searchedRows = 24_000

/** The interaction with this number, if there is one. */
export async function findByNumber(db: Kysely<Database>, id: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('interaction')
    .select('kwInteractionId')
    .where('kwInteractionId', '=', id)
    .execute()
  return rows.map(({ kwInteractionId }) => kwInteractionId)
}

/** The event that led to this row of `outbound`. No event led to an agent's: then the message itself, once it is sent. */
export async function findByOutbound(db: Kysely<Database>, id: string): Promise<readonly string[]> {
  return await eventsOfOutbound(db, sql`o.id = ${id}`)
}

/** The event of this turn. */
export async function findByTurn(db: Kysely<Database>, id: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('turn').select('kwInteractionId').where('id', '=', asTurnId(id)).execute()
  return rows.map(({ kwInteractionId }) => kwInteractionId)
}

/**
 * The events that Facebook names so: the mid of a message, the id of a comment or of a post. What the bot sent leads to
 * the event that it replies to.
 */
export async function findByPlatformId(db: Kysely<Database>, id: string): Promise<readonly string[]> {
  const indexed = await findByIndexedId(db, id)
  return indexed.length > 0 ? indexed : await findByMid(db, id)
}

/** The same, but of messages only those that Pagebeat sent: a step or two in an index for each kind of id. */
export async function findByIndexedId(db: Kysely<Database>, id: string): Promise<readonly string[]> {
  if (!platformId.test(id)) return []
  const replied = await eventsOfOutbound(db, sql`o.platformId = ${id}`)
  if (replied.length > 0) return replied
  const comments = await findComment(db, id)
  return comments.length > 0 ? comments : await findPost(db, await findPages(db), id)
}

async function findComment(db: Kysely<Database>, id: string): Promise<readonly string[]> {
  const onFeed = await db
    .selectFrom('chanFacebookFeed')
    .select(['kwInteractionId', 'verb'])
    .where('comment_id', '=', id)
    .orderBy('kwInteractionId')
    .limit(20)
    .execute()
  const comment = onFeed.find(({ verb }) => verb === 'add') ?? onFeed[0]
  return comment === undefined ? [] : [comment.kwInteractionId]
}

export async function findByMid(db: Kysely<Database>, mid: string): Promise<readonly string[]> {
  if (!platformId.test(mid) || /^[\d_]+$|@/.test(mid)) return [] // a comment, post or customer
  const pageIds = await findPages(db)
  const messages = pageIds.map((pageId) => messageKey(pageId, mid))
  const postbacks = pageIds.map((pageId) => keyOf(pageId, 'postback', mid))
  return await findByKeys(db, [messages, postbacks])
}

/** Ids of Facebook are ASCII without blanks. The column of the ids that were sent compares with nothing else. */
const platformId = /^[!-~]{1,255}$/

async function findPages(db: Kysely<Database>): Promise<readonly PageId[]> {
  const rows = await db.selectFrom('page').select('pageId').where('pageId', '<>', asPageId('*')).execute()
  return rows.map(({ pageId }) => asPageId(pageId))
}

/** A post with an album is several events. */
async function findPost(
  db: Kysely<Database>,
  pageIds: readonly PageId[],
  postId: string,
): Promise<readonly string[]> {
  if (pageIds.length === 0) return []
  const keys = pageIds.map((pageId) => Buffer.from(postKey(pageId, postId), 'hex'))
  const rows = await db
    .selectFrom('contentRow')
    .select('kwInteractionId')
    .where('contentKey', 'in', keys)
    .orderBy('kwInteractionId')
    .limit(1)
    .execute()
  return rows.map(({ kwInteractionId }) => kwInteractionId)
}

async function eventsOfOutbound(
  db: Kysely<Database>,
  where: ReturnType<typeof sql>,
): Promise<readonly string[]> {
  const { rows } = await sql<{
    readonly id: string | null
    readonly platformId: string | null
    readonly claimedTs: string | null
  }>`select t.kwInteractionId as id, o.platformId, o.claimedTs
    from outbound o left join turn t on t.id = o.turnId where ${where} limit 20`.execute(db)
  const led = rows.flatMap(({ id }) => id ?? [])
  if (led.length > 0) return [...new Set(led)]
  const [own] = rows
  if (own === undefined || own.platformId === null) return []
  const comments = await findComment(db, own.platformId)
  return comments.length > 0 || own.claimedTs === null
    ? comments
    : await findSent(db, own.platformId, Number(own.claimedTs))
}

/** A message that this installation sent: its claim tells the day. */
async function findSent(db: Kysely<Database>, mid: string, claimedTs: number): Promise<readonly string[]> {
  const keys = (await findPages(db)).map((pageId) => Buffer.from(messageKey(pageId, mid), 'hex'))
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('interaction')
    .select('kwInteractionId')
    .where('eventDay', 'in', daysOfClaim(claimedTs))
    .where('eventKey', 'in', keys)
    .execute()
  return rows.map(({ kwInteractionId }) => kwInteractionId)
}

/** This number of a customer's interactions is looked at: those that were recorded last. */
const latestOfCustomer = 500

/** What the customer did, the latest first, without receipts. */
export async function findByCustomer(
  db: Kysely<Database>,
  pId: ProfileId,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly id: string }>`select kwInteractionId as id from (
      select kwInteractionId, ts, direction, interactionType from interaction
      where pId = ${pId} order by kwInteractionId desc limit ${sql.lit(latestOfCustomer)}
    ) latest
    where direction = 'in' and coalesce(interactionType, '') not in ('delivery', 'read')
    order by ts desc, kwInteractionId desc limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** The search for words goes on in this number of parts at once, after the newest of them. */
const parts = 4

/** The latest events of customers with these words, among the last `searchedRows` interactions. */
export async function findByWords(
  db: Kysely<Database>,
  words: string,
  limit: number,
): Promise<readonly string[]> {
  const { newest } = await db
    .selectFrom('interaction')
    .select(({ fn }) => fn.max('kwInteractionId').as('newest'))
    .executeTakeFirstOrThrow()
  const pattern = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const last = BigInt(newest ?? 0)
  const size = BigInt(searchedRows / parts)
  const search = (part: number): Promise<readonly string[]> => {
    const to = last - size * BigInt(part)
    return findWordsBetween(db, { after: String(to - size), to: String(to), pattern, limit })
  }
  const latest = await search(0)
  if (latest.length >= limit) return latest
  const others = Array.from({ length: parts - 1 }, (_, index) => index + 1)
  const earlier = await allAtOnce(others, search)
  return [latest, ...earlier].flat().slice(0, limit)
}

async function findWordsBetween(
  db: Kysely<Database>,
  {
    after,
    to,
    pattern,
    limit,
  }: { readonly after: string; readonly to: string; readonly pattern: string; readonly limit: number },
): Promise<readonly string[]> {
  const between = sql`kwInteractionId > ${after} and kwInteractionId <= ${to}`
  const { rows } = await sql<{ readonly id: string }>`
    select i.kwInteractionId as id from (
      (select kwInteractionId from chanFacebookMessenger
        where ${between} and text like ${pattern} order by kwInteractionId desc limit ${3 * limit})
      union
      (select kwInteractionId from chanFacebookFeed
        where ${between} and message like ${pattern} order by kwInteractionId desc limit ${3 * limit})
    ) w join interaction i on i.kwInteractionId = w.kwInteractionId
    where i.direction = 'in' order by i.kwInteractionId desc limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** An open dead letter whose bytes name this text. */
export interface NamedDeadLetter {
  readonly id: string
  readonly stage: string
  readonly reason: string
  readonly firstTs: number
}

/** This number of open dead letters is searched: the latest. */
export const searchedDeadLetters = 1_000

export async function findDeadLetters(
  db: Kysely<Database>,
  text: string,
): Promise<readonly NamedDeadLetter[]> {
  const { rows } = await sql<{ id: string; stage: string; reason: string; firstTs: Date }>`
    select d.id, d.stage, d.reason, d.firstTs from (
      select id from deadLetter where state = 'open' order by id desc limit ${sql.lit(searchedDeadLetters)}
    ) latest join deadLetter d on d.id = latest.id
    where locate(cast(${text} as binary), d.payload) > 0 order by d.id desc limit 5`.execute(db)
  return rows.map(({ firstTs, ...row }) => ({ ...row, firstTs: firstTs.getTime() }))
}

/** Which interactions a page of a conversation shows: one order for Messenger and the feed. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import { quietEvents } from '../../../domain/quiet-events.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Group } from './find-groups.ts'
import { ofGroup, saidTypes } from './read-said.ts'

const shownTypes: readonly string[] = [...saidTypes, ...quietEvents]

export interface PlacedRow {
  readonly id: string
  readonly ts: Date
}

export interface MessagePage {
  /** The newest first. */
  readonly rows: readonly PlacedRow[]
  /** `before` of the next page; undefined: this is the start. */
  readonly before: string | undefined
}

/** Of a customer with more interactions, a page is a stretch of ids: to order all of them by time would take long. */
const mostOrdered = 2_000

/**
 * By time. In a thread of thousands a message that came late, after more than a page of others, is on the page of those;
 * and a reply of the Page is on the page of its comment.
 */
export async function findMessagePage(
  db: Kysely<Database>,
  group: Group,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<MessagePage> {
  const isLong = before?.startsWith('id.') === true || (before === undefined && (await hasMany(db, group)))
  const rows = isLong
    ? await findByIds(db, group, { before, limit })
    : await findByTime(db, group, { before, limit })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const page = rows.slice(0, limit)
  if (!isLong) return { rows: page, before: last && `${last.ts.getTime()}.${last.id}` }
  const replies = await findReplies(db, page)
  const all = [...page, ...replies].toSorted(
    (one, other) => other.ts.getTime() - one.ts.getTime() || Number(other.id) - Number(one.id),
  )
  return { rows: all, before: last && `id.${last.id}` }
}

const isShown = sql`i.interactionType in (${sql.join(shownTypes.map((type) => sql.lit(type)))})`

const isAdded = sql`(i.channel <> ${feedChannel} or exists (select 1 from chanFacebookFeed f
  where f.kwInteractionId = i.kwInteractionId and coalesce(f.verb, 'add') = 'add'))`

async function hasMany(db: Kysely<Database>, { pId, commentId }: Group): Promise<boolean> {
  if (commentId !== undefined) return false
  const { rows } = await sql<{ readonly found: string }>`select count(*) as found from
    (select 1 as one from interaction where pId = ${pId} limit ${sql.lit(mostOrdered + 1)}) x`.execute(db)
  return Number(rows[0]?.found ?? 0) > mostOrdered
}

async function findByIds(
  db: Kysely<Database>,
  group: Group,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<readonly PlacedRow[]> {
  const [, id] = /^id\.(\d{1,19})$/.exec(before ?? '') ?? []
  const isBefore = id === undefined ? sql`true` : sql`i.kwInteractionId < ${id}`
  const { rows } = await sql<PlacedRow>`select i.kwInteractionId as id, i.ts from interaction i
    where ${ofGroup(group)} and ${isBefore} and ${isShown} and ${isAdded} and i.ts is not null
    order by i.kwInteractionId desc limit ${sql.lit(limit + 1)}`.execute(db)
  return rows
}

/** Of the Page, to the comments among these rows. */
async function findReplies(db: Kysely<Database>, page: readonly PlacedRow[]): Promise<readonly PlacedRow[]> {
  if (page.length === 0) return []
  const { rows } = await sql<PlacedRow>`select i.kwInteractionId as id, i.ts from chanFacebookFeed f
    join chanFacebookFeed r on r.parent_id = coalesce(f.comment_id, f.post_id) and r.item = 'comment' and r.verb = 'add'
    join interaction i on i.kwInteractionId = r.kwInteractionId
    where f.kwInteractionId in (${sql.join(page.map(({ id }) => id))}) and i.direction = 'out'
      and i.ts is not null`.execute(db)
  return rows
}

async function findByTime(
  db: Kysely<Database>,
  group: Group,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<readonly PlacedRow[]> {
  const rest = sql`order by i.ts desc, i.kwInteractionId desc limit ${sql.lit(limit + 1)}`
  const isBefore = beforeCursor(before)
  const own =
    group.commentId === undefined
      ? sql`(select i.kwInteractionId as id, i.ts from interaction i
          where ${ofGroup(group)} and ${isShown} and ${isBefore} and ${isAdded} ${rest})`
      : sql`(select i.kwInteractionId as id, i.ts from chanFacebookFeed f
          join interaction i on i.kwInteractionId = f.kwInteractionId
          where ${ofGroup(group)} and f.verb = 'add' and ${isBefore} ${rest})`
  const authored =
    group.commentId === undefined
      ? sql`interaction c join chanFacebookFeed f on f.kwInteractionId = c.kwInteractionId
          and c.pId = ${group.pId} and c.pageId = ${group.pageId} and c.channel = ${feedChannel} and c.direction = 'in'`
      : sql`chanFacebookFeed f join interaction c on c.kwInteractionId = f.kwInteractionId
          and f.comment_id = ${group.commentId}`
  const replies = sql`(select i.kwInteractionId as id, i.ts from ${authored}
      join chanFacebookFeed r on r.parent_id = coalesce(f.comment_id, f.post_id) and r.item = 'comment' and r.verb = 'add'
      join interaction i on i.kwInteractionId = r.kwInteractionId
    where f.verb = 'add' and c.interactionType <> 'reaction' and i.direction = 'out' and ${isBefore} ${rest})`
  const { rows } = await sql<PlacedRow>`${own} union ${replies}
    order by ts desc, id desc limit ${sql.lit(limit + 1)}`.execute(db)
  return rows
}

function beforeCursor(before: string | undefined): RawBuilder<unknown> {
  const [, ts, id] = /^(\d{1,15})\.(\d{1,19})$/.exec(before ?? '') ?? []
  if (ts === undefined || id === undefined) return sql`i.ts is not null`
  const date = new Date(Number(ts))
  return sql`i.ts <= ${date} and (i.ts < ${date} or i.kwInteractionId < ${id})`
}

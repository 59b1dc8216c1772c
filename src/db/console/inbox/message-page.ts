/** Which interactions a page of a conversation shows: one order for Messenger and the feed. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Group } from './find-groups.ts'
import { ofGroup, saidTypes } from './read-said.ts'

/** These are shown, too, though they have no text. Reactions in Messenger are shown at their message. */
const shownTypes: readonly string[] = [...saidTypes, 'referral', 'optin', 'lead', 'leadgen']

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

export async function findMessagePage(
  db: Kysely<Database>,
  group: Group,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<MessagePage> {
  const isShown = sql`(i.interactionType in (${sql.join(shownTypes.map((type) => sql.lit(type)))})
    or (i.interactionType = 'reaction' and i.channel = ${feedChannel}))`
  const rest = sql`order by i.ts desc, i.kwInteractionId desc limit ${sql.lit(limit + 1)}`
  const isBefore = beforeCursor(before)
  // The order is found without the tables of the channels: a thread may have ten thousand rows.
  const own =
    group.commentId === undefined
      ? sql`(select i.kwInteractionId as id, i.ts from interaction i
          where ${ofGroup(group)} and ${isShown} and ${isBefore} and (i.channel <> ${feedChannel}
            or exists (select 1 from chanFacebookFeed f where f.kwInteractionId = i.kwInteractionId
              and coalesce(f.verb, 'add') = 'add')) ${rest})`
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
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    rows: rows.slice(0, limit),
    before: last === undefined ? undefined : `${last.ts.getTime()}.${last.id}`,
  }
}

function beforeCursor(before: string | undefined): RawBuilder<unknown> {
  const [, ts, id] = /^(\d{1,15})\.(\d{1,19})$/.exec(before ?? '') ?? []
  if (ts === undefined || id === undefined) return sql`i.ts is not null`
  const date = new Date(Number(ts))
  return sql`i.ts <= ${date} and (i.ts < ${date} or i.kwInteractionId < ${id})`
}

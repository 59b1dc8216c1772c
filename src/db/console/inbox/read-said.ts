/** What customers and the Page last said to each other, in Messenger and on the feed. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Said, Writer } from './derive-entry.ts'
import type { Group } from './find-groups.ts'
import { findAuthors } from './find-authors.ts'
import { unionAll } from './union-all.ts'

/** Rows of other types say nothing: reactions, receipts, edits, referrals. */
export const saidTypes = [
  'message',
  'echo',
  'postback',
  'comment',
  'status',
  'post',
  'photo',
  'video',
  'share',
  'album',
  'mention',
  'ratings',
] as const

/** Of each conversation. */
const latestSaid = 30
/** Those that came last are ordered by time: a thread may have ten thousand. */
const latestCome = 60
const longestText = 400

/** A row of `interaction` says something: `i`, with `m` and `f` joined. */
export const isSaid: RawBuilder<boolean> = sql<boolean>`i.interactionType in (${sql.join(
  saidTypes.map((type) => sql.lit(type)),
)}) and (f.verb is null or f.verb = 'add')`

/** Which interactions are of the group: `i`, with `m` and `f` joined. */
export function ofGroup({ pageId, pId, commentId }: Group): RawBuilder<boolean> {
  return commentId === undefined
    ? sql<boolean>`i.pId = ${pId} and i.pageId = ${pageId}`
    : sql<boolean>`f.comment_id = ${commentId} and i.pageId = ${pageId}`
}

export interface SaidRow {
  readonly at: number | string
  readonly id: string
  readonly ts: Date | null
  readonly sortKey: Buffer | null
  readonly direction: string | null
  readonly channel: string | null
  /** The mid, or the id of the comment or post. */
  readonly platformId: string | null
  readonly parentId: string | null
  readonly text: string | null
  readonly appId: string | null
  readonly isGone: number | string
  readonly isOwn: number | string
}

/** The columns of `SaidRow`. `isOwn`: the metadata is that of a message of ours, or no webhook has come yet. */
const columns = sql`i.kwInteractionId as id, i.ts, i.eventKey as sortKey, i.direction, i.channel,
  coalesce(m.mid, f.comment_id, f.post_id) as platformId, f.parent_id as parentId,
  left(coalesce(m.text, f.message), ${sql.lit(longestText)}) as text, m.appId,
  (m.removedTs is not null or f.removedTs is not null) as isGone,
  coalesce(m.valueRaw like '{"sent":%' or m.valueRaw like '%"metadata":"pagebeat.%' or f.valueRaw like '{"sent":%', 0) as isOwn`

const joins = sql`left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
  left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId`

/** For each group, newest first. Rows of the same millisecond have an order that does not depend on when they came. */
export async function readSaid(db: Kysely<Database>, groups: readonly Group[]): Promise<Said[][]> {
  const own = await unionAll<SaidRow>(
    db,
    groups.map((group, at) => {
      const from =
        group.commentId === undefined
          ? sql`interaction i ${joins}`
          : sql`chanFacebookFeed f join interaction i on i.kwInteractionId = f.kwInteractionId
              left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId`
      return sql`(select ${sql.lit(at)} as at, ${columns} from ${from}
        where ${ofGroup(group)} and ${isSaid}
        order by i.kwInteractionId desc limit ${sql.lit(latestCome)})`
    }),
  )
  const rows = [...own, ...(await readPageReplies(db, own))]
  const authors = await findAuthors(
    db,
    rows.filter(({ direction }) => direction === 'out').flatMap(({ platformId }) => platformId ?? []),
  )
  const found: SaidRow[][] = groups.map(() => [])
  for (const row of rows) found[Number(row.at)]?.push(row)
  return found.map((ofOne) =>
    ofOne
      .toSorted(newestFirst)
      .slice(0, latestSaid)
      .map((row) => toSaid(row, authors)),
  )
}

/** The Page's replies to these comments and posts. They belong to the Page itself, not to the customer. */
async function readPageReplies(db: Kysely<Database>, own: readonly SaidRow[]): Promise<SaidRow[]> {
  const parents = new Map(
    own
      .filter(({ channel, direction }) => channel === feedChannel && direction === 'in')
      .flatMap(({ platformId, at }) => (platformId === null ? [] : [[platformId, at] as const])),
  )
  if (parents.size === 0) return []
  const { rows } = await sql<Omit<SaidRow, 'at'>>`select ${columns} from chanFacebookFeed f
    join interaction i on i.kwInteractionId = f.kwInteractionId
    left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    where f.parent_id in (${sql.join([...parents.keys()])}) and f.item = 'comment' and f.verb = 'add'
      and i.direction = 'out'`.execute(db)
  return rows.flatMap((row) => {
    const at = parents.get(row.parentId ?? '')
    return at === undefined ? [] : [{ ...row, at }]
  })
}

function newestFirst(one: SaidRow, other: SaidRow): number {
  return (
    (other.ts?.getTime() ?? 0) - (one.ts?.getTime() ?? 0) ||
    Buffer.compare(other.sortKey ?? Buffer.alloc(0), one.sortKey ?? Buffer.alloc(0)) ||
    Number(other.id) - Number(one.id)
  )
}

function toSaid(row: SaidRow, authors: ReadonlyMap<string, Writer>): Said {
  return {
    ts: row.ts?.getTime() ?? 0,
    by: row.direction === 'out' ? writerOf(row, authors) : 'customer',
    channel: row.channel === feedChannel ? 'feed' : 'messenger',
    text: Number(row.isGone) === 1 || row.text === null || row.text === '' ? undefined : row.text,
  }
}

/** Facebook's own Inbox, where agents write by hand. */
export const pageInboxApp = '263902037430900'

export function writerOf(
  { platformId, appId, isOwn }: Pick<SaidRow, 'platformId' | 'appId' | 'isOwn'>,
  authors: ReadonlyMap<string, Writer>,
): Writer {
  const author = authors.get(platformId ?? '')
  if (author !== undefined) return author
  if (Number(isOwn) === 1) return 'bot'
  return appId === null || appId === pageInboxApp ? 'agent' : 'app'
}

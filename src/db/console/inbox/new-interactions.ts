/** New interactions, and which conversations of the Inbox they belong to. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import {
  asProfileId,
  asPsid,
  type ConversationId,
  type PageId,
  type ProfileId,
  type Psid,
} from '../../../domain/ids.ts'
import { postKey } from '../../../domain/event-key.ts'
import type { Database } from '../../mysql/schema.ts'
import { nameOfPair, type Pair } from './find-groups.ts'
import type { IdRange } from './follow-rows.ts'
import { isSaid } from './read-said.ts'

export interface NewInteraction {
  readonly id: string
  readonly pId: ProfileId
  readonly pageId: PageId | null
  readonly type: string | null
  readonly ts: Date | null
  readonly verb: string | null
  readonly commentId: string | null
  readonly parentId: string | null
  readonly isSaid: number | string
  /** Only of what says something. */
  readonly text: string | null
}

/** Words at the end of a very long post are not found. */
const longestText = 20_000

export async function readInteractions(
  db: Kysely<Database>,
  {
    after,
    ranges,
    limit,
  }: { readonly after: number; readonly ranges: readonly IdRange[]; readonly limit: number },
): Promise<readonly NewInteraction[]> {
  const { rows } = await sql<NewInteraction>`
    select i.kwInteractionId as id, i.pId, i.pageId, i.interactionType as type, i.ts, f.verb,
      f.comment_id as commentId, f.parent_id as parentId,
      (${isSaid}) as isSaid, if(${isSaid}, left(coalesce(m.text, f.message), ${sql.lit(longestText)}), null) as text
    from interaction i
    left join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    left join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
    where ${inRanges('i.kwInteractionId', { after, ranges })} order by i.kwInteractionId limit ${sql.lit(limit)}`.execute(
    db,
  )
  return rows
}

export function inRanges(
  column: string,
  { after, ranges }: { readonly after: number; readonly ranges: readonly IdRange[] },
): RawBuilder<boolean> {
  const id = sql.ref(column)
  const each = [
    sql`${id} > ${after}`,
    ...ranges.map(({ from, to }) => sql`(${id} > ${from} and ${id} <= ${to})`),
  ]
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}

/** The text that an interaction adds to a conversation. */
export interface PlacedText {
  readonly of: Pair | ConversationId
  readonly text: string
  readonly ts: number
}

export interface Placed {
  readonly pairs: ReadonlyMap<string, Pair>
  /** By `nameOfPair`: those of `pairs` that said something. */
  readonly saying: ReadonlySet<string>
  /** Of comments whose author Facebook did not name. */
  readonly conversationIds: ReadonlySet<ConversationId>
  readonly texts: readonly PlacedText[]
}

const anonymous = asProfileId('anonymous')

/** A reply of the Page on the feed belongs to the author of what it replies to. */
export async function placeInteractions(
  db: Kysely<Database>,
  rows: readonly NewInteraction[],
): Promise<Placed> {
  const ofPage = rows.filter(({ pId, parentId }) => pId.startsWith('page:') && parentId !== null)
  const authors = await findAuthors(db, ofPage)
  const unnamed = rows.flatMap(({ pId, pageId, commentId, parentId }) => {
    const about = pId === anonymous ? commentId : authors.get(parentId ?? '') === anonymous ? parentId : null
    return about === null || pageId === null ? [] : [{ pageId, psid: asPsid(`comment:${about}`) }]
  })
  const threads = await findUnnamed(db, unnamed)
  const pairs = new Map<string, Pair>()
  const conversationIds = new Set<ConversationId>()
  const saying = new Set<string>()
  const texts: PlacedText[] = []
  for (const { pId, pageId, commentId, parentId, isSaid: says, text, ts } of rows) {
    if (pageId === null) continue
    const isPages = pId.startsWith('page:')
    const author = isPages ? authors.get(parentId ?? '') : pId
    if (author === undefined || author.startsWith('page:')) continue
    const thread =
      author === anonymous ? threads.get(`${pageId} comment:${isPages ? parentId : commentId}`) : undefined
    if (author === anonymous && thread === undefined) continue
    const pair = { pageId, pId: author }
    if (thread === undefined) pairs.set(nameOfPair(pair), pair)
    else conversationIds.add(thread)
    if (thread === undefined && Number(says) === 1) saying.add(nameOfPair(pair))
    if (text !== null && text !== '') texts.push({ of: thread ?? pair, text, ts: ts?.getTime() ?? 0 })
  }
  return { pairs, saying, conversationIds, texts }
}

/** Who wrote the comments and posts that these replies of a Page are about. */
async function findAuthors(
  db: Kysely<Database>,
  replies: readonly NewInteraction[],
): Promise<ReadonlyMap<string, ProfileId>> {
  const ids = [...new Set(replies.flatMap(({ parentId }) => parentId ?? []))]
  if (ids.length === 0) return new Map()
  const comments = await sql<AuthorRow>`
    select f.comment_id as id, i.pId from chanFacebookFeed f
    join interaction i on i.kwInteractionId = f.kwInteractionId
    where f.comment_id in (${sql.join(ids)}) and f.item = 'comment' and f.verb = 'add'`.execute(db)
  const found = new Map(comments.rows.map(({ id, pId }) => [id, pId]))
  // A post has no index by its id, but one by its key.
  const keys = replies.flatMap(({ pageId, parentId }) =>
    pageId === null || parentId === null || found.has(parentId)
      ? []
      : [Buffer.from(postKey(pageId, parentId), 'hex')],
  )
  if (keys.length === 0) return found
  const posts = await sql<AuthorRow>`
    select f.post_id as id, i.pId from contentRow c
    join chanFacebookFeed f on f.kwInteractionId = c.kwInteractionId and f.verb = 'add'
    join interaction i on i.kwInteractionId = c.kwInteractionId
    where c.contentKey in (${sql.join(keys)}) and i.direction = 'in'`.execute(db)
  for (const { id, pId } of posts.rows) found.set(id, pId)
  return found
}

interface AuthorRow {
  readonly id: string
  readonly pId: ProfileId
}

async function findUnnamed(
  db: Kysely<Database>,
  names: readonly { readonly pageId: PageId; readonly psid: Psid }[],
): Promise<ReadonlyMap<string, ConversationId>> {
  if (names.length === 0) return new Map()
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'pageId', 'psid'])
    .where('pageId', 'in', [...new Set(names.map(({ pageId }) => pageId))])
    .where('psid', 'in', [...new Set(names.map(({ psid }) => psid))])
    .execute()
  return new Map(rows.map(({ id, pageId, psid }) => [`${pageId} ${psid}`, id]))
}

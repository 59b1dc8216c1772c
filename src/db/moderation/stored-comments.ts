/** The comments of customers that are in the tables, with what a rule of moderation looks at. */
import { type Kysely, sql } from 'kysely'
import { commentAttachments } from '../../domain/comment-attachments.ts'
import { commentKey, dayOf } from '../../domain/event-key.ts'
import { asPageId, type ConversationId, type PageId, type TurnId } from '../../domain/ids.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { graphFactsOf } from '../conversation/graph-facts.ts'
import { mayHaveEffect } from '../conversation/moderation.ts'
import type { Database } from '../mysql/schema.ts'

export interface StoredComment {
  readonly commentId: string
  readonly pageId: PageId
  readonly psid: string
  readonly postId?: string | undefined
  /** The latest text. */
  readonly text?: string | undefined
  readonly attachments?: readonly string[] | undefined
  readonly ts: number
  readonly locale?: string | undefined
  readonly timezone?: string | undefined
  /** Of the comment as it was written at first. */
  readonly understanding?: Understanding | undefined
  readonly isEdited: boolean
  readonly isRemoved: boolean
  readonly isHidden: boolean
  /** The newest act of moderation that took effect, or may. */
  readonly lastAct?: { readonly act: string; readonly rule: string } | undefined
  readonly conversationId?: ConversationId | undefined
  readonly turnId?: TurnId | undefined
}

export interface StoredCommentsOf {
  /** ms */
  readonly since: number
  readonly until: number
  readonly pageId?: PageId | undefined
}

const batch = 500
const dayMs = 24 * 3_600_000

/** In batches, day by day, each comment once. It reads by the unique key of `interaction`. */
export async function* readStoredComments(
  db: Kysely<Database>,
  { since, until, pageId }: StoredCommentsOf,
): AsyncGenerator<readonly StoredComment[]> {
  for (let ts = since; dayOf(ts) <= dayOf(until); ts += dayMs) {
    let after: Buffer = Buffer.alloc(0)
    for (;;) {
      const rows = await selectComments(db, { day: dayOf(ts), after, since, pageId })
      const last = rows.at(-1)
      if (last === undefined) break
      yield rows.map(toComment)
      after = last.eventKey ?? after
    }
  }
}

async function selectComments(
  db: Kysely<Database>,
  { day, after, since, pageId }: { day: string; after: Buffer; since: number; pageId: PageId | undefined },
) {
  return await db
    .selectFrom('interaction as i')
    .innerJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('turn as t', 't.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('profileFacebook as p', 'p.pId', 'i.pId')
    .select(['i.eventKey', 'i.pageId', 'i.ts', 'f.comment_id', 'f.post_id', 'f.message', 'f.photo'])
    .select(['f.video_id', 'f.valueRaw', 'f.sender_id', 'f.is_hidden', 'f.edited_time', 'f.removedTs'])
    .select(['t.id as turnId', 't.understanding', 't.conversationId', 'p.metaRaw', lastAct.as('lastAct')])
    .where('i.eventDay', '=', day)
    .where('i.eventKey', '>', after)
    .where('i.ts', '>=', new Date(since))
    .where('i.direction', '=', 'in')
    .where('f.field', '=', 'feed')
    .where('f.item', '=', 'comment')
    .where('f.verb', '=', 'add')
    .where('f.comment_id', 'is not', null)
    .$if(pageId !== undefined, (query) => query.where('i.pageId', '=', pageId ?? asPageId('')))
    .orderBy('i.eventKey')
    .limit(batch)
    .execute()
}

const lastAct = sql<string | null>`(select concat(m.act, ' ', m.rule) from moderation m
  join outbound o on o.id = m.outboundId
  where m.contentKey = i.eventKey and ${mayHaveEffect('m', 'o')}
  order by m.outboundId desc limit 1)`

function toComment(row: Awaited<ReturnType<typeof selectComments>>[number]): StoredComment {
  const commentId = row.comment_id ?? ''
  const [act, rule] = row.lastAct?.split(' ') ?? []
  const { locale, timezone } = graphFactsOf(row.metaRaw)
  return {
    commentId,
    pageId: row.pageId ?? asPageId(''),
    psid: row.sender_id ?? `comment:${commentId}`,
    postId: row.post_id ?? undefined,
    text: row.message === null || row.message === '' ? undefined : row.message,
    attachments: commentAttachments({
      photo: row.photo ?? undefined,
      video_id: row.video_id ?? undefined,
      valueRaw: row.valueRaw,
    }),
    ts: row.ts?.getTime() ?? 0,
    locale,
    timezone,
    understanding: row.understanding === null ? undefined : (JSON.parse(row.understanding) as Understanding),
    isEdited: row.edited_time !== null,
    isRemoved: row.removedTs !== null,
    isHidden: row.is_hidden === 1,
    lastAct: act === undefined || rule === undefined ? undefined : { act, rule },
    conversationId: row.conversationId ?? undefined,
    turnId: row.turnId ?? undefined,
  }
}

/** The key of a comment in `contentState` and `moderation`. */
export function contentKeyOf({ pageId, commentId }: Pick<StoredComment, 'pageId' | 'commentId'>): Buffer {
  return Buffer.from(commentKey(pageId, commentId), 'hex')
}

/** Public replies of agents to comments that the bot replied to. */
import { type Kysely, sql } from 'kysely'
import { feedChannel } from '../../domain/event.ts'
import type { TurnId } from '../../domain/ids.ts'
import { ownRawPrefix } from '../../domain/own-message.ts'
import type { Database } from '../mysql/schema.ts'
import { agentWithinMs } from './agent-window.ts'
import type { StoredText } from './stored-texts.ts'

/** The turns of these texts under whose comment an agent wrote. By the index on `parent_id`. */
export async function findAgentComments(
  db: Kysely<Database>,
  texts: readonly StoredText[],
): Promise<readonly TurnId[]> {
  const comments = texts.flatMap((text) =>
    text.channel === feedChannel && text.commentId !== undefined
      ? [{ ...text, commentId: text.commentId }]
      : [],
  )
  if (comments.length === 0) return []
  const replies = await selectReplies(
    db,
    comments.map(({ commentId }) => commentId),
  )
  const own = await findOwn(
    db,
    replies.map(({ id }) => id),
  )
  const agents = Map.groupBy(
    replies.filter(({ id }) => !own.has(id)),
    ({ parentId }) => parentId,
  )
  return comments
    .filter(({ commentId, ts }) =>
      (agents.get(commentId) ?? []).some((reply) => isWithin(reply.ts?.getTime() ?? 0, ts)),
    )
    .map(({ turnId }) => turnId)
}

interface Reply {
  readonly id: string
  readonly parentId: string
  readonly ts: Date | null
}

async function selectReplies(db: Kysely<Database>, commentIds: readonly string[]): Promise<readonly Reply[]> {
  const { rows } = await sql<Reply>`select r.comment_id as id, r.parent_id as parentId, i.ts
    from chanFacebookFeed r join interaction i on i.kwInteractionId = r.kwInteractionId
    where r.parent_id in (${sql.join(commentIds)}) and r.item = 'comment' and r.verb = 'add'
      and r.comment_id is not null and r.removedTs is null and i.direction = 'out'
      and r.valueRaw not like ${`${ownRawPrefix}%`}`.execute(db)
  return rows
}

/** Those that the bot wrote. */
async function findOwn(db: Kysely<Database>, commentIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (commentIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('outbound')
    .select('platformId')
    .where('platformId', 'in', commentIds)
    .where('userId', 'is', null)
    .execute()
  return new Set(rows.flatMap(({ platformId }) => platformId ?? []))
}

/** Facebook gives comments in whole seconds. */
function isWithin(replyTs: number, ts: number): boolean {
  return replyTs >= ts && replyTs <= ts + agentWithinMs
}

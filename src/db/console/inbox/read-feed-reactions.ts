/** Reactions on the feed: those that hold now, by the comment or the post that they are about. */
import { type Kysely, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Group } from './find-groups.ts'
import type { MessageReaction } from './message.ts'

const most = 500

interface GestureRow {
  readonly id: string
  readonly ts: Date | null
  readonly direction: string | null
  readonly verb: string | null
  readonly word: string | null
  readonly about: string | null
}

/** Of the customer to anything, after `afterId`, and of the Page to these comments. */
export async function readFeedReactions(
  db: Kysely<Database>,
  { pId, pageId, commentId }: Group,
  { comments, afterId }: { readonly comments: readonly string[]; readonly afterId: string },
): Promise<ReadonlyMap<string, readonly MessageReaction[]>> {
  const columns = sql`i.kwInteractionId as id, i.ts, i.direction, f.verb,
    if(f.item = 'like', 'like', f.reaction_type) as word, coalesce(f.comment_id, f.post_id) as about`
  const rest = sql`order by i.kwInteractionId desc limit ${sql.lit(most)}`
  const parts = [
    ...(commentId === undefined
      ? [
          sql`(select ${columns} from interaction i
            join chanFacebookFeed f on f.kwInteractionId = i.kwInteractionId
            where i.pId = ${pId} and i.pageId = ${pageId} and i.channel = ${feedChannel}
              and i.interactionType in ('reaction', 'like') and i.kwInteractionId > ${afterId} ${rest})`,
        ]
      : []),
    ...(comments.length > 0
      ? [
          sql`(select ${columns} from chanFacebookFeed f
            join interaction i on i.kwInteractionId = f.kwInteractionId
            where f.comment_id in (${sql.join(comments)}) and f.item in ('reaction', 'like')
              and i.direction = 'out' ${rest})`,
        ]
      : []),
  ]
  if (parts.length === 0) return new Map()
  const { rows } = await sql<GestureRow>`${sql.join(parts, sql` union all `)}`.execute(db)
  return latestOf(rows)
}

function latestOf(rows: readonly GestureRow[]): ReadonlyMap<string, readonly MessageReaction[]> {
  const found = new Map<string, MessageReaction[]>()
  const seen = new Set<string>()
  const newest = rows.toSorted(
    (one, other) =>
      (other.ts?.getTime() ?? 0) - (one.ts?.getTime() ?? 0) || Number(other.id) - Number(one.id),
  )
  for (const { direction, verb, word, about } of newest) {
    const by = direction === 'out' ? 'page' : 'customer'
    if (about === null || seen.has(`${by} ${about}`)) continue
    seen.add(`${by} ${about}`)
    if (verb !== 'remove') found.set(about, [...(found.get(about) ?? []), { by, emoji: emojiOf(word) }])
  }
  return found
}

const emojis: Readonly<Record<string, string>> = {
  like: '👍',
  love: '❤️',
  care: '🤗',
  haha: '😆',
  wow: '😮',
  sad: '😢',
  angry: '😠',
}

/** Facebook's word for one of its reactions; where it says none, it is a like. */
function emojiOf(word: string | null): string {
  return word === null ? '👍' : (emojis[word.toLowerCase()] ?? word)
}

/** Which reactions have a line of their own: those whose message or comment is not in the conversation, once each. */
import type { Kysely } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import { messageKey } from '../../../domain/event-key.ts'
import type { PageId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import type { MessageReaction } from './message.ts'

export interface ReactionRow {
  readonly id: string
  readonly channel: string | null
  readonly direction: string | null
  readonly mid: string | null
  readonly comment_id: string | null
  readonly post_id: string | null
}

export type Reactions = ReadonlyMap<string, readonly MessageReaction[]>

/** `rows`: the newest first. `shown`: the messages and comments of the page, which have their reactions beside them. */
export async function findShownReactions(
  db: Kysely<Database>,
  {
    rows,
    shown,
    reactions,
    pageId,
  }: {
    readonly rows: readonly ReactionRow[]
    readonly shown: ReadonlySet<string>
    readonly reactions: Reactions
    readonly pageId: PageId
  },
): Promise<ReadonlyMap<string, MessageReaction>> {
  const known = await findRecorded(
    db,
    pageId,
    rows.flatMap(({ channel, mid }) => (channel === feedChannel || mid === null ? [] : [mid])),
  )
  const found = new Map<string, MessageReaction>()
  const told = new Set<string>()
  for (const row of rows) {
    const about = aboutOf(row)
    const by = row.direction === 'out' ? 'page' : 'customer'
    if (about === undefined || shown.has(about) || known.has(about) || told.has(`${by} ${about}`)) continue
    told.add(`${by} ${about}`)
    const holds = reactions.get(about)?.find((one) => one.by === by)
    if (holds !== undefined) found.set(row.id, holds)
  }
  return found
}

function aboutOf({ mid, comment_id: commentId, post_id: postId }: ReactionRow): string | undefined {
  return mid ?? commentId ?? postId ?? undefined
}

/** Those of these messages that are in the tables. */
async function findRecorded(
  db: Kysely<Database>,
  pageId: PageId,
  mids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (mids.length === 0) return new Set()
  const names = new Map(mids.map((mid) => [messageKey(pageId, mid), mid]))
  const rows = await db
    .selectFrom('contentRow')
    .select('contentKey')
    .distinct()
    .where(
      'contentKey',
      'in',
      [...names.keys()].map((key) => Buffer.from(key, 'hex')),
    )
    .execute()
  return new Set(rows.flatMap(({ contentKey }) => names.get(contentKey.toString('hex')) ?? []))
}

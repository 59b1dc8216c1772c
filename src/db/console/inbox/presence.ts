/** Who has a conversation open, on any console: the table `conversationPresence`. Rows that ended count for nothing. */
import type { Kysely } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import type { UserName } from './find-items.ts'

export interface Present extends UserName {
  readonly isTyping: boolean
}

export interface PresenceMark {
  readonly conversationId: ConversationId
  readonly userId: string
  /** ms */
  readonly untilTs: number
  /** The user writes, until then. Undefined: as it was. */
  readonly typingUntilTs?: number | undefined
}

/** The user has the conversation open. A later mark takes the place of an earlier one. */
export async function markPresence(
  db: Kysely<Database>,
  { conversationId, userId, untilTs, typingUntilTs }: PresenceMark,
): Promise<void> {
  const until = String(untilTs)
  const typing = typingUntilTs === undefined ? undefined : String(typingUntilTs)
  await db
    .insertInto('conversationPresence')
    .values({ conversationId, userId, untilTs: until, typingUntilTs: typing ?? '0' })
    .onDuplicateKeyUpdate({ untilTs: until, ...(typing === undefined ? {} : { typingUntilTs: typing }) })
    .execute()
}

/** By conversation. `now` in ms. */
export async function readAllPresence(
  db: Kysely<Database>,
  conversationIds: readonly ConversationId[],
  now: number,
): Promise<ReadonlyMap<ConversationId, Present[]>> {
  const rows = await db
    .selectFrom('conversationPresence as p')
    .innerJoin('consoleUser as u', 'u.id', 'p.userId')
    .select(['p.conversationId', 'u.id', 'u.name', 'p.typingUntilTs'])
    .where('p.conversationId', 'in', conversationIds)
    .where('p.untilTs', '>', String(now))
    .orderBy('p.conversationId')
    .orderBy('u.name')
    .orderBy('u.id')
    .execute()
  const found = new Map<ConversationId, Present[]>()
  for (const { conversationId, id, name, typingUntilTs } of rows) {
    const present = found.get(conversationId) ?? []
    found.set(conversationId, present)
    present.push({ id, name, isTyping: Number(typingUntilTs) > now })
  }
  return found
}

export async function purgePresence(db: Kysely<Database>, now: number): Promise<void> {
  await db.deleteFrom('conversationPresence').where('untilTs', '<', String(now)).execute()
}

import type { Kysely } from 'kysely'
import { asConversationId, type ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'

/** Goes through all conversations, some at a time, and finds what nothing else told of. */
export interface Sweep {
  /** The next ones. Empty: all were gone through, and the next call begins anew. */
  next(limit: number): Promise<ReadonlySet<ConversationId>>
  /** How often all were gone through. */
  passes(): number
  /** The id of the last one. */
  position(): number
}

export function createSweep(db: Kysely<Database>): Sweep {
  let after = asConversationId('0')
  let passes = 0
  return {
    passes: () => passes,
    position: () => Number(after),
    async next(limit) {
      // Entries whose conversation is gone come along: nobody else removes them.
      const [threads, entries] = await Promise.all([
        db
          .selectFrom('conversation')
          .select('id')
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
        db
          .selectFrom('inboxEntry')
          .select('conversationId as id')
          .where('conversationId', '>', after)
          .orderBy('conversationId')
          .limit(limit)
          .execute(),
      ])
      const ids = [...new Set([...threads, ...entries].map(({ id }) => id))]
        .toSorted((a, b) => Number(a) - Number(b))
        .slice(0, limit)
      const last = ids.at(-1)
      if (last === undefined) passes += 1
      after = last ?? asConversationId('0')
      return new Set(ids)
    },
  }
}

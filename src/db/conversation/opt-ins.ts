/** The table `optIn`: which marketing messages a customer wants, and the token to send them with. */
import { type RawBuilder, sql, type Transaction } from 'kysely'
import { isMessengerEvent, type PageEvent } from '../../domain/event.ts'
import { keyOf } from '../../domain/event-key.ts'
import { toOptIn } from '../../domain/opt-in.ts'
import { greatestOf } from '../mysql/latest-value.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The latest state of each opt-in, by the event's own time, in whatever order the events come. A stop has no new token,
 * so the known one stays, with its title. Where two come at the same millisecond, a stop counts, and the greater token.
 * Most batches have no such event, and cost nothing.
 */
export async function recordOptIns(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
): Promise<void> {
  const rows = events
    .filter(isMessengerEvent)
    .flatMap((event) => {
      const optIn = toOptIn(event)
      if (optIn === undefined || event.actor.is !== 'person') return []
      const { pageId, actor, ts } = event
      const topicKey = Buffer.from(keyOf(optIn.topic), 'hex')
      return [
        {
          pageId,
          psid: actor.id,
          topicKey,
          statusTs: String(ts),
          tokenTs: optIn.token === null ? null : String(ts),
          ...optIn,
          title: optIn.token === null ? null : optIn.title,
        },
      ]
    })
    .toSorted(byPrimaryKey)
  for (const row of rows) {
    await transaction
      .insertInto('optIn')
      .values(row)
      .onDuplicateKeyUpdate({
        title: ofToken('title'),
        tokenStatus: ofToken('tokenStatus'),
        timezone: ofToken('timezone'),
        expiresTs: ofToken('expiresTs'),
        token: ofToken('token'), // after those that read the old one
        tokenTs: greatestOf<string>('optIn', 'tokenTs'), // after those that read the old one
        status: sql<string>`if(${isLaterStatus}, values(status), optIn.status)`,
        statusTs: greatestOf<string>('optIn', 'statusTs'),
      })
      .execute()
  }
}

interface OptInKey {
  readonly pageId: string
  readonly psid: string
  readonly topicKey: Buffer
}

/** Two batches then never wait for each other in a circle. */
function byPrimaryKey(a: OptInKey, b: OptInKey): number {
  if (a.pageId !== b.pageId) return a.pageId < b.pageId ? -1 : 1
  if (a.psid !== b.psid) return a.psid < b.psid ? -1 : 1
  return a.topicKey.compare(b.topicKey)
}

const isLaterStatus = sql`(values(statusTs) > optIn.statusTs
  or (values(statusTs) = optIn.statusTs and values(status) > optIn.status))` // the greatest word is stopped

/** What belongs to the latest token. */
function ofToken(column: string): RawBuilder<string> {
  const isLatest = sql`(values(tokenTs) > coalesce(optIn.tokenTs, -1)
    or (values(tokenTs) = optIn.tokenTs and values(token) > optIn.token))`
  return sql<string>`if(${isLatest}, values(${sql.ref(column)}), ${sql.ref(`optIn.${column}`)})`
}

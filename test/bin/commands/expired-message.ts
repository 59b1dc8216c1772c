import { asConversationId, asPageId, asProfileId, asPsid, asTurnId } from '../../../src/domain/ids.ts'
import type { Kysely } from 'kysely'
import type { Database } from '../../../src/db/mysql/schema.ts'

/** An expired message "Hello" of Page 1001 to a customer who last wrote at `ts` (ms). Returns the id of its row. */
export async function insertExpired(
  db: Kysely<Database>,
  { psid, ts }: { readonly psid: string; readonly ts: number },
): Promise<string> {
  const time = String(ts)
  const conversation = await db
    .insertInto('conversation')
    .values({ pageId: asPageId('1001'), psid: asPsid(psid), lastInboundTs: time })
    .executeTakeFirstOrThrow()
  const conversationId = asConversationId(String(conversation.insertId))
  const turn = await db
    .insertInto('turn')
    .values({
      kwInteractionId: String(conversation.insertId),
      conversationId,
      pId: asProfileId(`facebook:${psid}`),
      facts: '{}',
      ts: time,
      openedTs: time,
      readyTs: time,
    })
    .executeTakeFirstOrThrow()
  const action = JSON.stringify({ action: { do: 'say', message: { text: 'Hello' } }, causedTs: ts })
  const outbound = await db
    .insertInto('outbound')
    .values({
      turnId: asTurnId(String(turn.insertId)),
      step: 0,
      conversationId,
      action,
      expiresTs: ts,
      createdTs: ts,
      state: 'expired',
    })
    .executeTakeFirstOrThrow()
  return String(outbound.insertId)
}

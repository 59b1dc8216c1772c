import { asConversationId, asPageId, asProfileId, asPsid, asTurnId } from '../../src/domain/ids.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import { pageId } from './decoded.ts'
import type { openTables } from './open-tables.ts'

export type Tables = Awaited<ReturnType<typeof openTables>>

/** The same in each run: it is in the metadata. */
export const ownRowId = '7'

/** Writes a message of ours that was claimed at `claimedTs` and whose response is not stored yet, and its turn. */
export async function claimed(
  { db }: Tables,
  action: OutboundAction['action'],
  claimedTs: number,
): Promise<void> {
  const conversation = await db
    .insertInto('conversation')
    .values({ pageId: asPageId(pageId), psid: asPsid('601') })
    .executeTakeFirstOrThrow()
  const conversationId = asConversationId(String(conversation.insertId))
  const times = { openedTs: claimedTs, readyTs: claimedTs }
  const turn = await db
    .insertInto('turn')
    .values({
      ...times,
      kwInteractionId: '4000000000',
      conversationId,
      pId: asProfileId('facebook:601'),
      ts: claimedTs,
      facts: JSON.stringify({ kind: 'message' }),
      state: 'done',
    })
    .executeTakeFirstOrThrow()
  const about = action.do === 'comment' ? { about: { commentId: '9_c1', postId: `${pageId}_9` } } : {}
  await db
    .insertInto('outbound')
    .values({
      id: ownRowId,
      turnId: asTurnId(String(turn.insertId)),
      step: 0,
      conversationId,
      action: JSON.stringify({ action, causedTs: claimedTs, ...about }),
      state: 'sending',
      claimedTs,
      attempts: 1,
      expiresTs: claimedTs + 900_000,
      createdTs: claimedTs,
    })
    .execute()
}

/** What became of a message that an agent sees in a conversation. */
import type { Kysely } from 'kysely'
import { findGroup } from '../../src/db/console/inbox/read-messages.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { findByOutbound } from '../../src/db/why/find-events.ts'
import { readEvent } from '../../src/db/why/read-event.ts'
import type { ConversationId } from '../../src/domain/ids.ts'
import { tellEvent } from '../../src/why/tell-event.ts'
import { type Why, whySchema } from '../api/why.ts'

/** Undefined: the conversation has no such message. `now` in ms. */
export async function tellMessage(
  db: Kysely<Database>,
  id: ConversationId,
  { messageId, now }: { readonly messageId: string; readonly now: number },
): Promise<Why | undefined> {
  const [, kind, number = ''] = /^([io])([1-9]\d{0,18})$/.exec(messageId) ?? []
  const group = kind === undefined ? undefined : await findGroup(db, id)
  if (group === undefined) return undefined
  const [eventId] = kind === 'i' ? [number] : await findByOutbound(db, number)
  const event = eventId === undefined ? undefined : await readEvent(db, eventId)
  // A message of another conversation is none of this one.
  const isOthers = event?.customer.pId !== group.pId && event?.customer.pId !== `page:${group.pageId}`
  if (event === undefined || event.pageId !== group.pageId || isOthers) return undefined
  return whySchema.parse(tellEvent(event, now, { withTexts: true }))
}

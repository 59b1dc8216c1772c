import type { Kysely } from 'kysely'
import {
  type ConversationSummary,
  findConversationSummary,
} from '../../src/db/conversation/conversation-summary.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { asPageId, asPsid, type PageId, type Psid } from '../../src/domain/ids.ts'
import { Refused } from '../command-line/refused.ts'

/** A customer's thread with a Page, as the operator names it. */
export interface Thread {
  readonly pageId: PageId
  readonly psid: Psid
}

export function threadOf(pageId: string, psid: string): Thread {
  return { pageId: asPageId(pageId), psid: asPsid(psid) }
}

/** Throws Refused when there is no such conversation. */
export async function requireConversation(
  db: Kysely<Database>,
  thread: Thread,
): Promise<ConversationSummary> {
  const found = await findConversationSummary(db, thread)
  if (found !== undefined) return found
  throw new Refused(
    `Page ${thread.pageId} has no conversation with customer ${thread.psid}.\n` +
      'Check both ids: the PSID of a customer is in the column chanFacebookMessenger.senderId.',
  )
}

export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

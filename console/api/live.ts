/**
 * `GET /api/live?conversation=<id>`: server-sent events. The data of each is JSON. After a break the page asks again
 * for what it shows; no event has to be caught up.
 */
import { z } from 'zod'
import { conversationItemSchema, inboxStateSchema } from './conversation-list.ts'
import { conversationSchema, messageSchema } from './conversation.ts'

export const liveEvents = {
  /** Conversations that changed, whichever list the page shows. */
  conversations: z.object({ items: z.array(conversationItemSchema) }),
  /** Conversations that are no more: the customer was forgotten, or the conversation is a part of another one now. */
  removed: z.object({ conversationIds: z.array(z.string()) }),
  counts: z.object({ counts: z.partialRecord(inboxStateSchema, z.number()) }),
  /** New or changed messages of the open conversation. */
  messages: z.object({ conversationId: z.string(), messages: z.array(messageSchema) }),
  /** The head of the open conversation changed. */
  conversation: conversationSchema,
  /** The session has ended, or the database does not answer. */
  trouble: z.object({ error: z.string(), says: z.string() }),
  /** Every 15 s, so that the page notices a dead connection. */
  beat: z.object({ nowMs: z.number() }),
} as const

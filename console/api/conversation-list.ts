/** The Inbox: conversations, each a customer with a Page. Messenger and comments of the customer are in one. */
import { z } from 'zod'
import { asPersonal } from './personal.ts'

/**
 * - `waiting`: waits for an agent, the longest wait first.
 * - `agent`: an agent has it.
 * - `bot`: the bot answers.
 * - `not_understood`: the bot did not understand the last text.
 * - `trouble`: a reply failed, is held or has no known outcome.
 * - `window_closing`: the 24-hour window ends within two hours and nobody answered the last message.
 * - `done`: an agent marked it as done, and the customer has not written since.
 * - `all`: every one, the latest first.
 */
export const inboxStates = [
  'waiting',
  'agent',
  'bot',
  'not_understood',
  'trouble',
  'window_closing',
  'done',
  'all',
] as const
export const inboxStateSchema = z.enum(inboxStates)
export type InboxState = z.infer<typeof inboxStateSchema>

const filter = z.string().min(1).max(200).optional()

/** The query of `GET /api/conversations`. */
export const listQuerySchema = z.strictObject({
  state: inboxStateSchema.default('waiting'),
  page: filter,
  /** `messenger` or `feed`: where the customer wrote last. */
  channel: z.enum(['messenger', 'feed']).optional(),
  /** BCP 47, of the last text. */
  language: filter,
  intent: filter,
  scene: filter,
  /** Facebook's id of the ad that brought the customer. */
  ad: filter,
  /** `me`, `nobody`, or the id of a user. */
  assigned: filter,
  /** Words: of the texts and of the customer's name. */
  text: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
})
export type ListQuery = z.infer<typeof listQuerySchema>

export const conversationItemSchema = z.object({
  id: z.string(),
  pageId: z.string(),
  pId: asPersonal('pId', z.string()),
  /** The customer's name; undefined: none is known. Masked for viewers. */
  name: asPersonal('name', z.string()).optional(),
  pictureUrl: asPersonal('link', z.string()).optional(),
  /** Its main state: the first of `trouble`, `waiting`, `agent`, `not_understood`, `done`, `bot` that holds. */
  state: inboxStateSchema.exclude(['all', 'window_closing']),
  channel: z.enum(['messenger', 'feed']),
  /** When something last happened, ms. */
  lastTs: z.number(),
  /** Who wrote last. */
  lastBy: z.enum(['customer', 'bot', 'agent', 'app']),
  /** The start of the last text, at most 140 characters. Masked for viewers. Undefined: it has no text. */
  lastText: asPersonal('text', z.string()).optional(),
  /** Since when the customer waits, ms. */
  waitingTs: z.number().optional(),
  /** When the customer last opened the 24-hour window, ms. */
  lastInboundTs: z.number().optional(),
  language: z.string().optional(),
  intent: z.string().optional(),
  scene: z.string().optional(),
  adId: z.string().optional(),
  assignedTo: z.object({ id: z.string(), name: z.string() }).optional(),
  /** Messages of the customer since an agent or the bot last wrote. */
  unanswered: z.number(),
})
export type ConversationItem = z.infer<typeof conversationItemSchema>

export const conversationListSchema = z.object({
  items: z.array(conversationItemSchema),
  /** Undefined: there are no more. */
  next: z.string().optional(),
  /** Number of conversations by state, within the filter of the Page. Counts stop at 1,000. */
  counts: z.partialRecord(inboxStateSchema, z.number()),
})
export type ConversationList = z.infer<typeof conversationListSchema>

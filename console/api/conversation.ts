/** One conversation: its head, and its messages as the customer saw them. */
import { z } from 'zod'
import { conversationItemSchema } from './conversation-list.ts'
import { asPersonal } from './personal.ts'

const userSchema = z.object({ id: z.string(), name: z.string() })

export const noteSchema = z.object({
  id: z.string(),
  by: userSchema,
  ts: z.number(),
  text: asPersonal('text', z.string()),
})

/** `GET /api/conversations/:id` */
export const conversationSchema = conversationItemSchema.extend({
  psid: asPersonal('contact', z.string()),
  /** Who may write in the Messenger thread. `until`: ms, how long the bot is silent; `reason`: why. */
  control: z.object({
    by: z.enum(['bot', 'agent', 'app', 'nobody']),
    until: z.number().optional(),
    reason: z.string().optional(),
  }),
  /** Until when a message is allowed, ms. In the past: only with HUMAN_AGENT, until `humanAgentUntil`. */
  windowUntil: z.number().optional(),
  humanAgentUntil: z.number().optional(),
  /** The hand-over of the storyboard: when, its note, and whether Facebook took it. */
  handOver: z
    .object({ ts: z.number(), note: asPersonal('text', z.string()).optional(), result: z.string() })
    .optional(),
  customer: z.object({
    pId: asPersonal('pId', z.string()),
    name: asPersonal('name', z.string()).optional(),
    email: asPersonal('contact', z.string()).optional(),
    phone: asPersonal('contact', z.string()).optional(),
    language: z.string().optional(),
    city: asPersonal('text', z.string()).optional(),
    country: z.string().optional(),
    /** Other columns of `profile` that have a value, the brand's own included. */
    columns: asPersonal('text', z.record(z.string(), z.union([z.string(), z.number()]))),
    /** The ids of the customer, with the evidence that links each. */
    ids: z.array(
      z.object({
        cidType: z.string(),
        id: asPersonal('contact', z.string()),
        /** In words, and as a code. */
        evidence: z.string().optional(),
        evidenceCode: z.string().optional(),
      }),
    ),
  }),
  notes: z.array(noteSchema),
  /** Other users who have the conversation open now; `isTyping`: they write a reply. */
  present: z.array(userSchema.extend({ isTyping: z.boolean() })),
})
export type Conversation = z.infer<typeof conversationSchema>

export const messageSchema = z.object({
  /** `i<kwInteractionId>`, or `o<outbound id>` of a message that is not recorded yet. */
  id: z.string(),
  /** Set for what the bot or an agent of the console sent. */
  outboundId: z.string().optional(),
  ts: z.number(),
  channel: z.enum(['messenger', 'feed']),
  by: z.enum(['customer', 'bot', 'agent', 'app', 'page']),
  /** The agent of the console, or the scene of the bot. */
  agent: userSchema.optional(),
  scene: z.string().optional(),
  /** Facebook's word: message, postback, comment, reaction, private_reply … */
  kind: z.string(),
  /** Of an event without a text: `linked` or `unlinked` of account_linking, `ad` of referral. */
  detail: z.enum(['linked', 'unlinked', 'ad']).optional(),
  /** The latest text. Masked for viewers. */
  text: asPersonal('text', z.string()).optional(),
  /** Before the last edit. */
  firstText: asPersonal('text', z.string()).optional(),
  isEdited: z.boolean(),
  /** The customer unsent it, or the comment was removed: `text` is undefined. */
  isRemoved: z.boolean(),
  isHidden: z.boolean(),
  attachments: z.array(
    z.object({
      type: z.string(),
      url: asPersonal('link', z.string()).optional(),
      title: asPersonal('text', z.string()).optional(),
    }),
  ),
  buttons: z.array(asPersonal('text', z.string())),
  reactions: z.array(z.object({ by: z.enum(['customer', 'page']), emoji: z.string() })),
  replyTo: z.string().optional(),
  /** Of the feed, and the comment of a private reply. `permalink` opens it at Facebook. */
  commentId: z.string().optional(),
  postId: z.string().optional(),
  permalink: asPersonal('link', z.string()).optional(),
  /** Of a comment of the customer: it may get one private reply, until a time in ms. `isTaken`: it has it. */
  privateReply: z.object({ until: z.number(), isTaken: z.boolean() }).optional(),
  /** Of what we sent: `undo` until `undoUntil`, then as in `outbound.state`. */
  state: z.string().optional(),
  reason: z.string().optional(),
  undoUntil: z.number().optional(),
  deliveredTs: z.number().optional(),
  readTs: z.number().optional(),
  /** Of what the customer wrote. */
  intent: z.object({ name: z.string(), confidence: z.number() }).optional(),
  outcome: z.string().optional(),
})
export type Message = z.infer<typeof messageSchema>

/** `GET /api/conversations/:id/messages?before=<cursor>&limit=50`: the latest ones, the oldest first. */
export const messagesSchema = z.object({
  messages: z.array(messageSchema),
  /** `before` of the next call; undefined: this is the start. */
  before: z.string().optional(),
})
export type Messages = z.infer<typeof messagesSchema>

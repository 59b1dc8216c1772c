/** How the installation is: each trouble with its cause, and with the command that ends it. */
import { z } from 'zod'

/** `says`: what is wrong and what follows from it. `command`: what an operator runs; undefined: it ends by itself. */
const troubleSchema = z.object({ says: z.string(), command: z.string().optional() })

export const pageHealthSchema = z.object({
  pageId: z.string(),
  name: z.string().optional(),
  /** False: it only sent events, and `pagebeat page add` was not run. */
  isAdded: z.boolean(),
  /** The end of the last ten minutes with an event of a customer, ms. */
  lastEventTs: z.number().optional(),
  /** The last check that Pagebeat made by itself, ms. */
  checkedTs: z.number().optional(),
  /** Its calls are paused until then, ms. */
  pause: troubleSchema.extend({ until: z.number(), reason: z.string() }).optional(),
  /** It is silent against its own rhythm since then, ms. */
  silence: troubleSchema.extend({ since: z.number() }).optional(),
})

export const queueHealthSchema = z.object({
  stage: z.string(),
  waiting: z.number(),
  active: z.number(),
  delayed: z.number(),
  failed: z.number(),
  oldestWaitingSeconds: z.number(),
  oldestActiveSeconds: z.number(),
  /** Undefined where Redis does not tell. */
  workers: z.number().optional(),
})

/** `GET /api/health` */
export const healthSchema = z.object({
  nowMs: z.number(),
  database: z.object({ answerMs: z.number() }),
  pages: z.array(pageHealthSchema),
  /** Undefined: the console has no REDIS_URL, or Redis does not answer; `queuesTrouble` then says which. */
  queues: z.array(queueHealthSchema).optional(),
  queuesTrouble: troubleSchema.optional(),
  /** Open dead letters by stage. */
  deadLetters: z.record(z.string(), z.number()),
  /** The oldest messages whose outcome nobody knows, 100 at most. An agent or admin settles them in the conversation. */
  held: z.array(
    z.object({
      outboundId: z.string(),
      conversationId: z.string(),
      pageId: z.string(),
      since: z.number(),
      reason: z.string().optional(),
    }),
  ),
})
export type Health = z.infer<typeof healthSchema>

/** The query of `GET /api/health/dead-letters`. */
export const deadLettersQuerySchema = z.strictObject({
  state: z.enum(['open', 'retried', 'dropped']).default('open'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

export const deadLettersSchema = z.object({
  deadLetters: z.array(
    z.object({
      id: z.string(),
      stage: z.string(),
      reason: z.string(),
      /** Where and why it failed, without a text of a customer. */
      detail: z.string(),
      pageId: z.string().optional(),
      state: z.enum(['open', 'retried', 'dropped']),
      attempts: z.number(),
      firstTs: z.number(),
      lastTs: z.number(),
    }),
  ),
})
export type DeadLetters = z.infer<typeof deadLettersSchema>

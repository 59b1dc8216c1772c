/** How the installation is: each trouble with its cause, and with the command that ends it. */
import { z } from 'zod'
import { saidSchema } from './phrase.ts'

/** `says`: what is wrong and what follows from it. `command`: what an operator runs; undefined: it ends by itself. */
const troubleSchema = z.object({
  says: z.string(),
  said: saidSchema.optional(),
  command: z.string().optional(),
})

export const pageHealthSchema = z.object({
  pageId: z.string(),
  name: z.string().optional(),
  /** False: it only sent events, and `pagebeat page add` was not run. */
  isAdded: z.boolean(),
  /** The end of the last ten minutes with an event of a customer, ms. */
  lastEventTs: z.number().optional(),
  /** The last check that Pagebeat made by itself, ms. */
  checkedTs: z.number().optional(),
  /** The last check whose findings are stored, by itself or by `pagebeat page check`. */
  check: z
    .object({
      ts: z.number(),
      /** How many checks found nothing wrong. */
      fine: z.number(),
      /** `unsure`: Facebook does not tell, or it will matter later. Texts hold commands in backticks. */
      findings: z.array(
        z.object({
          check: z.string(),
          state: z.enum(['wrong', 'unsure']),
          says: z.string(),
          fix: z.string().optional(),
        }),
      ),
    })
    .optional(),
  /** Its calls are paused until then, ms. */
  pause: troubleSchema.extend({ until: z.number(), reason: z.string() }).optional(),
  /** It is silent against its own rhythm since then, ms. */
  silence: troubleSchema.extend({ since: z.number() }).optional(),
})

/** A receiver or a worker, as its last heartbeat told; not older than 30 s. */
export const processHealthSchema = z.object({
  /** Host and process id. */
  name: z.string(),
  /** `receiver` or `worker`. */
  role: z.string(),
  /** Undefined: it is older than this field. */
  version: z.string().optional(),
  stages: z.array(z.string()),
  /** Name and version of its storyboard. Undefined: it needs none, or has none. */
  storyboard: z.string().optional(),
  /** It started then, ms. */
  since: z.number(),
  receiver: z
    .object({
      /** The numbers below count from then on, ms: ten minutes at most. */
      countedSince: z.number(),
      /** Deliveries that it stored and answered with 200. */
      acked: z.number(),
      /** Answered with 503: not stored. Facebook sends them again. */
      unavailable: z.number(),
      /** Requests that are no delivery, or have a wrong signature. */
      refused: z.number(),
      wronglySigned: z.number(),
      /** 99 of 100 acknowledgements took no longer, ms. */
      withinMs: z.number().optional(),
      /** Undefined: RECEIVER_SPOOL is not set. */
      spool: z
        .object({
          deliveries: z.number(),
          bytes: z.number(),
          mostBytes: z.number(),
          oldestSeconds: z.number(),
        })
        .optional(),
    })
    .optional(),
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
  /** Undefined, as `queues`. */
  processes: z.array(processHealthSchema).optional(),
  /** What is wrong with processes and queues, or differs between them. `of` names the process, the queue or the setting. */
  processTroubles: z
    .array(troubleSchema.extend({ of: z.string(), ofSaid: saidSchema.optional() }))
    .optional(),
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

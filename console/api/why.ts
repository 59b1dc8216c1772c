/** `GET /api/conversations/:id/why/:messageId`: what became of one message, and why. */
import { z } from 'zod'
import { saidSchema } from './phrase.ts'

export const whySchema = z.object({
  /** One line: which message it is about. */
  title: z.string(),
  /** What became of it, for example "Got no reply". */
  became: z.string(),
  because: z.string(),
  /** The one thing that would change it. */
  change: z.string().optional(),
  /** The four texts in pieces. */
  said: z
    .object({
      title: saidSchema,
      became: saidSchema,
      because: saidSchema,
      change: saidSchema.optional(),
    })
    .optional(),
  steps: z.array(z.object({ ts: z.number().optional(), says: z.string(), said: saidSchema.optional() })),
})
export type Why = z.infer<typeof whySchema>

/** `GET /api/conversations/:id/why/:messageId`: what became of one message, and why. */
import { z } from 'zod'

export const whySchema = z.object({
  /** One line: which message it is about. */
  title: z.string(),
  /** What became of it, for example "Got no reply". */
  became: z.string(),
  because: z.string(),
  /** The one thing that would change it. */
  change: z.string().optional(),
  steps: z.array(z.object({ ts: z.number().optional(), says: z.string() })),
})
export type Why = z.infer<typeof whySchema>

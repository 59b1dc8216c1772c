/** What an agent does in a conversation: `POST /api/conversations/:id/acts`. */
import { z } from 'zod'

const text = z.string().trim().min(1)
const commentId = z.string().min(1).max(255)
const outboundId = z.string().regex(/^[1-9]\d{0,18}$/)
/** Chosen by the page at random. A repeated request with the same key does nothing again, unless it was refused. */
const key = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)

export const actSchema = z.discriminatedUnion('act', [
  /** A message in Messenger. `pictureUrl`: an image that Facebook fetches. */
  z.strictObject({ act: z.literal('reply'), key, text: text.max(2_000), pictureUrl: z.url().optional() }),
  z.strictObject({ act: z.literal('reply_in_public'), key, commentId, text: text.max(8_000) }),
  z.strictObject({ act: z.literal('reply_in_private'), key, commentId, text: text.max(2_000) }),
  z.strictObject({ act: z.enum(['hide', 'unhide', 'delete', 'like']), key, commentId }),
  /** The bot is silent; the customer no longer counts as waiting. */
  z.strictObject({ act: z.literal('take_over'), key }),
  z.strictObject({ act: z.literal('give_back'), key }),
  z.strictObject({ act: z.literal('mark_done'), key }),
  /** It is not done: a customer who waited waits again. */
  z.strictObject({ act: z.literal('reopen'), key }),
  z.strictObject({ act: z.literal('assign'), key, to: z.string().nullable() }),
  z.strictObject({ act: z.literal('note'), key, text: text.max(5_000) }),
  /** Takes back a message of this user that has not left. */
  z.strictObject({ act: z.literal('undo'), key, outboundId }),
  /** For a row of `outbound` that is held or failed. */
  z.strictObject({ act: z.enum(['resend', 'drop', 'mark_sent']), key, outboundId }),
])
export type Act = z.infer<typeof actSchema>
export type ActName = Act['act']

/** 202. The outcome of a call to Facebook comes with the live events. */
export const actResultSchema = z.object({
  /** `done`: it holds now. `queued`: a worker does it. `refused`: see `says`. */
  is: z.enum(['done', 'queued', 'refused']),
  /** A code when it is refused, for example `window_closed`. */
  reason: z.string().optional(),
  says: z.string().optional(),
  outboundId: z.string().optional(),
  /** Until when `undo` is possible, ms. */
  undoUntil: z.number().optional(),
})
export type ActResult = z.infer<typeof actResultSchema>

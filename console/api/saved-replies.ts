/** Replies that agents keep for all agents: `GET`, `POST /api/saved-replies`, `PUT`, `DELETE /api/saved-replies/:id`. */
import { z } from 'zod'

/** As long as the longest message: a reply below a comment. It may hold `{first_name}`, `{name}`, `{agent}` and `{page}`. */
export const savedReplyBodySchema = z.strictObject({ text: z.string().trim().min(1).max(8_000) })

export const savedReplySchema = z.object({ id: z.string(), text: z.string() })
export type SavedReply = z.infer<typeof savedReplySchema>

/** In the order in which they were added, 500 at most. */
export const savedRepliesSchema = z.object({ replies: z.array(savedReplySchema) })
export type SavedReplies = z.infer<typeof savedRepliesSchema>

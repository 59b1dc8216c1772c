/** Who else is here. */
import { z } from 'zod'

/**
 * `POST /api/conversations/:id/typing`, without a body: the user writes a reply. It counts for 6 s; others see it in
 * `present` of the conversation. 204.
 */
export const typingMs = 6_000

/** `GET /api/agents`: users to whom a conversation can be assigned. */
export const agentsSchema = z.object({ agents: z.array(z.object({ id: z.string(), name: z.string() })) })
export type Agents = z.infer<typeof agentsSchema>

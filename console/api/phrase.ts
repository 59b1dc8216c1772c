/** A text of the server in pieces, so that the page can say it in its language. */
import { z } from 'zod'

/**
 * The pieces of the English text beside it, in their order, with nothing between. `code` is stable; `values` stand in
 * its sentence.
 */
export const saidSchema = z.array(
  z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() }),
)
export type Said = z.infer<typeof saidSchema>

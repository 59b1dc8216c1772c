/** The boxes of a storyboard as workers store them for the console. */
import { z } from 'zod'
import type { Box } from './box.ts'

const boxesSchema = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['scene', 'entry', 'fallback', 'agent']),
    title: z.string(),
    about: z.string().optional(),
    rows: z.array(
      z.object({
        label: z.string(),
        text: z.string(),
        tone: z.enum(['trigger', 'bot', 'public', 'logic', 'tap', 'go', 'agent']),
        depth: z.number(),
        to: z.string().optional(),
        asks: z.string().optional(),
      }),
    ),
  }),
)

/** What another version wrote, and cannot be read, is no drawing. */
export function decodeFlow(flow: string): readonly Box[] {
  const decoded = boxesSchema.safeParse(JSON.parse(flow))
  return (decoded.data ?? []).map(({ about, rows, ...box }) => ({
    ...box,
    ...(about === undefined ? {} : { about }),
    rows: rows.map(({ to, asks, ...row }) => ({
      ...row,
      ...(to === undefined ? {} : { to }),
      ...(asks === undefined ? {} : { asks }),
    })),
  }))
}

/** The drawing of the storyboard, for the numbers of its scenes and questions. */
import { z } from 'zod'

/** `GET /api/storyboard`: ms. The drawing is today's; the period tells which ones were in use. */
export const storyboardQuerySchema = z.strictObject({
  from: z.coerce.number().int().min(0).max(8_640_000_000_000),
  to: z.coerce.number().int().min(0).max(8_640_000_000_000),
})
export type StoryboardQuery = z.infer<typeof storyboardQuerySchema>

const drawnRowSchema = z.object({
  /** One or two words: asks, says, tap … */
  label: z.string(),
  lines: z.array(z.string()),
  /** `count`: a place for numbers. */
  tone: z.enum(['trigger', 'bot', 'public', 'logic', 'tap', 'go', 'agent', 'count']),
  x: z.number(),
  y: z.number(),
  height: z.number(),
  /** Of `count`: a question, as the number `funnel` names it. Absent: the scene. */
  question: z.string().optional(),
})
export type DrawnRow = z.infer<typeof drawnRowSchema>

const drawnBoxSchema = z.object({
  /** The name of a scene. What is none has a colon: `fallback:` is what the bot says without a scene. */
  id: z.string(),
  kind: z.enum(['scene', 'entry', 'fallback', 'agent']),
  title: z.string(),
  about: z.array(z.string()),
  x: z.number(),
  y: z.number(),
  height: z.number(),
  rows: z.array(drawnRowSchema),
})
export type DrawnBox = z.infer<typeof drawnBoxSchema>

export const drawingSchema = z.object({
  name: z.string(),
  sinceTs: z.number(),
  width: z.number(),
  height: z.number(),
  boxWidth: z.number(),
  titleHeight: z.number(),
  /** Upper edge of the scenes that lead to no other one. */
  alone: z.number().optional(),
  boxes: z.array(drawnBoxSchema),
  ways: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      tone: z.enum(['tap', 'go', 'agent']),
      /** SVG path data. */
      path: z.string(),
    }),
  ),
})
export type StoryboardDrawing = z.infer<typeof drawingSchema>

export const storyboardSchema = z.object({
  /** Absent: no worker has told which storyboard it uses. */
  drawing: drawingSchema.optional(),
  /** Until when other storyboards were in use in the period, ms. Absent: none was. */
  otherUntilMs: z.number().optional(),
  /** Before this, nobody knows which storyboard was in use, ms. Absent: it is known for the whole period. */
  unknownUntilMs: z.number().optional(),
})
export type StoryboardOfPeriod = z.infer<typeof storyboardSchema>

/** What the bot did not understand, grouped by likeness, and the patch that teaches it. */
import { z } from 'zod'
import { asPersonal } from './personal.ts'

const filter = {
  /** Texts of the last days. */
  days: z.coerce.number().int().min(1).max(365).default(30),
  page: z
    .string()
    .regex(/^(?:all|\d{1,64})$/)
    .default('all'),
  language: z
    .string()
    .regex(/^[A-Za-z0-9-]{2,35}$/)
    .default('all'),
}

/** `GET /api/not-understood` */
export const notUnderstoodQuerySchema = z.strictObject(filter)
export type NotUnderstoodQuery = z.infer<typeof notUnderstoodQuerySchema>

/** `GET /api/not-understood/patch` */
export const patchQuerySchema = z.strictObject({
  ...filter,
  /** Groups with their intents: `group=intent`, or `group=none`, with commas between. */
  accept: z
    .string()
    .max(2_000)
    .regex(/^[\w-]+=[\w-]+(?:,[\w-]+=[\w-]+)*$/),
})
export type PatchQuery = z.infer<typeof patchQuerySchema>

/** Numbers, e-mail addresses and links in the texts are masked for everybody. */
export const notUnderstoodSchema = z.object({
  texts: z.number(),
  /** All of the storyboard. */
  intents: z.array(z.string()).optional(),
  groups: z.array(
    z.object({
      group: z.string(),
      count: z.number(),
      lastSeen: z.string(),
      nearest: z.object({ intent: z.string(), confidence: z.number() }).nullable(),
      /** The nearest first. */
      near: z.array(z.string()).optional(),
      examples: z.array(asPersonal('text', z.string())),
    }),
  ),
})
export type NotUnderstood = z.infer<typeof notUnderstoodSchema>

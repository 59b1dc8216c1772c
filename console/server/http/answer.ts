import type { Context } from 'koa'
import type { z } from 'zod'
import { mask } from '../mask.ts'
import { userOf } from './require-role.ts'

/** Responds with this value of the schema; for viewers, personal data in it are masked. Every route uses it. */
export function answer<Schema extends z.ZodType>(
  ctx: Context,
  schema: Schema,
  value: z.input<Schema>,
  status = 200,
): void {
  ctx.status = status
  ctx.body = userOf(ctx).role === 'viewer' ? mask(schema, value) : value
}

import { z } from 'zod'
import { storyboardSchema } from './schema.ts'

/** The JSON Schema of the format, for editors: `docs/reference/storyboard.schema.json` is this text. */
export function storyboardJsonSchema(): string {
  const schema = z.toJSONSchema(storyboardSchema, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify(schema, null, 1)}\n`
}

/** Marks the parts of the API's answers that tell who a customer is, or what they said. Viewers see them masked. */
import { z } from 'zod'

/**
 * - `name`: the initials stay. `text`: dots, as many as characters. `contact`: an e-mail, a phone or an id; its last two
 *   characters stay. `pId`: as a contact where it is one, as `email:ada@example.com`. `link`: left out.
 */
export type PersonalKind = 'name' | 'text' | 'contact' | 'pId' | 'link'

export const personal = z.registry<{ readonly kind: PersonalKind }>()

/** The same schema, marked. */
export function asPersonal<Schema extends z.ZodType>(kind: PersonalKind, schema: Schema): Schema {
  personal.add(schema, { kind })
  return schema
}

/** Subscribes to a list of fields of which Facebook may refuse some. One refused field refuses the whole list. */
import { GraphRejectedError } from '../../errors.ts'
import { describeTrouble } from './attempt.ts'
import { neededFields, permissionOf, usefulFields } from './webhook-fields.ts'

export interface RefusedField {
  readonly field: string
  /** What Facebook said. */
  readonly says: string
}

/**
 * Subscribes to all of these fields but those that Facebook names in a refusal, or whose permission it names. A refusal that names none leaves out
 * the fields that are not needed, once. Returns what is subscribed, and what is refused. Throws the refusal where
 * nothing is left.
 */
export async function subscribeWhatIsAllowed(
  asked: readonly string[],
  subscribe: (fields: readonly string[]) => Promise<void>,
): Promise<{ readonly fields: readonly string[]; readonly refused: readonly RefusedField[] }> {
  let fields = asked
  const refused: RefusedField[] = []
  for (;;) {
    try {
      await subscribe(fields)
      return { fields, refused }
    } catch (error) {
      if (!(error instanceof GraphRejectedError)) throw error
      const out = namedIn(error, fields)
      if (out.length === 0 || out.length === fields.length) throw error
      for (const field of out) refused.push({ field, says: describeTrouble(error) })
      fields = fields.filter((field) => !out.includes(field))
    }
  }
}

function namedIn(
  { fault: { code, text: whole = '' } }: GraphRejectedError,
  fields: readonly string[],
): string[] {
  const text = whole.replaceAll(/\{[^}]*\}?/g, '')
  if (code !== 100 && !text.includes('(#100)')) return fieldsIn(text, fields)
  // Facebook does not know the field in this version. A needed one is not given up for that.
  const index = /\bsubscribed_fields\[(\d{1,3})\]|\bfields\[(\d{1,3})\]/.exec(text)
  const unknown = fields[Number(index?.[1] ?? index?.[2] ?? -1)] ?? /\bgot "(\w+)"/.exec(whole)?.[1]
  const named = unknown === undefined ? fieldsIn(text, fields) : fields.filter((field) => field === unknown)
  return named.some((field) => Object.hasOwn(neededFields, field)) ? [] : named
}

/** Without the list of the fields that Facebook knows, which it quotes in braces. */
function fieldsIn(text: string, fields: readonly string[]): string[] {
  const words = new Set(text.match(/[a-z_]+/g) ?? [])
  const named = fields.filter(
    (field) =>
      words.has(permissionOf(field)) ||
      (words.has(field) && (!ambiguous.has(field) || isNamedAsField(text, field))),
  )
  return named.length > 0 ? named : fields.filter((field) => Object.hasOwn(usefulFields, field))
}

/** Words that a text may use for something else than the field. */
const ambiguous: ReadonlySet<string> = new Set(['feed', 'mention', 'messages', 'ratings', 'standby'])

function isNamedAsField(text: string, field: string): boolean {
  return new RegExp(`(?:fields?[^.]{0,40}\\b${field}\\b|\\b${field}\\b[^.]{0,15}fields?)`).test(text)
}

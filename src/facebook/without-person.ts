/** Takes the events of one customer out of deliveries. What is left is the same, byte for byte. */
import { isRecord, parseJson } from './json.ts'
import { editElements, editMembers, skipSpace } from './json-spans.ts'
import { property, toId } from './wire-values.ts'

/** By what a customer is known in a delivery. */
export interface PersonTraces {
  /** Their ids, on all Pages. */
  readonly ids: ReadonlySet<string>
  /** Ids of their comments, posts and leads, and of the Page's replies to them. */
  readonly contents: ReadonlySet<string>
}

/**
 * The body without the items about the customer: what they did, what the Page sent them, and what the Page or nobody did
 * to what they wrote. What another customer did stays. Undefined: nothing is left. A body that is no delivery goes as a
 * whole where it names an id of the customer.
 */
export function withoutPerson(body: string, traces: PersonTraces): string | undefined {
  const parsed = parse(body)
  if (parsed === undefined || !Array.isArray(parsed['entry']))
    return names(body, traces.ids) ? undefined : body
  const isPage = parsed['object'] === 'page'
  let left = 0
  let isChanged = false
  const edited = editMembers(body, skipSpace(body, body.charCodeAt(0) === 0xfe_ff ? 1 : 0), (key, value) => {
    if (key !== 'entry' || !value.startsWith('[')) return value
    const entries = editElements(value, 0, (entry) => withoutItems(entry, isPage, traces))
    isChanged ||= entries.text !== value
    left += entries.left
    return entries.text
  })
  return isChanged ? (left === 0 ? undefined : edited) : body
}

const lists = new Set(['changes', 'messaging', 'standby', 'changed_fields'])

function withoutItems(entry: string, isPage: boolean, traces: PersonTraces): string | undefined {
  if (!entry.startsWith('{')) return names(entry, traces.ids) ? undefined : entry
  const parsed = parse(entry) ?? {}
  const pageId = toId(parsed['id'])
  if (!isPage && pageId !== undefined && traces.ids.has(pageId)) return undefined
  if (![...lists].some((list) => Array.isArray(parsed[list])))
    return isAbout(entry, parsed, pageId, traces) ? undefined : entry
  let left = 0
  const edited = editMembers(entry, 0, (key, value) => {
    if (!lists.has(key) || !value.startsWith('[')) return value
    const items = editElements(value, 0, (item) =>
      isAbout(item, parse(item), pageId, traces) ? undefined : item,
    )
    left += items.left
    return items.text
  })
  return edited !== entry && left === 0 ? undefined : edited
}

function isAbout(text: string, item: unknown, pageId: string | undefined, traces: PersonTraces): boolean {
  const value = property(item, 'value') ?? item
  const people = partiesOf(item, value).filter((id) => id !== undefined && id !== pageId)
  if (people.some((id) => traces.ids.has(id ?? ''))) return true
  if (people.length > 0) return false
  const contents = ['comment_id', 'parent_id', 'post_id', 'leadgen_id'].map((name) =>
    toId(property(value, name), 100),
  )
  return contents.some((id) => id !== undefined && traces.contents.has(id)) || names(text, traces.ids)
}

/** Ids of those who take part in the item. */
function partiesOf(item: unknown, value: unknown): readonly (string | undefined)[] {
  return [
    property(property(item, 'sender'), 'id'),
    property(property(item, 'recipient'), 'id'),
    property(property(value, 'sender'), 'id'),
    property(property(value, 'recipient'), 'id'),
    property(property(value, 'from'), 'id'),
    property(value, 'sender_id'),
    property(value, 'reviewer_id'),
    property(value, 'user_id'),
    property(property(value, 'user'), 'id'),
  ].map((id) => toId(id))
}

/** Whether one of these ids stands in the text, and not only as a part of a longer number or word. */
export function names(text: string, ids: Iterable<string>): boolean {
  for (const id of ids)
    for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1))
      if (!isPartOfWord(text[at - 1]) && !isPartOfWord(text[at + id.length])) return true
  return false
}

function isPartOfWord(sign: string | undefined): boolean {
  return sign !== undefined && /[0-9A-Za-z]/.test(sign)
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed = parseJson(text)
    return isRecord(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

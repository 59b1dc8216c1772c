/** Changes parts of a JSON text, and keeps every other byte of it. The text must be valid JSON. */

/**
 * The array without the elements for which `edit` returns undefined, and with what it returns for the others. The same
 * text where nothing changed. `at` is the place of its `[`.
 */
export function editElements(
  text: string,
  at: number,
  edit: (element: string) => string | undefined,
): { readonly text: string; readonly left: number } {
  const before = elementsOf(text, at)
  const after = before.map(edit)
  const kept = after.filter((element) => element !== undefined)
  const isSame = kept.length === before.length && before.every((element, index) => element === after[index])
  return { text: isSame ? text.slice(at, endOfValue(text, at)) : `[${kept.join(',')}]`, left: kept.length }
}

/** The object with other texts for some of its values. `at` is the place of its `{`. */
export function editMembers(text: string, at: number, edit: (key: string, value: string) => string): string {
  let edited = ''
  let copied = at
  for (const { key, start, end } of membersOf(text, at)) {
    edited += text.slice(copied, start) + edit(key, text.slice(start, end))
    copied = end
  }
  return edited + text.slice(copied, endOfValue(text, at))
}

/** The place of the first character that is no white space. */
export function skipSpace(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  return at
}

function elementsOf(text: string, at: number): string[] {
  const elements: string[] = []
  let next = skipSpace(text, at + 1)
  while (text[next] !== ']') {
    const end = endOfValue(text, next)
    elements.push(text.slice(next, end))
    next = skipSpace(text, end)
    if (text[next] === ',') next = skipSpace(text, next + 1)
  }
  return elements
}

interface Member {
  readonly key: string
  readonly start: number
  readonly end: number
}

function membersOf(text: string, at: number): Member[] {
  const members: Member[] = []
  let next = skipSpace(text, at + 1)
  while (text[next] !== '}') {
    const endOfKey = endOfValue(text, next)
    const start = skipSpace(text, skipSpace(text, endOfKey) + 1)
    const end = endOfValue(text, start)
    members.push({ key: String(JSON.parse(text.slice(next, endOfKey))), start, end })
    next = skipSpace(text, end)
    if (text[next] === ',') next = skipSpace(text, next + 1)
  }
  return members
}

/** Behind the value that begins at this place. */
function endOfValue(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return endOfString(text, from)
  let at = from
  if (first !== '{' && first !== '[') {
    while (at < text.length && !',]}'.includes(text[at] ?? '') && !isSpace(text.charCodeAt(at))) at += 1
    return at
  }
  let depth = 0
  for (;;) {
    const sign = text[at]
    if (sign === '"') {
      at = endOfString(text, at)
      continue
    }
    at += 1
    if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') depth -= 1
    if (depth === 0 || at >= text.length) return at
  }
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return text.length
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return quote + 1
    at = quote + 1
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

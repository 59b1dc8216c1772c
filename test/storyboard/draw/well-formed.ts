/**
 * What keeps a text from being well-formed XML; empty when nothing does. Enough of the rules for what a program writes.
 */
export function findXmlMistakes(xml: string): string[] {
  const mistakes: string[] = []
  const open: string[] = []
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(xml))
    mistakes.push('a character that XML forbids')
  const token =
    /<(?<tag>\/?[A-Za-z][\w:-]*)(?<attributes>(?:\s+[\w:-]+="[^"<]*")*)\s*(?<end>\/?)>|(?<text>[^<]+)|(?<stray><)/gu
  for (const { groups = {} } of xml.matchAll(token)) {
    const { tag, attributes = '', end, text, stray } = groups
    if (stray !== undefined) mistakes.push('a < that begins no tag')
    if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(text ?? attributes)) mistakes.push('an & that is no entity')
    if (text?.includes(']]>')) mistakes.push(']]> in a text')
    const names = [...attributes.matchAll(/\s(?<name>[\w:-]+)="[^"]*"/g)].map(
      (match) => match.groups?.['name'],
    )
    if (new Set(names).size < names.length) mistakes.push(`an attribute twice in <${tag ?? ''}>`)
    if (tag === undefined || end === '/') continue
    if (!tag.startsWith('/')) open.push(tag)
    else if (open.pop() !== tag.slice(1)) mistakes.push(`</${tag.slice(1)}> closes something else`)
  }
  return open.length === 0 ? mistakes : [...mistakes, `not closed: ${open.join(', ')}`]
}

/** Reads promises such as "`parse` in [workers/parse.ts](…) calls `ledger.record`, `decodeGroup`" and compares them with code. */
import path from 'node:path'

export interface CallList {
  readonly functionName: string
  readonly file: string
  readonly calls: readonly string[]
}

/** Every such item of a Markdown page; links are relative to it. */
export function callListsOf(page: string, markdown: string): CallList[] {
  const item = /^- `(?<name>\w+)` in \[[^\]]*\]\((?<link>[^)]+)\)\s+calls\s+(?<list>(?:`[^`]+`[,.]?\s*)+)/gm
  return [...markdown.matchAll(item)].map(({ groups = {} }) => ({
    functionName: groups['name'] ?? '',
    file: path.posix.join(path.posix.dirname(page), groups['link'] ?? ''),
    calls: [...(groups['list'] ?? '').matchAll(/`([^`]+)`/g)].map(([, call = '']) => call),
  }))
}

/**
 * The text of a function or method, from its name to the closing brace at the indentation of its first line. The formatter makes
 * that one line. Undefined when the source has no function of this name.
 */
export function functionText(source: string, name: string): string | undefined {
  const start = new RegExp(
    `^(?<indent> *)(?:export )?(?:return )?(?:async )?(?:function )?${name}(?:<[^>]*>)?\\(`,
    'm',
  )
  const definition = [...source.matchAll(new RegExp(start, 'gm'))].find(({ index, 0: text, groups = {} }) =>
    isDefinition(source.slice(index), text, groups['indent'] ?? ''),
  )
  if (definition === undefined) return undefined
  const text = source.slice(definition.index)
  const end = new RegExp(`^${definition.groups?.['indent'] ?? ''}\\}[,;)]*$`, 'm').exec(text)
  return text.slice(0, end?.index ?? text.length)
}

/** A call on a line of its own looks like a method, but has no body. */
function isDefinition(text: string, head: string, indent: string): boolean {
  if (head.includes('function ')) return true
  return new RegExp(`^[^\\n]*\\{\\n|^[^;]*?\\n${indent}\\)[^\\n;]*\\{\\n`).test(text)
}

/** The first call that does not follow the calls before it, or undefined when all do. */
export function firstOutOfOrder(body: string, calls: readonly string[]): string | undefined {
  let from = 0
  for (const call of calls) {
    const pattern = new RegExp(`(?<![\\w])${call.replaceAll('.', '\\??\\.')}(?:<[^>(]*>)?(?:\\?\\.)?\\(`, 'g')
    pattern.lastIndex = from
    const found = pattern.exec(body)
    if (found === null) return call
    from = found.index + 1
  }
  return undefined
}

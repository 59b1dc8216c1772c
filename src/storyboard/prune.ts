/** Replaces the parts of a storyboard that have a wrong shape, so that the names and templates of the rest are checked. */
import type { Path } from './document.ts'
import { explainIssues } from './explain-issue.ts'
import { variableName } from './schema/names.ts'
import { type StoryboardFile, storyboardSchema } from './schema.ts'
import { valueAt } from './value-at.ts'

const mostRounds = 12

export function prune(data: unknown): {
  readonly definition: StoryboardFile
  readonly pruned: readonly Path[]
} {
  const holder = { data: structuredClone(data) }
  const pruned: Path[] = []
  for (let round = 0; round < mostRounds; round++) {
    const parsed = storyboardSchema.safeParse(holder.data)
    if (parsed.success) return { definition: parsed.data, pruned }
    for (const { path } of explainIssues(parsed.error.issues, {
      data: holder.data,
      schema: storyboardSchema,
    })) {
      const isThere = valueAt(holder.data, path) !== undefined
      // A part that is missing makes its holder wrong. What stays wrong is cut off one step higher at the next round.
      const cut = isThere || path.length < 2 ? path : path.slice(0, -1)
      pruned.push(replace(holder.data, cut))
    }
  }
  return { definition: nothing, pruned: [[]] }
}

const speech = { say: 'x' }

/** A valid action. A question keeps its slot, which others use. */
function sameKind(action: unknown): object {
  const { ask }: { readonly ask?: unknown } = Object(action)
  return variableName.safeParse(ask).success ? { ask, question: 'x' } : speech
}

const nothing: StoryboardFile = {
  storyboard: 1,
  name: 'x',
  bot: { name: 'x', disclosure: 'x' },
  scenes: {},
  fallback: { texts: ['x'] },
}

/**
 * Replaces the value at this path by an empty one of the right shape. Where none is known, it replaces the nearest part
 * around it. Returns the path that it replaced.
 */
function replace(data: unknown, path: Path): Path {
  const [section = '', name] = path
  const last = path.at(-1)
  const list = path.at(-2)
  if (path.length <= 1) {
    const value = Object.hasOwn(nothing, section) ? Reflect.get(nothing, section) : undefined
    return put(data, { path, value })
  }
  if (typeof last === 'number' && typeof list === 'string') {
    if (['do', 'then', 'else', 'on_failure', 'on_cancel'].includes(list))
      return put(data, { path, value: sameKind(valueAt(data, path)) })
    if (list === 'on') return put(data, { path, value: { ref: '\u{E000}' } })
    if (section === 'intents' || section === 'none') return put(data, { path, value: `\u{E000}${last}` })
    return replace(data, path.slice(0, -1))
  }
  if (list === 'set' && /^(?:context|slots)\./.test(String(last))) return put(data, { path, value: null })
  if (path.length === 2 && name !== undefined) {
    const placeholder = placeholders[String(section)]
    if (placeholder !== undefined) return put(data, { path, value: placeholder })
  }
  const holder = valueAt(data, path.slice(0, -1))
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, last ?? ''))
    return replace(data, path.slice(0, -1))
  return put(data, { path, value: undefined })
}

/** Names stay known, so that what refers to them is no mistake. */
const placeholders: Readonly<Record<string, unknown>> = {
  scenes: { do: [speech] },
  intents: ['\u{E000}a', '\u{E000}b', '\u{E000}c'],
  entities: { values: { x: [] } },
  hubs: { url: 'env:X', secret: 'env:X', when_silent: 'x' },
  variables: null,
  constants: 'x',
}

function put(data: unknown, { path, value }: { readonly path: Path; readonly value: unknown }): Path {
  const holder = valueAt(data, path.slice(0, -1))
  if (typeof holder !== 'object' || holder === null) return path
  const key = path.at(-1) ?? ''
  if (value === undefined) Reflect.deleteProperty(holder, key)
  else Reflect.set(holder, key, structuredClone(value))
  return path
}

/** The data of a file as a storyboard, with every mistake in its shape. */
import type { Path } from './document.ts'
import { type ExplainedIssue, explainIssues } from './explain-issue.ts'
import { prune } from './prune.ts'
import { type StoryboardFile, storyboardSchema } from './schema.ts'
import { valueAt } from './value-at.ts'

export interface DecodedStoryboard {
  /** The storyboard as it was most likely meant. Parts of a wrong shape are replaced, so that the rest can be checked. */
  readonly definition: StoryboardFile
  /** Where parts were replaced: other mistakes there are not the author's. */
  readonly pruned: readonly Path[]
  readonly mistakes: readonly ExplainedIssue[]
}

/**
 * An unknown key is a mistake and is read as the key that was most likely meant, so that one mistake does not hide
 * others.
 */
export function decodeStoryboard(data: unknown): DecodedStoryboard {
  const first = storyboardSchema.safeParse(data)
  if (first.success) return { definition: first.data, mistakes: [], pruned: [] }
  const unknown = explainIssues(first.error.issues, { data, schema: storyboardSchema }).filter(
    (issue) => issue.unknownKey !== undefined || issue.belongs !== undefined,
  )
  const mended = structuredClone(data)
  for (const issue of unknown) mend(mended, issue)
  const second = storyboardSchema.safeParse(mended)
  if (second.success) return { definition: second.data, mistakes: unknown, pruned: [] }
  // An object that mending has emptied was reported already.
  const emptied = new Set(
    unknown
      .map(({ path }) => path.slice(0, -1))
      .flatMap((path) => (isEmpty(valueAt(mended, path)) ? [String(path)] : [])),
  )
  const others = explainIssues(second.error.issues, { data: mended, schema: storyboardSchema })
  return {
    ...prune(mended),
    mistakes: [
      ...unknown,
      ...others.filter(({ path }) => !emptied.has(String(path)) && !emptied.has(String(path.slice(0, -1)))),
    ],
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function mend(data: unknown, { path, unknownKey, belongs }: ExplainedIssue): void {
  const holder = valueAt(data, path.slice(0, -1))
  if (belongs !== undefined) {
    const right = valueAt(data, belongs.slice(0, -1))
    if (typeof right === 'object' && right !== null)
      Reflect.set(right, belongs.at(-1) ?? '', valueAt(data, path))
    if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, path.at(-1) ?? '')
    return
  }
  if (typeof holder !== 'object' || holder === null || unknownKey === undefined) return
  const { key, meant } = unknownKey
  if (meant !== undefined && !Object.hasOwn(holder, meant))
    Reflect.set(holder, meant, Reflect.get(holder, key))
  Reflect.deleteProperty(holder, key)
}

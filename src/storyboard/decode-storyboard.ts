/** The data of a file as a storyboard, or every mistake in its shape. */
import type { Path } from './document.ts'
import { type ExplainedIssue, explainIssues, valueAt } from './explain-issue.ts'
import { type StoryboardFile, storyboardSchema } from './schema.ts'

export interface DecodedStoryboard {
  /** As far as it can be known what was meant; undefined when the shape is wrong. */
  readonly definition: StoryboardFile | undefined
  readonly mistakes: readonly { readonly path: Path; readonly message: string }[]
}

/** Unknown keys are mistakes, but are read as the key most likely meant, so that one typing error does not hide others. */
export function decodeStoryboard(data: unknown): DecodedStoryboard {
  const first = storyboardSchema.safeParse(data)
  if (first.success) return { definition: first.data, mistakes: [] }
  const unknown = explainIssues(first.error.issues, { data, schema: storyboardSchema }).filter(
    (issue) => issue.unknownKey !== undefined,
  )
  const mended = structuredClone(data)
  for (const issue of unknown) mend(mended, issue)
  const second = storyboardSchema.safeParse(mended)
  if (second.success) return { definition: second.data, mistakes: unknown }
  return {
    definition: undefined,
    mistakes: [...unknown, ...explainIssues(second.error.issues, { data: mended, schema: storyboardSchema })],
  }
}

function mend(data: unknown, { path, unknownKey }: ExplainedIssue): void {
  const holder = valueAt(data, path.slice(0, -1))
  if (typeof holder !== 'object' || holder === null || unknownKey === undefined) return
  const { key, meant } = unknownKey
  if (meant !== undefined && !Object.hasOwn(holder, meant))
    Reflect.set(holder, meant, Reflect.get(holder, key))
  Reflect.deleteProperty(holder, key)
}

/** The examples as a list with a number for each intent, at most 5,000 of them, as many of each intent. */
import type { TrainingExamples } from '../../domain/understanding.ts'
import { toPlainText } from './plain-text.ts'

export interface LabelledExamples {
  readonly texts: readonly string[]
  readonly labels: readonly number[]
  /** By label. Undefined: the sentences of no intent, which come last. */
  readonly names: readonly (string | undefined)[]
}

const mostExamples = 5_000

export function labelExamples(
  { intents, none = [] }: TrainingExamples,
  longestText: number,
): LabelledExamples {
  const classes: (readonly [string | undefined, readonly string[]])[] = Object.entries(intents)
  if (none.length > 0) classes.push([undefined, none])
  const each = Math.max(1, Math.floor(mostExamples / Math.max(1, classes.length)))
  const rows = classes.flatMap(([, texts], label) =>
    texts
      .map((text) => toPlainText(text, longestText))
      .filter((text) => text !== '')
      .slice(0, each)
      .map((text) => ({ text, label })),
  )
  return {
    texts: rows.map(({ text }) => text),
    labels: rows.map(({ label }) => label),
    names: classes.map(([name]) => name),
  }
}

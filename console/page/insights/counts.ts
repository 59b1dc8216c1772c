/** The rows of a table of numbers by their names, for the drawing of the storyboard. */
import type { Insight, InsightValues } from '../../api/insights.ts'

/** The amounts of a scene or a question by column. */
export type Counts = Readonly<Record<string, number>>

export function countsByName(
  insight: Insight | undefined,
  values: InsightValues | undefined,
): Map<string, Counts> {
  const columns = insight?.columns.slice(1) ?? []
  return new Map(
    values?.rows.map(([name = '', ...amounts]) => [
      String(name),
      Object.fromEntries(columns.map((column, at) => [column.name, Number(amounts[at])])),
    ]),
  )
}

/** Of the scene that asks a question: `order.size` → `order`. */
export function sceneOf(question: string): string {
  return question.slice(0, question.indexOf('.'))
}

export function slotOf(question: string): string {
  return question.slice(question.indexOf('.') + 1)
}

/** Questions of each scene that nobody replied to so far. */
export function dropsByScene(questions: ReadonlyMap<string, Counts>): Map<string, number> {
  const drops = new Map<string, number>()
  for (const [name, { noReply = 0 }] of questions)
    drops.set(sceneOf(name), (drops.get(sceneOf(name)) ?? 0) + noReply)
  return drops
}

/** The groups of the outcomes of turns, each with its colour. `other`: no reply was due, or it is open. */
export const ends = ['answered', 'askedBack', 'notUnderstood', 'handedOver', 'failed', 'other'] as const
export type End = (typeof ends)[number]

export function endsOf(counts: Counts): readonly { readonly end: End; readonly amount: number }[] {
  const { turns = 0 } = counts
  const known = ends.slice(0, -1).map((end) => ({ end, amount: counts[end] ?? 0 }))
  const rest = turns - known.reduce((sum, { amount }) => sum + amount, 0)
  return [...known, { end: 'other', amount: Math.max(0, rest) }]
}

import { parser } from '@prometheus-io/lezer-promql'

/** The metrics and labels that an expression of Prometheus names. */
export interface Expression {
  /** Each metric with the labels that its matchers name. */
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[]
  /** Labels of `by`, `without`, `on` and `ignoring`. */
  readonly groupedBy: readonly string[]
}

/** By Prometheus' own grammar. Throws when the expression is none: a bracket too few, a function that does not exist. */
export function parseExpression(text: string): Expression {
  const metrics: { name: string; labels: string[] }[] = []
  const groupedBy: string[] = []
  parser.parse(text).iterate({
    enter(node) {
      const here = text.slice(node.from, node.to)
      if (node.type.isError) throw new Error(`no expression at "${text.slice(node.from)}" of ${text}`)
      const parent = node.node.parent?.name
      if (node.name === 'Identifier' && parent === 'VectorSelector') metrics.push({ name: here, labels: [] })
      if (node.name !== 'LabelName') return
      if (parent === 'GroupingLabels') groupedBy.push(here)
      else metrics.at(-1)?.labels.push(here)
    },
  })
  return { metrics, groupedBy }
}

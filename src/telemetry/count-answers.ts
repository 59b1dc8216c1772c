import { metrics } from './metrics.ts'

/** Counts what became of a turn; outcomes are a fixed list of our own words. */
export function countAnswer(_turn: unknown, outcome: string): void {
  metrics.turns.inc({ outcome })
}

export function countSettled(
  row: { readonly action: { readonly do: string }; readonly createdTs: number },
  { to }: { readonly to: string },
): void {
  metrics.outbound.inc({ action: row.action.do, state: to })
  if (to === 'sent') metrics.answerSeconds.observe(Math.max(0, Date.now() - row.createdTs) / 1000)
}

export function countUnderstood({
  provider,
  seconds,
  passedOver = [],
}: {
  readonly provider: string
  readonly seconds: number
  readonly passedOver?: readonly string[]
}): void {
  metrics.understandSeconds.observe({ provider }, seconds)
  for (const reason of passedOver) metrics.passedOver.inc({ reason })
}

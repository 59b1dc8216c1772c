/** Turns the scores of the classes into guesses with confidences, by a logistic curve of two signals. */
export interface KernelCurve {
  readonly base: number
  /** For the lead of the nearest intent over the next class. */
  readonly lead: number
  /** For the score of the nearest intent. */
  readonly near: number
}

export interface KernelGuess {
  readonly label: number
  /** 0 to 1; the sum of all is at most 1. */
  readonly confidence: number
}

export interface KernelSignals {
  readonly label: number
  readonly lead: number
  readonly near: number
}

/** Undefined: no intent has an example. `none` is the class of no intent, or -1. */
export function signalsOf(scores: Float64Array, none: number): KernelSignals | undefined {
  const label = highest(scores, (at) => at !== none)
  if (label === undefined) return undefined
  const near = scores[label] ?? 0
  const next = highest(scores, (at) => at !== label)
  return { label, near, lead: near - (next === undefined ? -1 : (scores[next] ?? -1)) }
}

/** Likeliest first. Other intents share what the first leaves, by their distance. */
export function guessByKernel(
  curve: KernelCurve,
  { scores, none }: { readonly scores: Float64Array; readonly none: number },
): readonly KernelGuess[] {
  const signals = signalsOf(scores, none)
  if (signals === undefined) return []
  const { label, near, lead } = signals
  const first = logistic(curve.base + curve.lead * lead + curve.near * near)
  const rest = [...scores].flatMap((score, at) =>
    at === label || score === -Infinity ? [] : [{ label: at, share: Math.exp(curve.lead * (score - near)) }],
  )
  const all = rest.reduce((sum, { share }) => sum + share, 0)
  // A stranger has no class, so half of the rest belongs to nobody.
  const others = rest
    .filter((other) => other.label !== none)
    .map((other) => ({ label: other.label, confidence: ((1 - first) * other.share) / (2 * all) }))
  return [{ label, confidence: first }, ...others.toSorted((a, b) => b.confidence - a.confidence)]
}

export function logistic(sum: number): number {
  return 1 / (1 + Math.exp(-sum))
}

function highest(scores: Float64Array, counts: (at: number) => boolean): number | undefined {
  let best: number | undefined
  for (const [at, score] of scores.entries())
    if (counts(at) && score > (best === undefined ? -Infinity : (scores[best] ?? 0))) best = at
  return best
}

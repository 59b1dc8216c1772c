/**
 * What stands in `valueRaw` of a message whose author unsent it: its words are masked. An edit keeps its number, as that
 * tells it from others.
 */
export function maskedRaw(numEdit?: number): string {
  return JSON.stringify({ unsent: true, num_edit: numEdit })
}

/** The turn of such a message, without what the customer said in it. The other messages of its burst are still there. */
export function maskedFacts({
  kind,
  mid,
  earlierTexts,
}: {
  readonly kind?: unknown
  readonly mid?: unknown
  readonly earlierTexts?: unknown
}): string {
  return JSON.stringify({ kind, mid, earlierTexts })
}

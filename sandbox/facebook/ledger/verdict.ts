/** What the comparison of ledger and database found. */
export interface Verdict {
  /** Different events that left, forged ones not counted. */
  readonly sent: number
  /** Different events that were answered 200 at least once. */
  readonly acked: number
  /** Different sent events that have a row. */
  readonly stored: number
  /** Acked and not stored. */
  readonly missing: number
  /** Rows beyond the first of an event. */
  readonly duplicated: number
  /** Events, people and Pages of which some value is not what was sent. */
  readonly wrong: number
  /** Rows on these Pages that no sent event explains, forged events among them. */
  readonly unexpected: number
  readonly people: number
  /** Malformed deliveries that were acked, and those of them that are kept as dead letters. */
  readonly malformed: number
  readonly deadLetters: number
  /** The first few of every sort. */
  readonly examples: readonly string[]
  readonly ok: boolean
}

export type Findings = ReturnType<typeof createFindings>

export function createFindings(mostExamples = 5) {
  const counts = { missing: 0, duplicated: 0, wrong: 0, unexpected: 0 }
  const examples: string[] = []
  return {
    counts,
    examples,
    add(finding: keyof typeof counts, example: () => string): void {
      counts[finding] += 1
      if (counts[finding] <= mostExamples) examples.push(`${finding}: ${example()}`)
    },
  }
}

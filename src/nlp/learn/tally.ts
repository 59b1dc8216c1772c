/** Counts changes of intents, with the first examples of each. Its size is that of the pairs of intents. */

export interface Tally<Of> {
  add(text: string, of: Of): void
  /** The commonest first. */
  list(): readonly (Of & { readonly count: number; readonly examples: readonly string[] })[]
}

export interface TallyOf {
  readonly mask: (text: string) => string
  /** Of each change. */
  readonly examples: number
}

export function createTally<Of extends object>({ mask, examples }: TallyOf): Tally<Of> {
  const known = new Map<string, { readonly of: Of; count: number; readonly examples: Set<string> }>()
  return {
    add(text, of) {
      const key = JSON.stringify(Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      const entry = known.get(key) ?? { of, count: 0, examples: new Set<string>() }
      entry.count += 1
      if (entry.examples.size < examples) entry.examples.add(mask(text))
      known.set(key, entry)
    },
    list: () =>
      [...known]
        .toSorted(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
        .map(([, { of, count, examples: texts }]) => ({ ...of, count, examples: [...texts] })),
  }
}

/** Entries of a word list with `*` at the start or end. The time of a search does not grow with their number. */

export interface OpenWords {
  /** `word` is the entry without `*`, folded. */
  add(entry: string, word: string): void
  find(word: string): string | undefined
}

export function createOpenWords(): OpenWords {
  const starts = new Map<string, string>()
  const ends = new Map<string, string>()
  const parts = new Map<string, string>()
  const lengths = new Set<number>()
  return {
    add(entry, word) {
      const isPart = entry.startsWith('*') && entry.endsWith('*')
      const kind = isPart ? parts : entry.startsWith('*') ? ends : starts
      kind.set(word, entry)
      lengths.add(word.length)
    },
    find(word) {
      for (const length of lengths) {
        if (length > word.length) continue
        const entry = starts.get(word.slice(0, length)) ?? ends.get(word.slice(word.length - length))
        if (entry !== undefined) return entry
        if (parts.size === 0) continue
        for (let from = 0; from + length <= word.length; from += 1) {
          const part = parts.get(word.slice(from, from + length))
          if (part !== undefined) return part
        }
      }
      return undefined
    },
  }
}

/**
 * Patterns of words, as the lists of negations write them. Between spaces stands one of:
 * `a|b_c` (the word a, or the words b and c), `-en` (a word that ends so), `*` (any word or none), `…` (up to five words,
 * none of them a stop), `^` (first in the clause) and `$` (last in it).
 */
import { foldWord } from './fold-word.ts'
import type { Clause } from './tokens.ts'

export interface WordPattern {
  readonly items: readonly Item[]
  readonly stops: ReadonlySet<string>
}

type Item =
  | { readonly kind: 'words'; readonly choices: readonly (readonly string[])[]; readonly isAhead: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }

export interface Match {
  /** Place of its first word in the clause. */
  readonly from: number
  /** Place after its last word. */
  readonly to: number
}

const longestGap = 5

export function createPattern(source: string, stops: ReadonlySet<string>): WordPattern {
  const parts = source.split(' ')
  return { items: parts.map((part, at) => toItem(part, parts.slice(0, at))), stops }
}

/** The first place where the pattern holds. */
export function findPattern({ items, stops }: WordPattern, clause: Clause): Match | undefined {
  for (let from = 0; from < clause.length; from++) {
    const to = endOf({ items, stops, clause }, 0, from)
    if (to !== undefined) return { from, to }
  }
  return undefined
}

/** The verb after a negation is what the customer does not want, and no part of the match: "not cancelling". */
function toItem(source: string, before: readonly string[]): Item {
  if (source === '^') return { kind: 'first' }
  if (source === '$') return { kind: 'last' }
  if (source === '*') return { kind: 'gap', most: 1 }
  if (source === '…') return { kind: 'gap', most: longestGap }
  const choices = source.split('|').map((choice) => choice.split('_').map(foldWord))
  return {
    kind: 'words',
    choices,
    isAhead: source.startsWith('-') && before.some((part) => /\p{L}/u.test(part)),
  }
}

interface Search extends WordPattern {
  readonly clause: Clause
}

function endOf(search: Search, at: number, from: number): number | undefined {
  const item = search.items[at]
  if (item === undefined) return from
  const { clause } = search
  switch (item.kind) {
    case 'first':
      return from === 0 ? endOf(search, at + 1, from) : undefined
    case 'last':
      return from === clause.length ? from : undefined
    case 'gap':
      for (let length = 0; length <= item.most && from + length <= clause.length; length++) {
        const end = endOf(search, at + 1, from + length)
        if (end !== undefined) return end
        if (search.stops.has(clause[from + length]?.word ?? '')) return undefined
      }
      return undefined
    case 'words':
      for (const choice of item.choices)
        if (choice.every((word, index) => isLike(clause[from + index]?.word, word))) {
          const end = endOf(search, at + 1, from + choice.length)
          if (end !== undefined) return item.isAhead ? from : end
        }
      return undefined
  }
}

function isLike(word: string | undefined, asked: string): boolean {
  if (word === undefined) return false
  return asked.startsWith('-') ? word.endsWith(asked.slice(1)) && word.length > asked.length : word === asked
}

/** Examples that are negated themselves: "I don't want your newsletter". A text that is negated alike means their intent. */
import type { Example } from '../classifier.ts'
import { findRefusal, type Refusal } from './find-refusal.ts'
import { contentOf, isForm } from './own-words.ts'
import { toClauses, type Clause } from './tokens.ts'

/** From this share of negated examples on, a negation belongs to the intent if nothing says otherwise. */
const leastNegated = 0.2

export interface NegatedExamples {
  /** Whether enough examples of the intent are negated. */
  isNegated(intent: string): boolean
  /** Whether the negated examples of the intent are nearer to these words than the others are. */
  isNegatedLike(intent: string, words: ReadonlySet<string>): boolean
}

export function createNegatedExamples(examples: readonly Example[]): NegatedExamples {
  const negated = new Map<string, ReadonlySet<string>[]>()
  const plain = new Map<string, ReadonlySet<string>[]>()
  for (const { text, intent } of examples) {
    if (intent === undefined) continue
    const clauses = toClauses(text)
    const scopes = clauses.flatMap((clause) => {
      const refusal = findRefusal(clause)
      return refusal === undefined ? [] : [scopeOf(clause, refusal)]
    })
    const list = scopes.length > 0 ? negated : plain
    const all = list.get(intent) ?? []
    list.set(intent, all)
    all.push(...(scopes.length > 0 ? scopes : [contentOf(clauses.flat().map(({ word }) => word))]))
  }
  function isNegated(intent: string): boolean {
    const [own = [], others = []] = [negated.get(intent), plain.get(intent)]
    return own.length > 0 && own.length / (own.length + others.length) >= leastNegated
  }
  return {
    isNegated,
    isNegatedLike(intent, words) {
      const [own = [], others = []] = [negated.get(intent), plain.get(intent)]
      if (own.length === 0) return false
      const [near, far] = [nearest(own, words), nearest(others, words)]
      return near === far ? isNegated(intent) : near > far
    },
  }
}

/** The words behind the negation: they name what the customer refuses. If there are none, all words of the clause. */
export function scopeOf(clause: Clause, { to }: Refusal): ReadonlySet<string> {
  const after = contentOf(clause.slice(to).map(({ word }) => word))
  return after.size > 0 ? after : contentOf(clause.map(({ word }) => word))
}

/** The most words that one example shares with these. */
function nearest(examples: readonly ReadonlySet<string>[], words: ReadonlySet<string>): number {
  let best = 0
  for (const example of examples) {
    let shared = 0
    for (const word of words) if ([...example].some((other) => isForm(other, word))) shared++
    best = Math.max(best, shared)
  }
  return best
}

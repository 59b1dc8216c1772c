/**
 * Takes off what the customer does not want: "I do not want to cancel, I want to change the address". It stays where the
 * examples of the intent are negated like it, as in "I don't want your newsletter".
 */
import type { Example } from '../classifier.ts'
import { findRefusal, type Refusal } from './find-refusal.ts'
import { createNegatedExamples, scopeOf } from './negated-examples.ts'
import { determiners } from './joining-words.ts'
import { contentOf, createOwnWords } from './own-words.ts'
import { toClauses, type Clause } from './tokens.ts'

/** The likeliest intent of a text, also of little confidence. */
export type Guess = (text: string) => string | undefined

export interface Wanted {
  /** The text without the refused part. */
  readonly text: string
  /** Intents that the customer does not want. */
  readonly refused: ReadonlySet<string>
  /** Words that name what the customer refuses. */
  readonly words: ReadonlySet<string>
}

/** Undefined: the text refuses nothing. */
export type FindWanted = (text: string) => Wanted | undefined

export function createFindWanted(examples: readonly Example[], guess: Guess): FindWanted {
  const { isOwn, isForeign } = createOwnWords(examples)
  const known = createNegatedExamples(examples)

  return (text) => {
    const refused = new Set<string>()
    const words = new Set<string>()
    let rest = text
    let isRefusing = false
    for (const clause of toClauses(text).toReversed()) {
      const refusal = findRefusal(clause)
      if (refusal === undefined) continue
      const intent = guess(textOf(text, refusedPart(clause, refusal)))
      if (intent === undefined || !isRefused(clause, refusal, intent)) continue
      const from = beginOf(text, { clause, refusal, intent })
      isRefusing = true
      const own = isThing(clause, refusal)
        ? []
        : headsOf(clause, refusal).filter((word) => isOwn(word, intent))
      if (own.length > 0) refused.add(intent)
      for (const word of own) words.add(word)
      rest = `${rest.slice(0, from)} ${rest.slice(clause.at(-1)?.to)}`
    }
    return isRefusing ? { text: rest, refused, words } : undefined
  }

  function isRefused(clause: Clause, refusal: Refusal, intent: string): boolean {
    const heads = headsOf(clause, refusal)
    const hasOwn = heads.some((word) => isOwn(word, intent))
    // "I don't want this jacket" sounds like "I don't want your newsletter", and is no wish of that intent.
    if (known.isNegated(intent) && !hasOwn && heads.some((word) => isForeign(word, intent))) return true
    if ((refusal.isCommand || refusal.hasAnyMore) && !hasOwn) return false
    return !known.isNegatedLike(intent, scopeOf(clause, refusal))
  }

  /** Words before the negation are its subject, or a wish of their own. */
  function beginOf(
    text: string,
    {
      clause,
      refusal,
      intent,
    }: { readonly clause: Clause; readonly refusal: Refusal; readonly intent: string },
  ): number | undefined {
    const before = clause.slice(0, refusal.from)
    const isWish = before.length > mostOfSubject && guess(textOf(text, before)) !== intent
    return isWish ? clause[refusal.from]?.from : clause[0]?.from
  }
}

const mostOfSubject = 3

/** Without a longer part before it, if something is named after the negation. */
function refusedPart(clause: Clause, { from, to }: Refusal): Clause {
  const isNamed = contentOf(clause.slice(to).map(({ word }) => word)).size > 0
  return from > mostOfSubject && isNamed ? clause.slice(from) : clause
}

/** The first word that is not wanted. All words if none follows: "bitte storniert meine Bestellung nicht". */
function headsOf(clause: Clause, { from, to }: Refusal): readonly string[] {
  const after = [...contentOf(clause.slice(to).map(({ word }) => word))]
  if (after.length > 0) return after.slice(0, 1)
  const within = [...contentOf(clause.slice(from, to).map(({ word }) => word))]
  return [...within, ...contentOf(clause.slice(0, from).map(({ word }) => word))]
}

/** Who does not want a thing may want to cancel or return it: "I don't need my table, please cancel it". */
function isThing(clause: Clause, { from, to, isCommand }: Refusal): boolean {
  if (isCommand) return false
  const after = clause[to]
  return after === undefined
    ? clause.slice(from, to).some(({ word }) => determiners.has(word))
    : determiners.has(after.word)
}

function textOf(text: string, clause: Clause): string {
  return text.slice(clause[0]?.from, clause.at(-1)?.to)
}

/** Finds where a clause says what the customer does not want. */
import { once } from '../once.ts'
import { foldWord } from './fold-word.ts'
import { negationWords } from './negation-words.ts'
import type { Clause } from './tokens.ts'
import { createPattern, findPattern, type Match, type WordPattern } from './word-pattern.ts'

export interface Refusal extends Match {
  /** It counts only if a word of the intent's own follows. */
  readonly isCommand: boolean
  /** "I don't want the shoes any more": the customer may want to give them back. */
  readonly hasAnyMore: boolean
}

/** Undefined also for what a customer asks, supposes, or complains about. */
export function findRefusal(clause: Clause): Refusal | undefined {
  const words = new Set(clause.map(({ word }) => word))
  const tried = new Set<Rule>()
  for (const word of words)
    for (const rule of rulesOf().get(word) ?? []) {
      if (tried.has(rule)) continue
      tried.add(rule)
      const match = findPattern(rule.pattern, clause)
      if (match === undefined || isAsked(rule, clause, match) || isExempt(rule, clause, match)) continue
      const hasAnyMore = [...words].some((one) => rule.lists.anyMore.has(one))
      return { ...match, isCommand: rule.isCommand, hasAnyMore }
    }
  return undefined
}

interface Lists {
  readonly asks: ReadonlySet<string>
  readonly askedOf: ReadonlySet<string>
  readonly exempt: ReadonlySet<string>
  readonly anyMore: ReadonlySet<string>
}

interface Rule {
  readonly pattern: WordPattern
  readonly isCommand: boolean
  readonly lists: Lists
}

/** Rules by the words of their shortest list: without one of these a rule cannot hold. Refusals come before commands. */
const rulesOf = once(createRules)

function createRules(): ReadonlyMap<string, readonly Rule[]> {
  const all: Rule[] = []
  for (const { refusals, commands, stops, asks, askedOf = '', exempt, anyMore } of Object.values(
    negationWords,
  )) {
    const lists = {
      asks: toSet(asks),
      askedOf: toSet(askedOf),
      exempt: toSet(exempt),
      anyMore: toSet(anyMore),
    }
    const stop = toSet(stops)
    for (const source of refusals) all.push({ pattern: createPattern(source, stop), isCommand: false, lists })
    for (const source of commands) all.push({ pattern: createPattern(source, stop), isCommand: true, lists })
  }
  const byWord = new Map<string, Rule[]>()
  for (const rule of all)
    for (const word of rarestWords(rule.pattern)) {
      const rules = byWord.get(word)
      if (rules === undefined) byWord.set(word, [rule])
      else rules.push(rule)
    }
  return byWord
}

function rarestWords({ items }: WordPattern): ReadonlySet<string> {
  const lists = items.flatMap((item) =>
    item.kind === 'words' ? [new Set(item.choices.map(([first = '']) => first))] : [],
  )
  const known = lists.filter((list) => ![...list].some((word) => word.startsWith('-')))
  return known.toSorted((a, b) => a.size - b.size)[0] ?? new Set()
}

/** "why don't you …", "if I don't want …" */
function isAsked({ lists, isCommand }: Rule, clause: Clause, { from, to }: Match): boolean {
  if (isCommand && lists.askedOf.has(clause[to]?.word ?? '')) return true
  return clause.slice(0, from + 1).some(({ word }) => lists.asks.has(word))
}

const nearby = 3

function isExempt({ lists }: Rule, clause: Clause, { from, to }: Match): boolean {
  const after = clause.slice(to, to + nearby)
  return (after.length > 0 ? after : clause.slice(from, to)).some(({ word }) => lists.exempt.has(word))
}

function toSet(list: string): ReadonlySet<string> {
  return new Set(list.split(' ').filter(Boolean).map(foldWord))
}

/** The phrases of one language that can fit somewhere in a text, by the tokens with which they can begin. */
import { type Lexicon, numberSlots, type Rule } from './lexicon.ts'
import type { NumericDates } from './numeric-dates.ts'
import { isOneWordNumber } from './read-number.ts'
import type { Token } from './tokens.ts'

interface Source {
  readonly tokens: readonly Token[]
  readonly numeric: NumericDates
  readonly lexicon: Lexicon
}

const digitSlots = [...numberSlots, 'year', 'ord', 'nth', 'high', 'digitDay', 'clock', 'dotted', 'loose']
const outerSlots = ['date', 'time', 'calendar']
const none: readonly never[] = []

export function createActiveRules(source: Source): (at: number) => readonly Rule[] {
  const { tokens, numeric, lexicon } = source
  const begins = tokens.map((_, at) => slotsAt(source, at))
  const slots = new Set(begins.flat())
  const sets = new Set(tokens.flatMap(({ word }) => lexicon.setsOfWord.get(word) ?? none))
  if (numeric.size > 0) for (const slot of ['numeric', 'unsure']) slots.add(slot)
  const known = new Map<Rule, boolean>()

  function isActive(rule: Rule): boolean {
    const before = known.get(rule)
    if (before !== undefined) return before
    const active =
      rule.sets.every((set) => sets.has(set)) && rule.needs.slots.every((slot) => slots.has(slot))
    known.set(rule, active)
    return active
  }

  return (at) => {
    const own = begins[at] ?? none
    const begun = numeric.has(at) ? [...own, 'numeric', 'unsure'] : own
    const byWord = lexicon.byWord.get(tokens[at]?.word ?? '') ?? []
    if (begun.length === 0 && byWord.length === 0) return []
    const rules = new Set<Rule>()
    for (const rule of byWord) if (isActive(rule)) rules.add(rule)
    for (const slot of [...begun, ...outerSlots])
      for (const rule of lexicon.bySlot.get(slot) ?? []) if (isActive(rule)) rules.add(rule)
    return [...rules]
  }
}

function slotsAt({ tokens, lexicon }: Source, at: number): readonly string[] {
  const token = tokens[at]
  if (token === undefined || token.isDead || token.kind === 'sign') return none
  if (token.kind === 'digits') return digitSlots
  const known = lexicon.slotsOfWord.get(token.word)
  if (known !== undefined) return known
  return isOneWordNumber(token.word, lexicon.numbers) ? numberSlots : none
}

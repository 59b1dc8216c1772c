/** Sums with the name of a currency in the language tables: `zwanzig Euro`, `99 cents`, `2 euros 50`. */
import { fold } from '../normalise.ts'
import type { Amount, AmountText } from './amounts.ts'
import type { Found } from './found.ts'
import { languageTables } from './languages/language-tables.ts'
import { known } from './phrases/distinct.ts'
import { lexicons } from './phrases/lexicons.ts'
import type { Token } from './phrases/tokens.ts'
import { isRange } from './ranges.ts'

interface Named {
  readonly language: string
  readonly currency: string
  readonly isCent: boolean
  readonly isWeight: boolean
}

export function namedMoney(source: AmountText & { readonly amounts: readonly Amount[] }): readonly Found[] {
  const { text, tokens, amounts, language } = source
  const found: Found[] = []
  for (const [index, amount] of amounts.entries()) {
    const named = nameAt(tokens, amount.to, language)
    if (named === undefined || (named.isWeight && isWeight(tokens, amount))) continue
    // "not worth a cent" is no sum, and "5 per cent" neither
    if (named.isCent && (amount.isArticle || tokens[amount.at - 1]?.word === 'per')) continue
    const cents = named.isCent ? undefined : centsBehind(source, { index, named })
    const from = tokens[amount.at]?.from ?? 0
    const value = (named.isCent ? amount.value / 100 : amount.value) + (cents?.value ?? 0) / 100
    found.push({
      name: 'money',
      value: { amount: Math.round(value * 100) / 100, currency: named.currency },
      text: text.slice(from, tokens[(cents?.to ?? amount.to + 1) - 1]?.to),
      confidence: 0.9,
      from,
    })
  }
  return found.filter(
    (one, at) => !found.slice(0, at).some((other) => one.from < other.from + other.text.length),
  )
}

const names: ReadonlyMap<string, readonly Named[]> = collect()

function collect(): ReadonlyMap<string, readonly Named[]> {
  const all = new Map<string, Named[]>()
  for (const { language, money } of languageTables) {
    const weights = (money.weights ?? '').split(' ')
    for (const [isCent, byCode] of [[false, money.currencies] as const, [true, money.cents] as const]) {
      for (const [currency, words] of Object.entries(byCode)) {
        for (const word of words.split(' ')) {
          const one = { language, currency, isCent, isWeight: weights.includes(word) }
          all.set(fold(word), [...(all.get(fold(word)) ?? []), one])
        }
      }
    }
  }
  return all
}

/** The language of the text decides; without it, the first table. */
function nameAt(tokens: readonly Token[], at: number, language: string | undefined): Named | undefined {
  const token = tokens[at]
  if (token?.kind !== 'word' || (tokens[at + 1]?.isGlued === true && tokens[at + 1]?.kind !== 'sign'))
    return undefined
  const all = names.get(token.word) ?? []
  const own = all.find((one) => one.language === language)
  // "a real person" is no Brazilian one.
  const isOther = language !== undefined && known().usual.get(language)?.has(token.word) === true
  return own ?? (token.word.length > 2 && !isOther ? all[0] : undefined)
}

/** "20 pounds of coffee", "it weighs 20 pounds" */
function isWeight(tokens: readonly Token[], { at, to }: Amount): boolean {
  const next = tokens[to + 1]
  const isNoun = next?.kind === 'word' && !lexicons().some(({ followers }) => followers.has(next.word))
  const ofIt = ['of', 'de', 'di'].includes(next?.word ?? '')
  const before = tokens.slice(Math.max(0, at - 3), at).map(({ word }) => word)
  return isNoun || ofIt || before.some((word) => weighing.has(word))
}

const weighing = new Set(languageTables.flatMap(({ money }) => (money.weighing ?? '').split(' ')).map(fold))

const joins = new Set(languageTables.flatMap(({ money }) => money.and.split('|')).map(fold))

/** "2 euros 50", "2 euros and 50 cents", "2 euros y 50", but not "between 20 euros and 30" */
function centsBehind(
  { tokens, amounts, language }: AmountText & { readonly amounts: readonly Amount[] },
  { index, named }: { readonly index: number; readonly named: Named },
): { readonly value: number; readonly to: number } | undefined {
  const [amount, next] = [amounts[index], amounts[index + 1]]
  if (amount === undefined || next === undefined || next.value % 1 !== 0 || next.value < 1 || next.value > 99)
    return undefined
  const between = tokens.slice(amount.to + 1, next.at)
  if (between.length > 1 || between.some(({ word }) => !joins.has(word))) return undefined
  const unit = nameAt(tokens, next.to, language)
  if (unit?.isCent === true) return { value: next.value, to: next.to + 1 }
  const isEnd = isRange({ tokens, language, at: amount.at }, amount.to + 1, next.at)
  const isBare = !isEnd && next.value >= 10 && unit === undefined
  const behind = tokens[next.to]
  return isBare && (behind === undefined || behind.kind === 'sign') && !named.isCent
    ? { value: next.value, to: next.to }
    : undefined
}

/** Finds sums of money: `€12.50`, `12,50 EUR`, `20 dollars`, `zwanzig Euro`, `99 cents`, `20 to 30 euros`. */
import { readDigits } from './amounts.ts'
import { currencyCodes, currencySigns, currencyWords } from './currencies.ts'
import { createFind, type FindEntities, type Found } from './found.ts'
import { letter } from './letter.ts'
import { namedMoney } from './named-money.ts'
import { isRange } from './ranges.ts'
import type { Token } from './phrases/tokens.ts'
import { type ReadText, readText } from './read-text.ts'

export const findMoney: FindEntities = (text, utterance) => {
  const read = readText(text, utterance)
  const named = namedMoney(read)
  const signed = findSigned(text, utterance).filter((one) => !named.some((other) => covers(other, one)))
  const all = [...signed, ...named.filter((one) => !signed.some((other) => covers(other, one)))]
  return inRanges(
    all.toSorted((a, b) => a.from - b.from),
    read,
  )
}

const sign = Object.keys(currencySigns)
  .toSorted((a, b) => b.length - a.length)
  .map((symbol) => symbol.replaceAll(/[$.]/g, String.raw`\$&`))
  .join('|')
const digits =
  "\\d{1,12}(?:[.,'\u00a0 ]\\d{3}(?!\\d)){0,4}(?:[.,]\\d{1,2}(?!\\d)|[.,][-–—]{1,2})?(?:k(?!\\p{L}))?"
const currency = `(?:${sign}|(?:${currencyCodes}|${Object.keys(currencyWords).join('|')})(?!${letter}|\\p{N}))`

const findSigned = createFind({
  name: 'money',
  pattern: new RegExp(
    `(?<!${letter}|[\\p{N}.,])(?:(?<before>${currency})\\s?(?<first>${digits})|(?<second>${digits})\\s?(?<after>${currency}))(?![\\p{N}])`,
    'giu',
  ),
  confidence: 0.95,
  read({ groups }) {
    const amount = readDigits((groups?.first ?? groups?.second ?? '').replace(/[.,][-–—]+/, ''))
    const unit = groups?.before ?? groups?.after ?? ''
    if (amount === undefined) return undefined
    const small = unit.toLowerCase()
    return {
      amount,
      currency: currencySigns[unit] ?? currencySigns[small] ?? currencyWords[small] ?? unit.toUpperCase(),
    }
  },
})

function covers(one: Found, other: Found): boolean {
  return (
    one.from <= other.from && one.from + one.text.length >= other.from + other.text.length && one !== other
  )
}

/** "20 to 30 euros": the number without a currency has that of the other end. */
function inRanges(all: readonly Found[], about: ReadText): readonly Found[] {
  const { text, tokens } = about
  const ends: Place[] = all.map((found) => ({ found, ...placeOf(tokens, found) }))
  const bare = about.amounts
    .filter(({ at, to, isArticle }) => !isArticle && !ends.some((end) => at < end.to && end.at < to))
    .map((amount): Place => ({ at: amount.at, to: amount.to, amount: amount.value }))
  const places = [...ends, ...bare].toSorted((a, b) => a.at - b.at)
  const found = new Map(ends.map(({ at, found: one }) => [at, one]))
  for (const [index, first] of places.entries()) {
    const last = places[index + 1]
    if (last === undefined || !isRange({ ...about, at: first.at }, first.to, last.at)) continue
    const [from, to] = [moneyOf(first, last.found), moneyOf(last, first.found)]
    if (from === undefined || to === undefined || from.amount >= to.amount || from.currency !== to.currency)
      continue
    found.set(first.at, { ...toFound(first, { text, tokens }), value: from, part: 'from' })
    found.set(last.at, { ...toFound(last, { text, tokens }), value: to, part: 'to' })
  }
  return [...found.values()]
    .flatMap((one) => (one === undefined ? [] : [one]))
    .toSorted((a, b) => a.from - b.from)
}

interface Place {
  readonly at: number
  readonly to: number
  readonly found?: Found
  readonly amount?: number
}

function placeOf(tokens: readonly Token[], { from, text }: Found) {
  const at = tokens.findIndex((token) => token.to > from)
  const behind = tokens.findIndex((token) => token.from >= from + text.length)
  return { at: Math.max(0, at), to: behind < 0 ? tokens.length : behind }
}

interface Money {
  readonly amount: number
  readonly currency?: string
}

function moneyOf({ found, amount }: Place, other: Found | undefined): Money | undefined {
  if (found !== undefined) return typeof found.value === 'object' ? found.value : undefined
  if (amount === undefined || typeof other?.value !== 'object') return undefined
  return { ...other.value, amount }
}

function toFound({ found, at, to }: Place, { text, tokens }: Pick<ReadText, 'text' | 'tokens'>): Found {
  if (found !== undefined) return found
  const from = tokens[at]?.from ?? 0
  return { name: 'money', value: 0, text: text.slice(from, tokens[to - 1]?.to), confidence: 0.9, from }
}

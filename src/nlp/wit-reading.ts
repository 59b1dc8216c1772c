/**
 * Reads wit.ai's responses, of both formats. Since 2020 they have `intents`, `entities` by "name:role", and `traits`.
 * Before that, `entities` holds all three. Facebook's built-in NLP has the same formats. Unknown parts are left out.
 * Nothing here throws.
 */
import { primaryLanguage } from '../domain/languages.ts'
import type { Understanding, UnderstoodEntity } from '../domain/understanding.ts'

export interface WitReading {
  /** The intent of most confidence first. Greetings, thanks and the like come after the trained intents. */
  readonly intents: readonly { readonly name: string; readonly confidence: number }[]
  readonly entities: readonly UnderstoodEntity[]
  readonly sentiment?: NonNullable<Understanding['sentiment']>
  readonly language?: string
}

/** Undefined: the value is no such response. */
export function readWitResponse(response: unknown): WitReading | undefined {
  if (!isRecord(response) || (!isRecord(response.entities) && !Array.isArray(response.intents)))
    return undefined
  const found = listsOf(response.entities)
  const traits = [...listsOf(response.traits), ...found.filter(([, items]) => items.every(isTrait))]
  const told = [
    ...itemsOf(response.intents),
    ...found.flatMap(([name, items]) => (name === 'intent' ? items : [])),
  ]
  const sentiment = surest(
    traits.filter(([name]) => plainName(name) === 'sentiment').flatMap(([, items]) => items),
  )?.value
  const locale = surest(itemsOf(response.detected_locales))?.locale
  const language = typeof locale === 'string' ? primaryLanguage(locale) : undefined
  return {
    intents: [
      ...bySurety(told.map((item) => toIntent(item.name ?? item.value, item))),
      ...bySurety(
        traits.flatMap(([name, items]) =>
          items.filter(isTrue).map((item) => toIntent(plainName(name), item)),
        ),
      ),
    ],
    entities: found.flatMap(([name, items]) => items.flatMap((item) => toEntity(name, item))),
    ...(isSentiment(sentiment) ? { sentiment } : {}),
    ...(language !== undefined && /^[a-z]{2,3}$/.test(language) ? { language } : {}),
  }
}

type Item = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function itemsOf(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function listsOf(value: unknown): readonly (readonly [string, readonly Item[]])[] {
  return isRecord(value) ? Object.entries(value).map(([name, items]) => [name, itemsOf(items)]) : []
}

function confidenceOf({ confidence }: Item): number {
  return typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? confidence : 0
}

function surest(items: readonly Item[]): Item | undefined {
  return items.toSorted((a, b) => confidenceOf(b) - confidenceOf(a))[0]
}

/** In the old format a trait is an entity without a place in the text. */
function isTrait(item: Item): boolean {
  return item['_body'] === undefined && item.body === undefined && (isTrue(item) || isSentiment(item.value))
}

function isTrue({ value }: Item): boolean {
  return value === 'true' || value === true
}

function isSentiment(value: unknown): value is NonNullable<Understanding['sentiment']> {
  return value === 'positive' || value === 'neutral' || value === 'negative'
}

function toIntent(name: unknown, item: Item): { name: string; confidence: number } {
  return { name: typeof name === 'string' ? name : '', confidence: confidenceOf(item) }
}

function bySurety<Intent extends { readonly name: string; readonly confidence: number }>(
  intents: readonly Intent[],
): readonly Intent[] {
  return intents.filter(({ name }) => name !== '').toSorted((a, b) => b.confidence - a.confidence)
}

/** `wit$datetime:pickup` is `pickup`, `wit$sentiment` is `sentiment`. */
function plainName(name: string): string {
  return (name.split(':').at(-1) ?? name).replace(/^wit\$/, '')
}

const ownNames: Readonly<Record<string, string>> = {
  datetime: 'date',
  amount_of_money: 'money',
  phone_number: 'phone',
}

function toEntity(key: string, item: Item): readonly UnderstoodEntity[] {
  const name = plainName(key)
  if (name === 'intent' || isTrait(item)) return []
  const kind = (key.split(':')[0] ?? key).replace(/^wit\$/, '')
  const value = toValue(kind, item)
  if (value === undefined) return []
  const body = item.body ?? item['_body']
  const text = typeof body === 'string' ? body : typeof value === 'object' ? '' : String(value)
  return [{ name: ownNames[name] ?? name, value, text, confidence: confidenceOf(item) }]
}

function toValue(kind: string, item: Item): UnderstoodEntity['value'] | undefined {
  const value =
    item.value ?? (isRecord(item.from) ? item.from.value : isRecord(item.to) ? item.to.value : undefined)
  if (kind === 'datetime') return typeof value === 'string' ? value.slice(0, 10) : undefined
  if (kind === 'amount_of_money' && typeof value === 'number') {
    return { amount: value, ...(typeof item.unit === 'string' ? { currency: currencyOf(item.unit) } : {}) }
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined
}

const currencies: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP' }

function currencyOf(unit: string): string {
  return currencies[unit] ?? unit
}

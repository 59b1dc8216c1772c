/** What the slots of phrases can be at a token: numbers, days of a month, hours, and words of the table. */
import { endOfPhrase } from './end-of-phrase.ts'
import type { Lexicon } from './lexicon.ts'
import type { Option } from './match.ts'
import { readNumber } from './read-number.ts'
import type { Token } from './tokens.ts'

export type PlainValue = number | string

interface Source {
  readonly tokens: readonly Token[]
  readonly lexicon: Lexicon
}

type Read = (source: Source, at: number) => readonly Option<PlainValue>[]

const readers: Readonly<Record<string, Read>> = {
  n: (source, at) => [...digitsAt(source, at, { from: 1, to: 9999 }), ...wordsAt(source, at, { to: 1e6 })],
  year: ({ tokens }, at) =>
    tokens[at]?.word.length === 4 ? digits(tokens, at, { from: 1900, to: 2399 }) : [],
  hour: (source, at) => inShort(source, at, 24),
  minute: (source, at) => inShort(source, at, 59),
  longMinute: (source, at) => inShort(source, at, 59).filter(({ value }) => value >= 10),
  ord: (source, at) => [...withSuffix(source, at), ...lexical(source, 'ordinal', at)],
  nth: withSuffix,
  high: (source, at) => withSuffix(source, at).filter(({ value }) => value >= 5),
  digitDay: (source, at) => (isShort(source.tokens[at]) ? digitsAt(source, at, { from: 1, to: 31 }) : []),
  dom: (source, at) => [
    ...withSuffix(source, at),
    ...(isShort(source.tokens[at]) ? digitsAt(source, at, { from: 1, to: 31 }) : []),
    ...lexical(source, 'ordinal', at),
    ...wordsAt(source, at, { to: 31 }).filter(({ isArticle }) => !isArticle),
  ],
  strongMonth: (source, at) =>
    source.lexicon.weakMonths.has(source.tokens[at]?.word ?? '') ? [] : lexical(source, 'month', at),
  clock: (source, at) => clockAt(source, at, ':'),
  dotted: (source, at) => clockAt(source, at, '.'),
  loose: (source, at) => looseAt(source, at),
}

/** Empty: there is no such thing at this token. */
export function readPlainSlot(source: Source, slot: string, at: number): readonly Option<PlainValue>[] {
  const token = source.tokens[at]
  if (token === undefined || token.isDead) return []
  const read = readers[slot]
  return read === undefined ? lexical(source, slot, at) : read(source, at)
}

function lexical({ tokens, lexicon }: Source, slot: string, at: number): readonly Option<PlainValue>[] {
  const entries = lexicon.slots.get(slot)?.get(tokens[at]?.word ?? '') ?? []
  return entries.flatMap(({ phrase, value }) => {
    const to = endOfPhrase(tokens, phrase, at)
    return to === undefined ? [] : [{ value, to }]
  })
}

interface Bounds {
  readonly from?: number
  readonly to: number
}

function digits(tokens: readonly Token[], at: number, { from = 0, to }: Bounds): readonly Option<number>[] {
  const token = tokens[at]
  if (token?.kind !== 'digits' || token.word.length > 4) return []
  const value = Number(token.word)
  return value >= from && value <= to ? [{ value, to: at + 1 }] : []
}

/** A run of digits that is no part of a decimal number, a clock or an address. */
function digitsAt({ tokens }: Source, at: number, bounds: Bounds): readonly Option<number>[] {
  const [sign, next] = [tokens[at + 1], tokens[at + 2]]
  const isPart = sign?.isGlued === true && /[.,:/]/.test(sign.word) && next?.kind === 'digits' && next.isGlued
  return isPart ? [] : digits(tokens, at, bounds)
}

function wordsAt({ tokens, lexicon }: Source, at: number, { to: most }: Bounds) {
  if (tokens[at]?.kind !== 'word') return []
  const endOf = (phrase: Parameters<typeof endOfPhrase>[1], from: number) => endOfPhrase(tokens, phrase, from)
  const read = readNumber({ tokens, lexicon: lexicon.numbers, endOf }, at)
  return read === undefined || read.value > most || read.value % 1 !== 0 ? [] : [read]
}

function inShort(source: Source, at: number, most: number): readonly Option<number>[] {
  // "la una" is an hour, "a" is none.
  const isArticleOnly = (source.tokens[at]?.word.length ?? 0) < 3
  const inWords = wordsAt(source, at, { to: most }).filter(({ isArticle }) => !isArticle || !isArticleOnly)
  return [...(isShort(source.tokens[at]) ? digitsAt(source, at, { to: most }) : []), ...inWords]
}

function isShort(token: Token | undefined): boolean {
  return token !== undefined && token.word.length <= 2
}

/** `28th`, `3.`, `1er` */
function withSuffix({ tokens, lexicon }: Source, at: number): readonly Option<number>[] {
  const suffix = tokens[at + 1]
  if (suffix?.isGlued !== true || !lexicon.ordinalSuffixes.has(suffix.word)) return []
  if (suffix.word === '.' && tokens[at + 2]?.kind === 'digits' && tokens[at + 2]?.isGlued === true) return []
  return digits(tokens, at, { from: 1, to: 31 }).map(({ value }) => ({ value, to: at + 2 }))
}

/** In minutes. */
function clockAt({ tokens }: Source, at: number, mark: string): readonly Option<number>[] {
  const [hour, sign, minute, behind, next] = tokens.slice(at, at + 5)
  if (hour?.kind !== 'digits' || hour.word.length > 2 || sign?.word !== mark || !sign.isGlued) return []
  if (minute?.kind !== 'digits' || minute.word.length !== 2 || !minute.isGlued) return []
  const goesOn = behind?.isGlued === true && /[.:/,-]/.test(behind.word)
  if (goesOn && behind.word !== '-' && next?.kind === 'digits' && next.isGlued) return []
  const [hours, minutes] = [Number(hour.word), Number(minute.word)]
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return []
  // "4.12." is a day.
  if (mark === '.' && behind?.word === '.' && behind.isGlued && minutes >= 1 && minutes <= 12) return []
  return [{ value: hours * 60 + minutes, to: at + 3 }]
}

/** `4.12` as 412: day and month without a full stop behind. */
function looseAt({ tokens }: Source, at: number): readonly Option<number>[] {
  const [day, sign, month, behind, next] = tokens.slice(at, at + 5)
  if (day?.kind !== 'digits' || day.word.length > 2 || sign?.word !== '.' || !sign.isGlued) return []
  if (month?.kind !== 'digits' || month.word.length > 2 || !month.isGlued) return []
  if (behind?.isGlued === true && next?.kind === 'digits' && next.isGlued) return []
  if (behind !== undefined && /[%€$£¥°]/.test(behind.word)) return []
  const [days, months] = [Number(day.word), Number(month.word)]
  return days >= 1 && days <= 31 && months >= 1 && months <= 12
    ? [{ value: days * 100 + months, to: at + 3 }]
    : []
}

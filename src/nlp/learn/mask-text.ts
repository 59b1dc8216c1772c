/** Texts of customers without what tells who they are: e-mail addresses, links, telephone, order and other numbers. */
import { readEntityPattern } from '../../domain/entity-pattern.ts'
import { readPlain } from '../../domain/plain-signs.ts'
import type { EntityDefinition } from '../../domain/understanding.ts'

export interface MaskedText {
  /** With `[email]`, `[link]`, `[number]` or `[name of the entity]` in place of what was found. */
  readonly shown: string
  /** With values of the same form that were made up: for examples of a storyboard. */
  readonly madeUp: string
  /** Something was found. */
  readonly isMasked: boolean
}

export type MaskText = (text: string) => MaskedText

/** `entities`: what the patterns of the storyboard find is masked too. Values of lists are the brand's own words. */
export function createMaskText(entities: readonly EntityDefinition[]): MaskText {
  const finders = [...entities.flatMap(toFinder), ...usual]
  return (text) => {
    const { text: plain } = readPlain(text)
    const spans = withoutOverlaps(
      finders.flatMap(({ name, find }) => find(plain).map((span) => ({ ...span, name }))),
    )
    if (spans.length === 0) return { shown: text, madeUp: text, isMasked: false }
    return {
      shown: replaceSpans(plain, spans, ({ name }) => `[${name}]`),
      madeUp: replaceSpans(plain, spans, makeUp),
      isMasked: true,
    }
  }
}

interface Found {
  readonly from: number
  readonly text: string
}

interface Span extends Found {
  readonly name: string
}

interface Finder {
  readonly name: string
  readonly find: (plain: string) => readonly Found[]
}

/** At an overlap the first one counts. */
const usual: readonly Finder[] = [
  { name: 'link', find: (plain) => matches(plain, /(?:https?:\/\/|www\.)\S{1,2000}/gi) },
  { name: 'email', find: (plain) => matches(plain, /[^\s@<>()[\]]{1,64}@[^\s@<>()[\]]{1,253}/g) },
  {
    name: 'number',
    find: (plain) => matches(plain, /#\s?\d+|[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*/g).filter(isCode),
  },
  { name: 'number', find: (plain) => matches(plain, /[+(]{0,2}\d(?:[\s()./–:-]{0,2}\d)+/g).filter(isLong) },
]

function matches(plain: string, pattern: RegExp): readonly Found[] {
  return [...plain.matchAll(pattern)].map(({ 0: text, index }) => ({ from: index, text }))
}

/** Five digits or more, or four that are no year. */
function isLong({ text }: Found): boolean {
  const digits = text.replaceAll(/\D/g, '')
  return digits.length > 4 || (digits.length === 4 && text === digits && !/^(?:19|20)/.test(digits))
}

/** `#12`, and letters with three digits or more, as in an order number. */
function isCode({ text }: Found): boolean {
  return text.startsWith('#') || (/[A-Za-z]/.test(text) && (text.match(/\d/g) ?? []).length > 2)
}

/** More in one text are no sentence of a customer. */
const mostFound = 50

function toFinder(entity: EntityDefinition): readonly Finder[] {
  if (!('pattern' in entity)) return []
  const read = readEntityPattern(entity.pattern)
  if ('trouble' in read) return []
  return [{ name: entity.name, find: (plain) => read.findAll(plain, mostFound) }]
}

function withoutOverlaps(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = []
  for (const span of spans)
    if (kept.every((other) => span.from >= endOf(other) || other.from >= endOf(span))) kept.push(span)
  return kept.toSorted((a, b) => a.from - b.from)
}

function endOf({ from, text }: Found): number {
  return from + text.length
}

function replaceSpans(plain: string, spans: readonly Span[], write: (span: Span) => string): string {
  let written = ''
  let from = 0
  for (const span of spans) {
    written += plain.slice(from, span.from) + write(span)
    from = endOf(span)
  }
  return written + plain.slice(from)
}

/** Digits count up. Letters before the first digit stay, as the brand set them; later ones are X. */
function makeUp({ name, text }: Span): string {
  if (name === 'link') return 'https://example.com'
  if (name === 'email') return 'name@example.com'
  if (!/\d/.test(text)) return name
  let digits = 0
  return text.replaceAll(/\d|\p{L}/gu, (sign) => {
    if (/\d/.test(sign)) return String((digits += 1) % 10)
    return digits === 0 ? sign : 'X'
  })
}

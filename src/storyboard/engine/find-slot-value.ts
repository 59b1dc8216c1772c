/** Finds the value for a slot in a message. */
import { readEntityPattern } from '../../domain/entity-pattern.ts'
import type { JsonValue } from '../../domain/reply.ts'
import type { UnderstoodEntity } from '../../domain/understanding.ts'
import { choiceOfPayload } from '../payloads.ts'
import type { AskAction } from '../schema/actions.ts'
import type { Choice, SlotType } from '../schema/ask.ts'
import { holdsPhrase, normalise, templatesIn } from '../texts.ts'
import { bounded } from './context.ts'
import { type Run, scopeOf } from './run.ts'

export interface SlotValue {
  readonly value: JsonValue
  /** The customer tapped it or wrote it exactly so: nothing else can be meant. */
  readonly isCertain: boolean
}

/** Undefined when nothing in the turn fits the question. */
export function findSlotValue(run: Run, ask: AskAction): SlotValue | undefined {
  const found =
    tapped(run, ask) ??
    chosen(run, ask) ??
    ofEntity(run, ask.entity) ??
    written(run, ask.entity) ??
    ofType(run, ask)
  return found !== undefined && isValid(run, ask, found.value) ? found : undefined
}

/** A value that the present message already has. Each entity of the message is used once. */
export function findPrefill(run: Run, ask: AskAction): JsonValue | undefined {
  if (ask.prefill === false) return undefined
  const foretold: readonly (SlotType | undefined)[] = ['email', 'phone']
  const name = ask.entity ?? (foretold.includes(ask.type) ? ask.type : undefined)
  const found = ofEntity(run, name)
  return found !== undefined && isValid(run, ask, found.value) ? found.value : undefined
}

function isValid(run: Run, ask: AskAction, value: JsonValue): boolean {
  return ask.valid === undefined || run.templates.holds(ask.valid, { ...scopeOf(run), value })
}

function tapped(run: Run, ask: AskAction): SlotValue | undefined {
  const choice = choiceOfPayload(run.input.turn.payload)
  const picked = choice?.slot === ask.ask ? ask.choices?.[choice.index] : undefined
  return picked === undefined ? undefined : { value: valueOf(picked), isCertain: true }
}

/** Whether any text fits the question. */
export function isOpen({ type, entity, choices }: AskAction): boolean {
  return type === 'text' || (type === undefined && entity === undefined && choices === undefined)
}

/** A choice that is the whole text, or the only choice in a longer text. */
function chosen(run: Run, { choices = [] }: AskAction): SlotValue | undefined {
  const { text } = run.input.turn
  if (text === undefined) return undefined
  const exact = choices.find((choice) => namesOf(choice).some((name) => isSame(name, text)))
  if (exact !== undefined) return { value: valueOf(exact), isCertain: true }
  const held = choices.filter((choice) => namesOf(choice).some((name) => holdsPhrase(text, name)))
  const [only] = held
  return only !== undefined && held.length === 1 ? { value: valueOf(only), isCertain: false } : undefined
}

/** Texts without letters (emoji) have no words to compare. */
function isSame(name: string, text: string): boolean {
  const words = normalise(name)
  return words === '' ? name.trim() !== '' && name.trim() === text.trim() : words === normalise(text)
}

function valueOf(choice: Choice): JsonValue {
  return typeof choice === 'string' ? choice : choice.value
}

function namesOf(choice: Choice): string[] {
  if (typeof choice === 'string') return [choice]
  return [...templatesIn(choice.title).map(({ source }) => source), String(choice.value)]
}

function ofEntity(run: Run, name: string | undefined): SlotValue | undefined {
  if (name === undefined) return undefined
  const { entities } = run.input.understanding
  const [best] = entities
    .map((entity, index) => ({ entity, index }))
    .filter(({ entity, index }) => entity.name === name && !run.usedEntities.has(index))
    .toSorted((a, b) => b.entity.confidence - a.entity.confidence)
  if (best === undefined) return undefined
  run.usedEntities.add(best.index)
  return { value: toJson(best.entity.value), isCertain: false }
}

/** An entity of the storyboard, found here because language understanding may be late. */
function written(run: Run, name: string | undefined): SlotValue | undefined {
  const entity = name === undefined ? undefined : run.definition.entities?.[name]
  const text = run.input.turn.text?.slice(0, 500)
  if (entity === undefined || text === undefined || run.usedEntities.size > 0) return undefined
  const value =
    'pattern' in entity
      ? inPattern(entity.pattern, text)
      : Object.keys(entity.values).find((key) =>
          [key, ...(entity.values[key] ?? [])].some((word) => holdsPhrase(text, word)),
        )
  return value === undefined ? undefined : { value: bounded(value), isCertain: false }
}

/** The same pattern as in language understanding, bounded in time: the text of one customer must not delay others. */
function inPattern(pattern: string, text: string): string | undefined {
  const read = readEntityPattern(pattern)
  return 'trouble' in read ? undefined : read.findAll(text, 1)[0]?.value
}

function toJson(value: UnderstoodEntity['value']): JsonValue {
  return typeof value === 'object' ? { ...value } : bounded(value)
}

function ofType(run: Run, ask: AskAction): SlotValue | undefined {
  const type = isOpen(ask) ? 'text' : ask.type
  const text = run.input.turn.text?.trim()
  if (type === undefined || text === undefined || text === '') return undefined
  const understood = type === 'text' || type === 'yes_no' ? undefined : ofEntity(run, type)
  if (understood !== undefined) return understood
  const value = readValue[type](text.slice(0, 2_000))
  return value === undefined ? undefined : { value: bounded(value), isCertain: false }
}

/** Values that need no language understanding. */
const readValue: Readonly<Record<SlotType, (text: string) => JsonValue | undefined>> = {
  text: (text) => text,
  number: (text) => toNumber(/^(-?\d+(?:[.,' ]\d+)*)[.,!]*$/.exec(text)?.[1]),
  email: (text) => /[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.\p{L}{2,24}/u.exec(text)?.[0],
  phone: (text) => {
    const digits = /\+?\d[\d ()/.-]{5,22}\d/.exec(text)?.[0].replaceAll(/[^\d+]/g, '')
    return digits !== undefined && digits.length >= 7 && digits.length <= 16 ? digits : undefined
  },
  date: (text) => {
    const day = /\b\d{4}-\d{2}-\d{2}\b/.exec(text)?.[0]
    return day !== undefined && Number.isFinite(Date.parse(day)) ? day : undefined
  },
  money: (text) => {
    const amount = toNumber(/\d+(?:[.,' ]\d+)*/.exec(text)?.[0])
    return amount === undefined ? undefined : { amount }
  },
  yes_no: (text) => {
    const said = normalise(text)
    if (yes.test(said)) return true
    return no.test(said) ? false : undefined
  },
}

const yes =
  /^(?:y|yes|yeah|yep|yup|sure|of course|ok|okay|right|please|yes please|j|ja|jo|klar|gerne|si|sim|oui|da|tak|hai|evet|ano)\b/
const no = /^(?:n|no|nope|nah|not|never|no thanks|nein|nee|ne|non|nao|nej|nie|nu|iie|hayir|net)\b/

/**
 * Reads 1.234,56 and 1,234.56: the last mark is the decimal point, unless exactly three digits follow it. `text` ends
 * with a digit.
 */
function toNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const plain = text.replaceAll(/[' ]/g, '')
  const mark = /[.,](?=\d{1,2}$|\d{4,}$)/.exec(plain)
  const whole = (mark === null ? plain : plain.slice(0, mark.index)).replaceAll(/[.,]/g, '')
  const value = Number(mark === null ? whole : `${whole}.${plain.slice(mark.index + 1)}`)
  return Number.isFinite(value) ? value : undefined
}

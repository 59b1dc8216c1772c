/** Finds the value for a slot in a message. */
import { readEntityPattern } from '../../domain/entity-pattern.ts'
import { plainSigns } from '../../domain/plain-signs.ts'
import type { JsonValue } from '../../domain/reply.ts'
import { isLikeButton } from '../../domain/sticker.ts'
import type { UnderstoodEntity } from '../../domain/understanding.ts'
import { choiceOfPayload } from '../payloads.ts'
import type { AskAction } from '../schema/actions.ts'
import { holdsPhrase, normalise } from '../texts.ts'
import { choicesIn, isSame, namesOf, titlesOf, valueOf } from './choices.ts'
import { bounded } from './context.ts'
import { recall, use } from './hear.ts'
import { readValue, type ValueReading } from './read-value.ts'
import { type Run, scopeOf } from './run.ts'
import { withoutTakenBack } from './taken-back.ts'

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
    agreed(run, ask) ??
    ofEntity(run, ask, ask.entity) ??
    written(run, ask.entity) ??
    ofType(run, ask)
  return found !== undefined && isValid(run, ask, found.value) ? found : undefined
}

/** A value that was said already: in the present message, or since the scene began. */
export function findPrefill(
  run: Run,
  { ask, root }: { ask: AskAction; root: string },
): JsonValue | undefined {
  if (ask.prefill === false) return undefined
  const found = recall(run, { ask, root, fits: (value) => isValid(run, ask, value) })
  if (found !== undefined) use(run, found)
  return found?.value
}

export function isValid(run: Run, ask: AskAction, value: JsonValue): boolean {
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
function chosen(run: Run, ask: AskAction): SlotValue | undefined {
  const { text } = run.input.turn
  if (text === undefined) return undefined
  const exact = ask.choices?.find((choice) => namesOf(choice).some((name) => isSame(name, text)))
  if (exact !== undefined) return { value: valueOf(exact), isCertain: true }
  const given = normalise(text)
  const spots = choicesIn({ text, given }, ask).map((one) => ({ ...one, name: ask.ask }))
  const named = withoutTakenBack(spots, given).map(({ value }) => value)
  const [only] = named
  return only !== undefined && new Set(named).size === 1 ? { value: only, isCertain: false } : undefined
}

/**
 * The surest one. One that the message itself takes back does not count. "At six" is 18:00 where 06:00 is not valid.
 */
function ofEntity(run: Run, ask: AskAction, name: string | undefined): SlotValue | undefined {
  if (name === undefined) return undefined
  const [best] = run.input.understanding.entities
    .filter((entity) => entity.name === name && !run.takenBack.has(entity))
    .toSorted((a, b) => b.confidence - a.confidence)
  if (best === undefined) return undefined
  const value = toJson(best.value)
  const { otherwise } = best
  const isOther = otherwise !== undefined && !isValid(run, ask, value) && isValid(run, ask, otherwise)
  return { value: isOther ? otherwise : value, isCertain: false }
}

/** An entity of the storyboard, found here because language understanding may be late. */
function written(run: Run, name: string | undefined): SlotValue | undefined {
  const entity = name === undefined ? undefined : run.definition.entities?.[name]
  const text = run.input.turn.text?.slice(0, 500)
  if (entity === undefined || text === undefined) return undefined
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
  return 'trouble' in read ? undefined : read.findAll(plainSigns(text), 1)[0]?.value
}

function toJson(value: UnderstoodEntity['value']): JsonValue {
  return typeof value === 'object' ? { ...value } : bounded(value)
}

/** The choice of yes or of no, whatever word or sign the customer used for it. */
function agreed(run: Run, { choices = [], type }: AskAction): SlotValue | undefined {
  if (type !== undefined && type !== 'yes_no') return undefined
  const text = textOrLike(run)
  const said = text === undefined ? undefined : readValue(text, { type: 'yes_no', ...readingOf(run) })
  if (said === undefined) return undefined
  const meaning = choices.filter(
    (choice) =>
      valueOf(choice) === said ||
      titlesOf(choice).some((title) => readValue(title, { type: 'yes_no', ...readingOf(run) }) === said),
  )
  const [only] = meaning
  return only !== undefined && meaning.length === 1 ? { value: valueOf(only), isCertain: false } : undefined
}

/** Messenger's thumb beside the input is a sticker without a text. */
function textOrLike({ input: { turn } }: Run): string | undefined {
  return turn.text?.trim() ?? (isLikeButton(turn.sticker) ? '👍' : undefined)
}

function ofType(run: Run, ask: AskAction): SlotValue | undefined {
  const type = isOpen(ask) ? 'text' : ask.type
  const text = type === 'yes_no' ? textOrLike(run) : run.input.turn.text?.trim()
  if (type === undefined || text === undefined || text === '') return undefined
  const understood = type === 'text' || type === 'yes_no' ? undefined : ofEntity(run, ask, type)
  if (understood !== undefined) return understood
  const value = readValue(text.slice(0, 2_000), { type, ...readingOf(run) })
  if (value === undefined) return undefined
  const later = type === 'time' && !isValid(run, ask, value) ? inAfternoon(value) : undefined
  return { value: later ?? bounded(value), isCertain: false }
}

/** "6" is 18:00 where 06:00 is not valid. */
function inAfternoon(value: JsonValue): string | undefined {
  const [hour, minute] = typeof value === 'string' ? value.split(':') : []
  return Number(hour) >= 1 && Number(hour) < 12 ? `${Number(hour) + 12}:${minute}` : undefined
}

export function readingOf({ language, definition, input }: Run): Omit<ValueReading, 'type'> {
  const { languages = [], questions } = definition
  const others = [input.profile.locale ?? [], input.understanding.language ?? []].flat()
  return { own: { yes: questions?.yes, no: questions?.no }, languages: [language, ...languages, ...others] }
}

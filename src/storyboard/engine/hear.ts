/**
 * Keeps the values that the customer says during a scene, so that no question asks for one of them again. The newest
 * message counts first, and each value is used once.
 */
import type { JsonValue } from '../../domain/reply.ts'
import { hasMeaning } from '../../domain/turn.ts'
import type { UnderstoodEntity } from '../../domain/understanding.ts'
import type { AskAction } from '../schema/actions.ts'
import { normalise } from '../texts.ts'
import { choicesIn } from './choices.ts'
import { bounded, type Heard } from './context.ts'
import type { Run } from './run.ts'
import { kindsOf, questionsOf } from './scene-questions.ts'
import { withoutTakenBack } from './taken-back.ts'

const mostHeard = 20
const longestValue = 200

/** Keeps the values of the present message, in its order, without those that it takes back. */
export function listen(run: Run): void {
  const { text } = run.input.turn
  if (text === undefined || !hasMeaning(run.input.turn)) return
  const given = normalise(text)
  const entities = entitiesIn(run, given)
  const meant = withoutTakenBack(entities, given)
  run.takenBack = new Set(entities.filter((one) => !meant.includes(one)).map(({ entity }) => entity))
  const { all: asks, kinds } = questionsOf(run.definition)
  const choices = withoutTakenBack(
    asks.flatMap((ask) => choicesSaid({ text, given }, ask)),
    given,
  )
  const said = [...meant.filter(({ entity }) => isClear(entity)), ...choices]
    .filter(({ name }) => kinds.has(name))
    .toSorted((a, b) => a.from - b.from)
  run.message = (run.heard.at(-1)?.message ?? 0) + 1
  const { message } = run
  const kept = said.map(({ name, value }) => ({ name, value: short(value), message }))
  run.heard = [...run.heard, ...kept].slice(-mostHeard)
}

interface Said {
  readonly name: string
  readonly value: JsonValue
  readonly from: number
  readonly to: number
}

function entitiesIn(run: Run, given: string): (Said & { readonly entity: UnderstoodEntity })[] {
  let from = 0
  return run.input.understanding.entities.map((entity) => {
    const words = normalise(entity.text)
    const at = words === '' ? -1 : given.indexOf(words, from)
    if (at >= 0) from = at + words.length
    const place = at < 0 ? given.length : at
    const { name, value } = entity
    const own = typeof value === 'object' ? { ...value } : value
    return { name, value: own, from: place, to: place + words.length, entity }
  })
}

/** A word that only resembles a value would skip a question for a wrong value. */
function isClear(entity: UnderstoodEntity): boolean {
  return entity.isTypo !== true && !isArticle(entity)
}

/** "one", "un", "uno": mostly no number. */
function isArticle({ name, value, text }: UnderstoodEntity): boolean {
  return name === 'number' && value === 1 && !/\p{N}/u.test(text)
}

/** Titles only where the question has a kind, too: its values may be usual words (`phone`). */
function choicesSaid(said: { readonly text: string; readonly given: string }, ask: AskAction): Said[] {
  const isOnlyChoices = ask.type === undefined && ask.entity === undefined
  return choicesIn(said, ask, isOnlyChoices ? 'names' : 'titles').map((one) => ({
    ...one,
    name: `choice:${ask.ask}`,
  }))
}

function short(value: JsonValue): JsonValue {
  return typeof value === 'string' ? bounded(value.slice(0, longestValue)) : value
}

export type Fits = (value: JsonValue) => boolean

/**
 * The value for this question that was said last. Undefined also when one message has several and it is not clear which
 * one is meant. Where a scene asks for two of a kind (from, to), the first is for the first question.
 */
export function recall(
  run: Run,
  { ask, root, fits }: { ask: AskAction; root: string; fits: Fits },
): Heard | undefined {
  for (const kind of kindsOf(ask)) {
    const open = run.heard.filter(({ name, isUsed, value }) => name === kind && !isUsed && fits(value))
    const newest = open.filter(({ message }) => message === open.at(-1)?.message)
    const [first] = newest
    if (first === undefined) continue
    const isOneValue = new Set(newest.map(({ value }) => JSON.stringify(value))).size === 1
    if (isOneValue || asksOfKind(run, { root, kind }).length > 1) return first
  }
  return undefined
}

export function asksOfKind(run: Run, { root, kind }: { root: string; kind: string }): readonly AskAction[] {
  const asks = questionsOfScene(run, root).filter((ask) => kindsOf(ask).includes(kind))
  return [...new Map(asks.map((ask) => [ask.ask, ask])).values()]
}

/** The questions of the scene that began, and of the one that asks now. */
export function questionsOfScene({ definition, began }: Run, root: string): readonly AskAction[] {
  const { from } = questionsOf(definition)
  return [...new Set([...(began === undefined ? [] : from(began)), ...from(root)])]
}

/** No other question may use the value again. */
export function use(run: Run, used: Heard): void {
  run.heard = run.heard.map((one) => (one === used ? { ...one, isUsed: true } : one))
}

/** Marks the value that the present message gave to the question that was asked. */
export function useValue(run: Run, { ask, value }: { ask: AskAction; value: JsonValue }): void {
  const kinds = kindsOf(ask)
  const written = JSON.stringify(value)
  const used = run.heard.findLast(
    (one) => !one.isUsed && kinds.includes(one.name) && JSON.stringify(one.value) === written,
  )
  if (used !== undefined) use(run, used)
}

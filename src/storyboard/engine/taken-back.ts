/** Leaves out the values of a message that its own words take back: in "tomorrow, no, Friday" only Friday counts. */
import { findForms, normalise, toForms } from '../texts.ts'
import { correctionWords } from './correction-words.ts'

/** A value with its place in the normalised text. */
export interface Spot {
  /** Values of one name compete. */
  readonly name: string
  readonly from: number
  readonly to: number
}

/** A correction follows soon: "a table for 2. We are no smokers, and my number is …" holds none. */
const mostWordsBetween = 4

/** `spots` are in the order of the text. */
export function withoutTakenBack<S extends Spot>(spots: readonly S[], given: string): readonly S[] {
  return spots.filter((spot) => {
    const rivals = spots.filter((other) => other !== spot && other.name === spot.name)
    if (rivals.length === 0) return true
    if (rejects.some((phrase) => endsWith(given.slice(0, spot.from), phrase))) return false
    const next = rivals.find(({ from }) => from >= spot.to)
    return next === undefined || !isCorrection(given.slice(spot.to, next.from))
  })
}

/** Whether the text says that it corrects something. */
export function holdsCorrection(given: string): boolean {
  return corrects.some((forms) => findForms({ text: given, given: given.trim() }, forms) !== undefined)
}

/** Whether the phrase between two values takes the first one back. */
function isCorrection(between: string): boolean {
  const words = between.trim().split(' ')
  return (
    words.length <= mostWordsBetween &&
    holdsCorrection(between) &&
    !rejects.some((one) => endsWith(between, one))
  )
}

function endsWith(before: string, phrase: string): boolean {
  const words = before.trim()
  return words === phrase || words.endsWith(` ${phrase}`)
}

const correcting = phrasesOf('corrects')
const corrects = correcting.map(toForms)
/** A bare "no" before the second of two values corrects the first. */
const rejects = phrasesOf('rejects').filter((phrase) => !correcting.includes(phrase))

export const correctionPhrases: readonly string[] = [...correcting, ...rejects]

function phrasesOf(kind: 'corrects' | 'rejects'): readonly string[] {
  const lists = Object.values(correctionWords).flatMap((words) => words[kind].split('|'))
  return [...new Set(lists.map(normalise))]
}

/** Options of commands that are numbers: read for commander, which says what is wrong with them and shows the help. */
import { InvalidArgumentError } from 'commander'

/** Above 0, and at most so much. */
export function numberUpTo(most: number): (given: string) => number {
  return function readNumber(given) {
    const value = Number(given)
    if (value > 0 && value <= most) return value
    throw new InvalidArgumentError(`must be a number above 0, at most ${most}`)
  }
}

/** Any that is none below 0. */
export function readAmount(given: string): number {
  const value = Number(given)
  if (given.trim() !== '' && value >= 0 && Number.isFinite(value)) return value
  throw new InvalidArgumentError('must be a number of 0 or more')
}

/** From 1 on, and at most so much. */
export function wholeNumberUpTo(most: number): (given: string) => number {
  return function readWholeNumber(given) {
    const value = Number(given)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new InvalidArgumentError(`must be a whole number from 1 to ${most}`)
  }
}

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

/** From 1 on, and at most so much. */
export function wholeNumberUpTo(most: number): (given: string) => number {
  return function readWholeNumber(given) {
    const value = Number(given)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new InvalidArgumentError(`must be a whole number from 1 to ${most}`)
  }
}

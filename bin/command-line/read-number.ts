/** Readers of number options for commander, which prints their message and the help. */
import { InvalidArgumentError } from 'commander'

/** A number above 0 and up to `most`. */
export function numberUpTo(most: number): (given: string) => number {
  return function readNumber(given) {
    const value = Number(given)
    if (value > 0 && value <= most) return value
    throw new InvalidArgumentError(`It must be a number above 0, at most ${most}.`)
  }
}

/** A number of 0 or more. */
export function readAmount(given: string): number {
  const value = Number(given)
  if (given.trim() !== '' && value >= 0 && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It must be a number of 0 or more.')
}

/** A whole number from 1 to `most`. */
export function wholeNumberUpTo(most: number): (given: string) => number {
  return function readWholeNumber(given) {
    const value = Number(given)
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`)
  }
}

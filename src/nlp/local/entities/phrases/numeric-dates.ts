/** Dates in digits by their place, as expressions have found them. */
import type { DateReader } from './read-date.ts'

export interface NumericDate {
  readonly to: number
  readonly date: DateReader
  /** The digits may also be a fraction or a mark: they need a word for a day before them. */
  readonly isUnsure: boolean
}

/** By the token with which they begin. */
export type NumericDates = ReadonlyMap<number, readonly NumericDate[]>

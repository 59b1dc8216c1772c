/**
 * What the built-in entities know of one language. All of it is data: another language is another table, named in
 * `language-tables.ts`. Phrases have the form of `phrases/phrase.ts`. Accents and case do not count.
 */
export interface LanguageTable {
  /** BCP 47 without a region: `en`. */
  readonly language: string
  readonly numbers: NumberTable
  readonly calendar: CalendarTable
  /** Groups of words for the phrases of this table and of `phrases/shared-phrases.ts`. */
  readonly groups: Readonly<Record<GroupName, string>> & Readonly<Record<string, string>>
  readonly dates: Readonly<Partial<Record<DateMeaning, readonly string[]>>>
  readonly times: Readonly<Record<string, readonly string[]>>
  /** Phrases that look like a date or a time and are none: "good morning", "every Monday". */
  readonly silent: readonly string[]
  /** Words after a bare day or hour that are no noun: "at six *for* two". */
  readonly followers: string
  readonly money: MoneyTable
}

export type GroupName =
  /** Before a day; before digits that are surely a day; the article of a day; before a month or a year. */
  | 'on'
  | 'onDay'
  | 'the'
  | 'of'
  /** Ranges of days: "from … to …", "between … and …". */
  | 'from'
  | 'to'
  | 'between'
  | 'and'
  /** Between two days: "the 5th *and* 6th of May". */
  | 'also'
  /** Before an hour; before an hour with a sign only; the sign ("o'clock"); the first word of a range. `∅` is no word. */
  | 'at'
  | 'atSign'
  | 'oclock'
  | 'fromHour'

/** Words are separated by spaces, forms of one word by `|`. `-` stands for no word. */
export interface NumberTable {
  /** From zero on, without a gap. */
  readonly small: string
  /** From twenty to ninety. */
  readonly tens: string
  readonly others: Readonly<Record<number, string>>
  /** One as an article: a number only before a scale, a unit or a currency. */
  readonly articles: string
  /** Forms that stand only inside a longer number, by their value: `vent` in `ventuno`. */
  readonly inner?: Readonly<Record<number, string>>
  /** Counted like "two dozen". */
  readonly multiples: Readonly<Record<number, string>>
  /** Phrases with a value of their own: "half a dozen". */
  readonly phrases: Readonly<Record<number, string>>
  /** "and", and where it may stand. */
  readonly join: string
  readonly joins: 'hundreds' | 'tens' | 'any' | 'unitsFirst' | 'ones'
  /** What adds a half: "and a half". */
  readonly half: string
  /** Words that mean something else unless another word follows: "neuf". */
  readonly weak?: string
  /** Numbers are one word: "zweihundertdrei". */
  readonly isOneWord?: true
}

export interface CalendarTable {
  /** From Monday on. */
  readonly weekdays: string
  /** Short names, and names with another meaning: only with a word that shows a day, or alone. */
  readonly shortWeekdays: string
  /** Short names that count only beside a date: "mar 8 dic", but not "el mar". */
  readonly numberedWeekdays: string
  readonly months: string
  /** Months that mean something else: no noun may follow the day. */
  readonly weakMonths: string
  /** Behind the digits of a day: "th". */
  readonly ordinalSuffixes: string
  /** From the first to the 31st, as phrases separated by a comma. */
  readonly ordinals: string
  readonly units: Readonly<Record<Unit, string>>
  /** Phrases for a day, by the days from today. */
  readonly days: Readonly<Record<number, string>>
  /** Parts of the day behind an hour, and words near an hour that show its half of the day. */
  readonly parts: Readonly<Record<HalfOfDay, string>>
  readonly hints: Readonly<Record<HalfOfDay, string>>
}

export type Unit = 'day' | 'week' | 'fortnight' | 'month' | 'year'

/** `night`: from 6 on it is the evening, before that the early morning. */
export type HalfOfDay = 'am' | 'pm' | 'night'

export type DateMeaning =
  | 'day'
  | 'numeric'
  /** "in 3 days", "3 days ago", "3 days after Friday", "Friday in a week" */
  | 'later'
  | 'laterRange'
  | 'ago'
  | 'laterThan'
  | 'weekdayLater'
  | 'weekday'
  | 'lastWeekday'
  | 'weekdayOfThisWeek'
  | 'weekdayOfNextWeek'
  | 'weekdayOfLastWeek'
  | 'dayOfMonth'
  | 'dayOfThisMonth'
  | 'dayOfNextMonth'
  | 'dayAndMonth'
  | 'weekdayAndDay'
  | 'daysOfMonth'
  | 'month'
  | 'thisUnit'
  | 'nextUnit'
  | 'lastUnit'
  | 'endOfThisUnit'
  | 'endOfNextUnit'
  | 'endOfMonth'
  | 'thisWeekend'
  | 'nextWeekend'
  | 'lastWeekend'
  | 'range'
  | 'twoDays'
  | 'shortRange'

export interface MoneyTable {
  /** By ISO code. */
  readonly currencies: Readonly<Record<string, string>>
  /** Hundredths of a currency. */
  readonly cents: Readonly<Record<string, string>>
  /** "2 euros *and* 50 cents" */
  readonly and: string
  /** Currencies that are also weights: no noun may follow. */
  readonly weights?: string
  /** Words before such a weight. */
  readonly weighing?: string
}

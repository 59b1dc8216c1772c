/** A column of `profile` as the server describes it, and what of a text it takes. */
export interface ProfileColumn {
  readonly name: string
  /** `data_type` of the server: `varchar`, `int`, `date` … */
  readonly type: string
  /** Characters that a text column holds. */
  readonly length: number | undefined
  /** `column_type` of the server: it lists the values of an enum, and says `unsigned`. */
  readonly fullType: string
}

const wholeNumbers: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  bigint: 64,
}
const texts = ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']
const longestText = 10_000

/** Whether an import may write this column: not the key, no bytes and no JSON. */
export function isImportable({ name, type }: ProfileColumn): boolean {
  const known = [
    ...Object.keys(wholeNumbers),
    ...texts,
    'decimal',
    'float',
    'double',
    'date',
    'datetime',
    'enum',
  ]
  return name !== 'pId' && known.includes(type)
}

/** The value for the column, or what is wrong with the text. */
export function toColumnValue(
  text: string,
  column: ProfileColumn,
): { readonly value: string } | { readonly fault: string } {
  const { type, fullType } = column
  const bits = wholeNumbers[type]
  if (bits !== undefined) return toWholeNumber(text, { bits, isUnsigned: /\bunsigned\b/i.test(fullType) })
  if (texts.includes(type)) return toText(text, column)
  if (type === 'date' || type === 'datetime') return toDate(text, type)
  if (type === 'enum') return toChoice(text, fullType)
  return /^[+-]?\d{1,15}(?:\.\d{1,10})?$/.test(text) ? { value: text } : { fault: 'is no number as 12.50' }
}

function toText(text: string, { length }: ProfileColumn) {
  const most = Math.min(length ?? longestText, longestText)
  if (Array.from(text).length > most) return { fault: `has more than ${most} characters` }
  return text.isWellFormed() && !text.includes('\0') ? { value: text } : { fault: 'has broken characters' }
}

function toWholeNumber(
  text: string,
  { bits, isUnsigned }: { readonly bits: number; readonly isUnsigned: boolean },
) {
  if (!/^[+-]?\d{1,20}$/.test(text)) return { fault: 'is no whole number' }
  const value = BigInt(text.replace(/^\+/, ''))
  const most = 2n ** BigInt(isUnsigned ? bits : bits - 1) - 1n
  const least = isUnsigned ? 0n : -most - 1n
  return value < least || value > most
    ? { fault: `is not between ${least} and ${most}` }
    : { value: String(value) }
}

const dayPattern = /^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?$/

function toDate(text: string, type: 'date' | 'datetime') {
  const { day = '', time = '00:00' } = dayPattern.exec(text)?.groups ?? {}
  const clock = time.length === 5 ? `${time}:00` : time
  // A day that does not exist, as 30 February, is read as a later one.
  const isDay =
    new Date(`${day}T${clock}Z`).getTime() > 0 && new Date(`${day}T${clock}Z`).toJSON().startsWith(day)
  if (!isDay) return { fault: 'is no date as 2026-12-24' }
  return { value: type === 'date' ? day : `${day} ${clock}` }
}

function toChoice(text: string, fullType: string) {
  const choices = [...fullType.matchAll(/'((?:[^']|'')*)'/g)].map(([, choice = '']) =>
    choice.replaceAll("''", "'"),
  )
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase())
  return found === undefined ? { fault: 'is none of the values of this column' } : { value: found }
}

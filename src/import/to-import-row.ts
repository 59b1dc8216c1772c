/** One row of the brand's own data as Pagebeat takes it, and what of it was left out. */
import { isBadValue, toEmail, toPhone } from '../identity/contact-values.ts'
import type { MappedColumns } from './import-map.ts'
import { type ProfileColumn, toColumnValue } from './profile-column.ts'

export interface ImportRow {
  /** The brand's number of the customer. */
  readonly customer: string
  readonly email: string | undefined
  readonly phone: string | undefined
  /** A column without a text has no entry: an import never empties a column. */
  readonly profile: ReadonlyMap<string, string>
}

/** A value of a row that is not taken; without `row`, nothing of it is. */
export interface LeftOut {
  /** Key of the mapping: `customer`, `email`, `profile.city`; `row` for the row as a whole. */
  readonly part: string
  readonly reason: string
}

export interface ReadRow {
  readonly row: ImportRow | undefined
  readonly leftOut: readonly LeftOut[]
}

/** `country` is that of phones whose row names none. */
export interface RowReader {
  readonly columns: MappedColumns
  readonly profileColumns: ReadonlyMap<string, ProfileColumn>
  readonly country: string | undefined
}

/** No value of the customer is in `leftOut`. */
export function toImportRow(values: readonly string[], reader: RowReader): ReadRow {
  const { columns, profileColumns } = reader
  const cell = (at: number | undefined) => (at === undefined ? '' : (values[at] ?? '').trim())
  const customer = cell(columns.customer).normalize('NFC')
  const fault = faultOfNumber(customer)
  if (fault !== undefined) return { row: undefined, leftOut: [{ part: 'customer', reason: fault }] }
  const leftOut: LeftOut[] = []
  const contact = (kind: 'email' | 'phone', read: (text: string) => string | undefined) => {
    const text = cell(columns[kind])
    if (text === '') return undefined
    const value = read(text)
    const isNobody = isBadValue({ kind, value: value ?? text })
    const reason = isNobody
      ? 'names nobody'
      : `is no ${kind === 'email' ? 'e-mail' : 'phone that can be dialled'}`
    if (value === undefined || isNobody) leftOut.push({ part: kind, reason })
    return isNobody ? undefined : value
  }
  const email = contact('email', toEmail)
  const country = cell(columns.country).toUpperCase() || reader.country
  const phone = contact('phone', (text) => toPhone(text, country))
  const profile = new Map<string, string>()
  for (const { name, at } of columns.profile) {
    const column = profileColumns.get(name)
    const text = cell(at).normalize('NFC')
    if (column === undefined || text === '') continue
    const read = toColumnValue(text, column)
    if ('value' in read) profile.set(name, read.value)
    else leftOut.push({ part: `profile.${name}`, reason: read.fault })
  }
  return { row: { customer, email, phone, profile }, leftOut }
}

/** `chan2Profile.channelId` holds no more. */
const longestNumber = 100

function faultOfNumber(customer: string): string | undefined {
  if (customer === '') return 'is empty'
  if (customer.length > longestNumber) return `has more than ${longestNumber} characters`
  if (/\p{C}/u.test(customer) || !customer.isWellFormed()) return 'has characters that nobody can see'
  // Excel shows long numbers so, and has lost the last digits.
  if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(customer)) return 'is a number that a spreadsheet has rounded'
  return isBadValue({ kind: 'customer', value: customer }) ? 'names nobody' : undefined
}

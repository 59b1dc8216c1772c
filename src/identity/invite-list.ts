/** Links for a mailing: a list of customer numbers in, a list of links out, one row at a time. */
import { longestInvitedNumber } from './invite-token.ts'

export interface InviteListOptions {
  /** The link for a number. */
  readonly linkOf: (customer: string) => string
  /** Name of the column of the numbers in the first row. Undefined: the first column. */
  readonly column: string | undefined
  /** Whether the number names nobody, as `null`. */
  readonly isBad: (customer: string) => boolean
  /** Gets each row that is left out, with its number in the file, from 1. */
  readonly onRefused: (row: number, reason: InviteListRefusal) => void
}

export type InviteListRefusal = 'too_long' | 'bad_value' | 'formula' | 'control_sign' | 'not_utf8'

/** The first row has no column of this name. */
export class NoSuchColumn extends Error {}

/**
 * The rows of the list of links. A first row without any digit is a heading. Rows without a number are skipped. Throws
 * NoSuchColumn.
 */
export async function* toInviteList(
  rows: AsyncIterable<readonly string[]>,
  { linkOf, column, isBad, onRefused }: InviteListOptions,
): AsyncGenerator<string> {
  yield 'customer,link\n'
  let number = 0
  let at = 0
  for await (const row of rows) {
    number += 1
    if (number === 1 && column !== undefined) {
      at = row.findIndex((name) => name.trim() === column)
      if (at < 0) throw new NoSuchColumn(column)
      continue
    }
    const customer = row[at]?.trim() ?? ''
    if (customer === '' || (number === 1 && !/\p{N}/u.test(customer))) continue
    const refusal = refusalOf(customer, isBad)
    if (refusal === undefined) yield `${quoted(customer)},${linkOf(customer)}\n`
    else onRefused(number, refusal)
  }
}

/** Also for the number of a single link. */
export function refusalOf(
  customer: string,
  isBad: (customer: string) => boolean,
): InviteListRefusal | undefined {
  if (customer.includes('\uFFFD')) return 'not_utf8'
  if (/\p{C}/u.test(customer)) return 'control_sign'
  if (/^[=+@-]/.test(customer)) return 'formula'
  if (Buffer.byteLength(customer) > longestInvitedNumber) return 'too_long'
  return isBad(customer) ? 'bad_value' : undefined
}

function quoted(cell: string): string {
  return /[",;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

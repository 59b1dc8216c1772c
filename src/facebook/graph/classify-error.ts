/**
 * The meaning of a Graph API error, by code and subcode alone. Facebook changes its texts without notice, and the
 * HTTP status is no key either.
 */
import type { GraphErrorRow } from './error-row.ts'
import { graphErrorTable } from './error-table.ts'

export interface GraphErrorSigns {
  readonly code?: number | undefined
  readonly subcode?: number | undefined
  readonly status: number
  readonly isTransient?: boolean | undefined
  readonly isSend?: boolean | undefined
}

/**
 * The row that fits best, in this order: code with subcode, subcode alone (Facebook quotes some as codes, or under
 * another code), code, range of codes. Without a row, the status and Facebook's `is_transient` decide. Only a send
 * gets class `unknown`; a read is repeated.
 */
export function classifyError(signs: GraphErrorSigns): GraphErrorRow {
  const row = findRow(signs) ?? guess(signs)
  return row.class === 'unknown' && signs.isSend !== true ? { ...row, class: 'retry' } : row
}

/**
 * A subcode from this number on has one meaning under every code. Smaller ones (33, 99, 460) are told apart by the
 * code.
 */
const ownMeaningFrom = 1_000_000

const bySubcode = new Map(
  [...graphErrorTable].map(([key, row]) => [Number(key.split('/')[1] ?? key), row] as const),
)

function findRow({ code, subcode }: GraphErrorSigns): GraphErrorRow | undefined {
  return (
    graphErrorTable.get(`${code}/${subcode}`) ??
    distinct(subcode) ??
    graphErrorTable.get(`${code}`) ??
    distinct(code) ??
    (code !== undefined && code >= 200 && code <= 299 ? graphErrorTable.get('200-299') : undefined)
  )
}

function distinct(number: number | undefined): GraphErrorRow | undefined {
  return number !== undefined && number >= ownMeaningFrom ? bySubcode.get(number) : undefined
}

function guess({ status, isTransient, code }: GraphErrorSigns): GraphErrorRow {
  const what = code === undefined ? 'An error without a code.' : 'A code that Pagebeat does not know.'
  const say = "Look it up in Facebook's documentation, and report it so that it gets a row."
  return status >= 500 || isTransient === true
    ? { class: 'unknown', meaning: 'service_trouble', what, say }
    : { class: 'dead', meaning: 'unrecognised', what, say }
}

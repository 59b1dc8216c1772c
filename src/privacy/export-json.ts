/** Parts of the JSON of an export. Together they are one object: `{"pId", "madeTs", "stores": {<table>: [<row>]}}`. */
import type { ShownRow } from './export-page.ts'

export function startOfJson(pId: string, madeTs: number): string {
  return `{"pId":${JSON.stringify(pId)},"madeTs":"${new Date(madeTs).toISOString()}","stores":{`
}

/** `at`: how many stores came before. */
export function startOfJsonStore(name: string, at: number): string {
  return `${at === 0 ? '' : ','}\n${JSON.stringify(name)}:[`
}

/** `at`: how many rows of the store came before. */
export function rowOfJson(row: ShownRow, at: number): string {
  return `${at === 0 ? '' : ','}\n${JSON.stringify(row)}`
}

export const endOfJsonStore = ']'
export const endOfJson = '}}\n'

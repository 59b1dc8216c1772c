import type { Kysely } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import {
  endOfJson,
  endOfJsonStore,
  rowOfJson,
  startOfJson,
  startOfJsonStore,
} from '../../privacy/export-json.ts'
import type { Database } from '../mysql/schema.ts'
import { readCustomer } from './read-customer.ts'

/** Everything that is stored about a customer, as `pagebeat customer export` writes it, some hundred rows at a time. */
export async function* exportCustomer(
  db: Kysely<Database>,
  pId: ProfileId,
  madeTs: number,
): AsyncGenerator<string> {
  yield startOfJson(pId, madeTs)
  for (const [at, { name, rows }] of (await readCustomer(db, pId)).entries()) {
    yield startOfJsonStore(name, at)
    let written = 0
    for await (const some of rows()) {
      yield some.map((row, index) => rowOfJson(row, written + index)).join('')
      written += some.length
    }
    yield endOfJsonStore
  }
  yield endOfJson
}

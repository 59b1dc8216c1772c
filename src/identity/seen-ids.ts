import { createHash } from 'node:crypto'
import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'

/** The same text for the same ids, in any order. */
export function seenIds(ids: readonly CustomerKey[]): string {
  return createHash('sha256')
    .update(JSON.stringify(ids.map(nameOfKey).toSorted()))
    .digest('hex')
}

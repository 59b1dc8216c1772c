/** `pagebeat customer find`: who has this name, e-mail, phone, id or number. */
import type { Kysely } from 'kysely'
import { findByName, findLines } from '../../src/db/customers/find-by-name.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { ProfileId } from '../../src/domain/ids.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { findCustomer, findIds, type FoundCustomer } from '../../src/db/identity/find-customer.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { count } from './describe-import.ts'
import { findNamed } from './named-customer.ts'
import { withIdentity } from './with-identity.ts'

export interface FindOptions {
  readonly limit: number
  readonly json?: true
}

export async function findCustomers(text: string, { limit, json }: FindOptions): Promise<void> {
  await withIdentity(async ({ db, country }) => {
    const named = await findNamed({ db, country }, text)
    const likes = named.length > 0 ? [] : await findByName(db, text, limit)
    const owners = await findOwners(db, named, limit)
    const pIds = new Set([...named.map(({ pId }) => pId), ...owners, ...likes])
    const lines = await findLines(db, [...pIds])
    const found = []
    for (const line of lines) {
      const known = named.find(({ pId }) => pId === line.pId) ?? (await findCustomer(db, line.pId))
      const ids = known?.ids ?? []
      const isShared = ids.length > 0 && ids.every((id) => id.isShared)
      found.push({ ...line, ids: ids.map(nameOfKey), isShared })
    }
    if (json) return printJson(found, 2)
    for (const { pId, name, lastInteractionTs, ids, isShared } of found) {
      const last =
        lastInteractionTs === undefined ? 'no interaction' : `last seen ${lastInteractionTs.toISOString()}`
      printLine(
        `${pId}  ${name ?? (isShared ? '(shared)' : '(no name)')}  ${last}  ${ids.slice(0, 8).join(' ')}${ids.length > 8 ? ' …' : ''}`,
      )
    }
    if (found.length === 0)
      printLine(
        country === undefined && /^[\d\s()/.-]+$/.test(text)
          ? 'No customer found. A phone without its country is read only where IDENTITY_COUNTRY is set.'
          : 'No customer found. A part of a name is enough; a phone is found by any way of writing it.',
      )
    else
      printLine(`${count(found.length, 'customer')}${found.length >= limit ? ' or more: see --limit' : ''}`)
  })
}

/** A shared e-mail or phone is of no customer: these are customers who have it all the same, at most `limit`. */
async function findOwners(
  db: Kysely<Database>,
  named: readonly FoundCustomer[],
  limit: number,
): Promise<ProfileId[]> {
  const owners = new Set<ProfileId>()
  for (const { ids, links } of named) {
    const shared = new Set(ids.filter(({ isShared }) => isShared).map(nameOfKey))
    for (const { a, b, revoked } of links) {
      if (owners.size === limit) break
      const other = shared.has(nameOfKey(a)) ? b : shared.has(nameOfKey(b)) ? a : undefined
      const owner = revoked === undefined && other !== undefined ? await findIds(db, other) : undefined
      if (owner !== undefined) owners.add(owner.pId)
    }
  }
  return [...owners].toSorted()
}

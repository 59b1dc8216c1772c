import { findIdRows, findIdsOf } from '../../src/db/identity/customer-ids.ts'
import { type FoundCustomer, findCustomer, findIds } from '../../src/db/identity/find-customer.ts'
import { asProfileId, type ProfileId } from '../../src/domain/ids.ts'
import { type CustomerKey, nameOfKey } from '../../src/domain/identity-link.ts'
import { readCustomerKeys } from '../../src/identity/customer-key.ts'
import { Refused } from '../command-line/refused.ts'
import type { Identity } from './with-identity.ts'

export interface NamedCustomer extends FoundCustomer {
  /** The id by which the operator named the customer. */
  readonly key: CustomerKey
}

/** Throws Refused when no customer has this id or `pId`, or several have it. */
export async function requireCustomer(
  identity: Pick<Identity, 'db' | 'country'>,
  named: string,
): Promise<NamedCustomer> {
  const found = await findNamed(identity, named)
  const [first, ...others] = found
  if (first === undefined)
    throw new Refused(
      `No customer has ${JSON.stringify(named)}. Look for them: \`pagebeat customer find <name, e-mail, phone or id>\``,
    )
  if (others.length === 0) return first
  const names = found.map(({ key }) => nameOfKey(key)).join(', ')
  throw new Refused(`${JSON.stringify(named)} may be several customers. Write which: ${names}`)
}

/** The customers that a text may name: by an id, or by `pId`. */
export async function findNamed(
  { db, country }: Pick<Identity, 'db' | 'country'>,
  named: string,
): Promise<NamedCustomer[]> {
  const found = new Map<string, NamedCustomer>()
  for (const key of readCustomerKeys(named, country)) {
    const customer = await findIds(db, key)
    if (customer !== undefined && !found.has(customer.pId)) found.set(customer.pId, { ...customer, key })
  }
  const pId = asProfileId(named.trim())
  const byProfile = found.has(pId) ? undefined : await findCustomer(db, pId)
  const [id] = byProfile?.ids ?? []
  if (byProfile !== undefined && id !== undefined)
    found.set(pId, { ...byProfile, key: { kind: id.kind, value: id.value } })
  return [...found.values()]
}

/** The same customers by `pId`, the likeliest first, without their evidence: there is a lot of it at a shared value. */
export async function findNamedProfiles(
  { db, country }: Pick<Identity, 'db' | 'country'>,
  named: string,
): Promise<readonly ProfileId[]> {
  const keys = readCustomerKeys(named, country)
  const rows = await findIdRows(db, keys)
  const byId = new Set(keys.flatMap((key) => rows.get(nameOfKey(key))?.pId ?? []))
  const pId = asProfileId(named.trim())
  return byId.size > 0 || (await findIdsOf(db, [pId])).length === 0 ? [...byId] : [pId]
}

/**
 * One id, which no customer needs to have yet. A number that nobody has is a number of the brand. Throws Refused when it
 * is no id, or that of several customers.
 */
export async function requireKey(
  identity: Pick<Identity, 'db' | 'country'>,
  named: string,
): Promise<CustomerKey> {
  if ((await findNamed(identity, named)).length > 0) return (await requireCustomer(identity, named)).key
  const [key] = readCustomerKeys(named, identity.country)
  if (key !== undefined) return key
  throw new Refused(
    `${JSON.stringify(named)} is no id of a customer. Write it with its kind: customer:4711, ` +
      'email:anna@example.com, phone:+491711234567',
  )
}

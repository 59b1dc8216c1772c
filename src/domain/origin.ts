/** The origin of an id: the `pId` that it has while nothing links it. */
import { anonymousProfileId, customerProfileId, keyOf } from './event-key.ts'
import { asProfileId, asPsid, type ProfileId } from './ids.ts'
import type { CustomerKey } from './identity-link.ts'

const longestProfileId = 60

/** Kinds whose generated origin begins with their name. Others begin with `id:<kind>`: a kind may have any name. */
const namedKinds: ReadonlySet<string> = new Set(['email', 'phone', 'lead', 'userRef'])
const generated = /^(?:facebook|page|email|phone|lead|userRef|id):/
const longCustomer = 'customer:#'

/**
 * The origin that Pagebeat gives an id which has no row yet. It depends on the id alone. A customer number is its own
 * origin, so that the row that the brand has under this number is found.
 */
export function originOf({ kind, value }: CustomerKey): ProfileId {
  if (kind === 'facebook') return customerProfileId(asPsid(value))
  if (kind === 'customer')
    return asProfileId(isUsableNumber(value) ? value : `${longCustomer}${keyOf(value)}`)
  const name = namedKinds.has(kind) ? kind : `id:${kind}`
  const whole = `${name}:${value}`
  return asProfileId(isShort(whole) && !value.startsWith('#') ? whole : `${name}:#${keyOf(value)}`)
}

/** Not one that Pagebeat made of another id. Such a `pId` comes from the brand, and a customer keeps it. */
export function isBrandsOwn(origin: string): boolean {
  return !generated.test(origin)
}

function isUsableNumber(value: string): boolean {
  const looksLikeOurs = generated.test(value) || value.startsWith('customer:') || value === anonymousProfileId
  return !looksLikeOurs && isShort(value)
}

function isShort(text: string): boolean {
  return text.length <= longestProfileId || Array.from(text).length <= longestProfileId
}

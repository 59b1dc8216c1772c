/** Evidence that two ids belong to one customer. */
import type { Key } from './event.ts'
import { keyOf } from './event-key.ts'
import type { PageId } from './ids.ts'

/** An id of a customer: `cidType` and `channelId` of `chan2Profile`. */
export interface CustomerKey {
  /** `facebook`, `appScoped`, `email`, `phone`, `customer`, `lead`, `userRef`, or a kind of the brand's own. */
  readonly kind: string
  readonly value: string
}

/** Kind of a customer's id for our app. Facebook names it in requests for deletion. */
export const appScoped = 'appScoped'

/** Verified and attested links merge. A claimed one only proposes. */
export type LinkStrength = 'verified' | 'attested' | 'claimed'

export type LinkEvidence =
  | 'private_reply'
  | 'invite'
  | 'account_linking'
  | 'quick_reply'
  | 'typed'
  | 'confirmed'
  | 'lead_form'
  | 'import'
  | 'agent'
  | 'user_ref'
  | 'id_matching'

export type LinkSourceKind = 'interaction' | 'outbound' | 'lead' | 'import' | 'agent'

export interface IdentityLink {
  readonly a: CustomerKey
  readonly b: CustomerKey
  readonly evidence: LinkEvidence
  readonly strength: LinkStrength
  /** The row or act that it comes from. */
  readonly source: { readonly kind: LinkSourceKind; readonly id: string }
  /** When it was known, ms. */
  readonly ts: number
  /** The agent or operator. */
  readonly by?: string
  /** The Page on which it was told. Ids of `facebook` that share a value are counted for each Page. */
  readonly pageId?: PageId
}

/** The same fact has the same key, whichever id comes first and whenever it comes again. */
export function linkKey({ a, b, evidence, strength, source }: IdentityLink): Key {
  const [one, other] = inOrder(a, b)
  const ids = [one.kind, one.value, other.kind, other.value]
  return keyOf('link', ...ids, evidence, strength, source.kind, source.id)
}

/** A link is revoked once. */
export function revocationKey(linkId: string): Key {
  return keyOf('revocation', linkId)
}

/** The two ids in the order in which a row of `identityLink` has them. */
export function inOrder(a: CustomerKey, b: CustomerKey): readonly [CustomerKey, CustomerKey] {
  return nameOfKey(a) <= nameOfKey(b) ? [a, b] : [b, a]
}

/** A text that names the id, for maps and sets. */
export function nameOfKey({ kind, value }: CustomerKey): string {
  return `${kind}:${value}`
}

const usableKind = /^[A-Za-z][A-Za-z0-9_]{0,19}$/
const longestValue = 255

/**
 * The id as it is stored: without spaces around it, as the database compares ids without spaces at their end. Undefined:
 * it is empty or too long, or its kind is no short name.
 */
export function toUsableKey({ kind, value }: CustomerKey): CustomerKey | undefined {
  const trimmed = value.trim()
  const isTooLong = trimmed.length > longestValue && Array.from(trimmed).length > longestValue
  if (!usableKind.test(kind) || trimmed === '' || isTooLong) return undefined
  return { kind, value: trimmed }
}

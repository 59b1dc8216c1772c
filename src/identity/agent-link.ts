import type { CustomerKey, IdentityLink } from '../domain/identity-link.ts'

/** An operator, or a user of the console, says that two ids are of one customer. `ts` in ms. */
export function toAgentLink(
  { a, b }: { readonly a: CustomerKey; readonly b: CustomerKey },
  { by, ts }: { readonly by: string; readonly ts: number },
): IdentityLink {
  return {
    a,
    b,
    evidence: 'agent',
    strength: 'verified',
    // A link that was revoked may be made again: it is another act.
    source: { kind: 'agent', id: `${by} ${new Date(ts).toISOString()}` },
    ts,
    by,
  }
}

/**
 * What the customer claimed waits again, after it was refused. The source names the message first: where the customer
 * unsends it, this claim goes with it (`removeClaims`).
 */
export function toRestoredClaim(
  { a, b, evidence, strength, source, ts: toldTs, pageId }: IdentityLink,
  { by, ts }: { readonly by: string; readonly ts: number },
): IdentityLink {
  const [message = ''] = source.id.split(' ')
  return {
    a,
    b,
    evidence,
    strength,
    source: { kind: 'agent', id: `${message} restored ${new Date(ts).toISOString()}` },
    ts: toldTs,
    by,
    ...(pageId === undefined ? {} : { pageId }),
  }
}

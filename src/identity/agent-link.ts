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

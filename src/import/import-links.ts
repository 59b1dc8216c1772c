import type { CustomerKey, IdentityLink } from '../domain/identity-link.ts'
import type { ImportRow } from './to-import-row.ts'

/** The ids that a row names; the number of the customer is the first. */
export function idsOfRow({
  customer,
  email,
  phone,
}: Pick<ImportRow, 'customer' | 'email' | 'phone'>): CustomerKey[] {
  return [
    { kind: 'customer', value: customer },
    ...(email === undefined ? [] : [{ kind: 'email', value: email }]),
    ...(phone === undefined ? [] : [{ kind: 'phone', value: phone }]),
  ]
}

/** The brand says that the number has this e-mail and phone. The same source saying it again is the same link. */
export function linksOfRow(
  row: Pick<ImportRow, 'customer' | 'email' | 'phone'>,
  { source, ts }: { readonly source: string; readonly ts: number },
): IdentityLink[] {
  const [number, ...values] = idsOfRow(row)
  if (number === undefined) return []
  return values.map((value) => ({
    a: number,
    b: value,
    evidence: 'import',
    strength: 'verified',
    source: { kind: 'import', id: source },
    ts,
  }))
}

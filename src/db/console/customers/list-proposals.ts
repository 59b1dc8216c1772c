/** Claims of customers, as the console shows them. */
import type { Kysely } from 'kysely'
import { nameOfKey } from '../../../domain/identity-link.ts'
import { reasons } from '../../../identity/describe-link.ts'
import type { KnownLink } from '../../../identity/known-link.ts'
import { findLines } from '../../customers/find-by-name.ts'
import { findProposals, type Proposal } from '../../customers/proposals.ts'
import { findIdRows } from '../../identity/customer-ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { known } from '../inbox/message-parts.ts'

export async function listProposals(db: Kysely<Database>, limit: number) {
  return await describe(db, await findProposals(db, limit))
}

/** Those among these links of one customer. */
export async function findProposalsAmong(db: Kysely<Database>, links: readonly KnownLink[]) {
  const claims = links.filter(({ strength, revoked }) => strength === 'claimed' && revoked === undefined)
  if (claims.length === 0) return []
  const rows = await findIdRows(
    db,
    claims.flatMap(({ a, b }) => [a, b]),
  )
  const waiting = claims.flatMap((link): Proposal[] => {
    const [a, b] = [rows.get(nameOfKey(link.a)), rows.get(nameOfKey(link.b))]
    return a === undefined || b === undefined || a.pId === b.pId ? [] : [{ link, a: a.pId, b: b.pId }]
  })
  return await describe(db, waiting)
}

async function describe(db: Kysely<Database>, proposals: readonly Proposal[]) {
  const pIds = [...new Set(proposals.flatMap(({ a, b }) => [a, b]))]
  const names = new Map((await findLines(db, pIds)).map(({ pId, name }) => [pId, name]))
  return proposals.map(({ link: { id, a: one, b: other, evidence, ts, pageId }, a, b }) => ({
    linkId: id,
    a: { cidType: one.kind, id: one.value },
    b: { cidType: other.kind, id: other.value },
    evidence,
    says: reasons[evidence],
    ts,
    ...known({ pageId }),
    customers: {
      a: { pId: a, ...known({ name: names.get(a) }) },
      b: { pId: b, ...known({ name: names.get(b) }) },
    },
  }))
}

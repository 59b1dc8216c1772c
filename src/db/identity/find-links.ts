/** The table `identityLink`, by ids. A revocation has the ids of its link, so it is found where the link is. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type {
  CustomerKey,
  IdentityLink,
  LinkEvidence,
  LinkSourceKind,
  LinkStrength,
} from '../../domain/identity-link.ts'
import type { PageId } from '../../domain/ids.ts'
import type { ReadLink } from '../../identity/identity-reader.ts'
import type { Database } from '../mysql/schema.ts'
import { unionAll } from '../mysql/union-all.ts'
import { valueList } from '../mysql/value-list.ts'
import { byKindAtMost } from './by-kind.ts'

export interface FoundLink extends IdentityLink {
  /** `identityLink.id` */
  readonly id: string
  readonly revoked?: { readonly by: string; readonly ts: number }
}

const idsAtOnce = 1_024

/** Every link of these ids, in the order in which they were stored, also claimed and revoked ones. */
export async function findLinksAt(db: Kysely<Database>, keys: readonly CustomerKey[]): Promise<FoundLink[]> {
  const columns = sql`evidence, sourceKind, sourceId, byWhom, `
  return toLinks(await findRows<WholeRow>(db, keys, columns)).map(
    ({ row, revocation, a, b, strength, ts, pageId }) => ({
      a,
      b,
      strength,
      ts,
      ...(pageId === undefined ? {} : { pageId }),
      id: row.id,
      evidence: row.evidence,
      source: { kind: row.sourceKind, id: row.sourceId },
      ...(row.byWhom === null ? {} : { by: row.byWhom }),
      ...(revocation === undefined
        ? {}
        : { revoked: { by: revocation.byWhom ?? '', ts: Number(revocation.ts) } }),
    }),
  )
}

/** What of these ids' links decides who is who. */
export async function readLinksAt(db: Kysely<Database>, keys: readonly CustomerKey[]): Promise<ReadLink[]> {
  return toLinks(await findRows<LinkRow>(db, keys, sql``))
}

/** The same of one id. Undefined: it has more than `most` rows. */
export async function readFewLinks(
  db: Kysely<Database>,
  { kind, value }: CustomerKey,
  most: number,
): Promise<ReadLink[] | undefined> {
  const selects = sides.map(
    (side) => sql<LinkRow>`select ${needed} from identityLink force index (${side}Index)
      where ${side}CidType = ${kind} and ${side}ChannelId = ${value} limit ${most + 1}`,
  )
  const { rows } = await unionAll(selects).execute(db)
  return rows.length > most ? undefined : toLinks(rows)
}

const sides = [sql.raw('a'), sql.raw('b')]
const needed = sql.raw('id, aCidType, aChannelId, bCidType, bChannelId, strength, pageId, ts, revokesId')

interface LinkRow {
  readonly id: string
  readonly aCidType: string
  readonly aChannelId: string
  readonly bCidType: string
  readonly bChannelId: string
  readonly strength: LinkStrength
  readonly pageId: PageId | null
  readonly ts: string
  readonly revokesId: string | null
}

interface WholeRow extends LinkRow {
  readonly evidence: LinkEvidence
  readonly sourceKind: LinkSourceKind
  readonly sourceId: string
  readonly byWhom: string | null
}

async function findRows<Row extends LinkRow>(
  db: Kysely<Database>,
  keys: readonly CustomerKey[],
  more: RawBuilder<unknown>,
): Promise<Row[]> {
  const rows = new Map<string, Row>()
  for (const part of byKindAtMost(keys, idsAtOnce)) {
    const selects = part.flatMap(([kind, values]) =>
      sides.map(
        (side) => sql<Row>`select ${more}${needed} from identityLink force index (${side}Index)
          where ${side}CidType = ${kind} and ${side}ChannelId in (${valueList(values)})`,
      ),
    )
    const found = await unionAll(selects).execute(db)
    for (const row of found.rows) rows.set(row.id, row)
  }
  return [...rows.values()]
}

function toLinks<Row extends LinkRow>(
  rows: readonly Row[],
): (ReadLink & { readonly row: Row; readonly revocation: Row | undefined })[] {
  const revocations = new Map(
    rows.flatMap((row) => (row.revokesId === null ? [] : [[row.revokesId, row] as const])),
  )
  return rows
    .filter(({ revokesId }) => revokesId === null)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .map((row) => {
      const revocation = revocations.get(row.id)
      return {
        row,
        revocation,
        a: { kind: row.aCidType, value: row.aChannelId },
        b: { kind: row.bCidType, value: row.bChannelId },
        strength: row.strength,
        ts: Number(row.ts),
        ...(row.pageId === null ? {} : { pageId: row.pageId }),
        isRevoked: revocation !== undefined,
      }
    })
}

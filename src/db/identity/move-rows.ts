/** Interactions and turns follow the customer of the id that they came with. */
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Placed } from '../../identity/plan-changes.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'

const originsAtOnce = 1_024
const rowsAtOnce = 5_000

/** The rows of these origins belong to their new customers. Rows that others wrote under an origin's name come along. */
export async function moveRows(db: Kysely<Database>, moves: readonly Placed[]): Promise<void> {
  const rows = await findRows(db, moves)
  for (const { origin, to } of moves) {
    const ids = rows.get(origin) ?? []
    for (let from = 0; from < ids.length; from += rowsAtOnce) {
      const some = valueList(ids.slice(from, from + rowsAtOnce))
      await sql`update interaction set pId = ${to}, originPId = ${to === origin ? null : origin}
        where kwInteractionId in (${some})`.execute(db)
      await sql`update turn set pId = ${to} where kwInteractionId in (${some})`.execute(db)
    }
  }
}

/** The sorted interactions of each origin that has some. Most ids of links have none. */
async function findRows(
  db: Kysely<Database>,
  moves: readonly Placed[],
): Promise<Map<ProfileId, readonly string[]>> {
  const found: FoundRow[] = []
  for (let from = 0; from < moves.length; from += originsAtOnce) {
    const some = moves.slice(from, from + originsAtOnce)
    found.push(...(await findUnder(db, { pIds: some.map(({ origin }) => origin), origins: undefined })))
    const merged = some.filter((move) => move.from !== move.origin)
    for (const [pId, group] of Map.groupBy(merged, (move) => move.from))
      found.push(...(await findUnder(db, { pIds: [pId], origins: group.map(({ origin }) => origin) })))
  }
  const byOrigin = Map.groupBy(found, ({ origin }) => origin)
  return new Map(
    [...byOrigin].map(([origin, rows]) => [
      origin,
      rows.map(({ id }) => id).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    ]),
  )
}

interface FoundRow {
  readonly id: string
  readonly origin: ProfileId
}

/** `origins` undefined: rows that have their own `pId`. */
async function findUnder(
  db: Kysely<Database>,
  {
    pIds,
    origins,
  }: { readonly pIds: readonly ProfileId[]; readonly origins: readonly ProfileId[] | undefined },
): Promise<readonly FoundRow[]> {
  const isTheirs = origins === undefined ? sql`originPId is null` : sql`originPId in (${valueList(origins)})`
  const { rows } = await sql<FoundRow>`select kwInteractionId as id, coalesce(originPId, pId) as origin
    from interaction where pId in (${valueList(pIds)}) and ${isTheirs}`.execute(db)
  return rows
}

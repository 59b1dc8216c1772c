/** Customers whose name, e-mail or phone in the tables is like a text. */
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'

export interface CustomerLine {
  readonly pId: ProfileId
  readonly name: string | undefined
  /** Their latest event, or message to them. */
  readonly lastInteractionTs: Date | undefined
}

/**
 * Every word of the text must be in the name. Reads all customers: that takes a second for each million. Stand-ins of
 * Pages are left out.
 */
export async function findByName(db: Kysely<Database>, text: string, limit: number): Promise<ProfileId[]> {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return []
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  const like = (column: string) =>
    sql.join(
      patterns.map((pattern) => sql`${sql.raw(column)} like ${pattern}`),
      sql` and `,
    )
  const { rows } = await sql<{ readonly pId: ProfileId }>`
    (select pId from profileFacebook where ${like('name')} limit ${limit})
    union
    (select pId from profile where ${like("concat_ws(' ', firstName, lastName, email, phone)")}
      and pId not like 'page:%' limit ${limit})
    limit ${limit}`.execute(db)
  return rows.map(({ pId }) => pId)
}

/** The order is that of `pIds`. */
export async function findLines(db: Kysely<Database>, pIds: readonly ProfileId[]): Promise<CustomerLine[]> {
  if (pIds.length === 0) return []
  const { rows } = await sql<LineRow>`
    select c.pId, p.firstName, p.lastName, f.name, f.lastInteractionTs
    from (${sql.join(
      pIds.map((pId) => sql`select cast(${pId} as char(60)) as pId`),
      sql` union all `,
    )}) c
    left join profile p on p.pId = c.pId
    left join profileFacebook f on f.pId = c.pId`.execute(db)
  const byId = new Map(rows.map((row) => [row.pId, row]))
  return pIds.map((pId) => {
    const row = byId.get(pId)
    const own = [row?.firstName, row?.lastName]
      .filter((part) => part !== null && part !== undefined)
      .join(' ')
    return {
      pId,
      name: own || (row?.name ?? undefined),
      lastInteractionTs: row?.lastInteractionTs ?? undefined,
    }
  })
}

interface LineRow {
  readonly pId: ProfileId
  readonly firstName: string | null
  readonly lastName: string | null
  readonly name: string | null
  readonly lastInteractionTs: Date | null
}

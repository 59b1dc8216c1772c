/** Customers of the whole database with the same e-mail or phone, in `profile` or among their ids. */
import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { ValueGroup } from '../../identity/merge-rules.ts'
import type { Database } from '../mysql/schema.ts'

const rowsAtOnce = 2_000

/**
 * Reads the tables twice, some rows at a time: first for hashes of values that come twice, then for their customers. So
 * a million customers take 8 bytes of memory each.
 */
export async function findSameValues(
  db: Kysely<Database>,
  rule: 'email' | 'phone',
  read: (text: string) => string | undefined,
): Promise<ValueGroup[]> {
  const seen = new Set<number>()
  const twice = new Set<number>()
  for await (const { text } of readColumn(db, rule)) {
    const value = read(text)
    if (value === undefined) continue
    const at = shortHash(value)
    if (seen.has(at)) twice.add(at)
    else seen.add(at)
  }
  seen.clear()
  const groups = new Map<string, ProfileId[]>()
  if (twice.size > 0)
    for await (const { pId, text } of readColumn(db, rule)) {
      const value = read(text)
      if (value === undefined || !twice.has(shortHash(value))) continue
      groups.set(value, [...(groups.get(value) ?? []), pId])
    }
  return [...groups]
    .map(([value, pIds]) => ({ rule, value, pIds: [...new Set(pIds)] }))
    .filter(({ pIds }) => pIds.length > 1)
}

/** 48 bits: a number that is exact, and collisions only cost a group of one. */
function shortHash(value: string): number {
  return Number.parseInt(hash('sha256', value, 'hex').slice(0, 12), 16)
}

async function* readColumn(
  db: Kysely<Database>,
  column: 'email' | 'phone',
): AsyncGenerator<{ readonly pId: ProfileId; readonly text: string }> {
  for (let after = ''; ;) {
    const { rows } = await sql<{ readonly pId: ProfileId; readonly text: string | null }>`
      select pId, ${sql.ref(column)} as text from profile where pId > ${after} order by pId limit ${rowsAtOnce}`.execute(
      db,
    )
    for (const { pId, text } of rows) if (text !== null && text !== '') yield { pId, text }
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.pId
  }
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('chan2Profile')
      .select(['pId', 'channelId as text'])
      .where('cidType', '=', column)
      .where('channelId', '>', after)
      .orderBy('channelId')
      .limit(rowsAtOnce)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.text
  }
}

/** Those among these customers who have a number of the brand. */
export async function findNumbered(
  db: Kysely<Database>,
  pIds: readonly ProfileId[],
): Promise<Set<ProfileId>> {
  if (pIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('chan2Profile')
    .select('pId')
    .distinct()
    .where('cidType', '=', 'customer')
    .where('pId', 'in', pIds)
    .execute()
  return new Set(rows.map(({ pId }) => pId))
}

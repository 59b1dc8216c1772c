/** Rows of `profileFacebook` and of `originFacebook`, in one form. */
import { type Kysely, sql } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { FacebookValues } from '../../identity/derive-facebook.ts'
import { createBulkInsert } from '../mysql/bulk-insert.ts'
import type { Database } from '../mysql/schema.ts'
import { valueList } from '../mysql/value-list.ts'
import { type ProfileLock, profileLocks } from './profile-rows.ts'

export type FacebookTable = 'profileFacebook' | 'originFacebook'

const names = [
  'firstName',
  'surname',
  'lastInteractionTs',
  'lastInboundMsgTs',
  'lastOutboundMsgTs',
  'metaRaw',
  'name',
  'nameTs',
  'refreshedTs',
  'refreshResult',
] as const satisfies readonly (keyof FacebookValues)[]

const rowsAtOnce = 1_024

/** `lock: 'update'` locks the rows until the end of the transaction. */
export async function findFacebookRows(
  db: Kysely<Database>,
  table: FacebookTable,
  { pIds, lock }: { readonly pIds: readonly ProfileId[]; readonly lock: ProfileLock },
): Promise<Map<ProfileId, FacebookValues>> {
  const found = new Map<ProfileId, FacebookValues>()
  const sorted = pIds.toSorted()
  for (let from = 0; from < sorted.length; from += rowsAtOnce) {
    const some = valueList(sorted.slice(from, from + rowsAtOnce))
    const { rows } = await sql<FacebookValues & { readonly pId: ProfileId }>`select *
      from ${sql.table(table)} force index (primary) where pId in (${some}) order by pId ${profileLocks[lock]}`.execute(
      db,
    )
    for (const { pId, ...row } of rows) found.set(pId, row)
  }
  return found
}

/** Each row is written whole. */
export async function writeFacebookRows(
  db: Kysely<Database>,
  table: FacebookTable,
  rows: ReadonlyMap<ProfileId, FacebookValues>,
): Promise<void> {
  const write = table === 'profileFacebook' ? writeLive : writeOrigin
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await write(
    db,
    sorted.map(([pId, row]) => [pId, ...names.map((name) => row[name])]),
  )
}

const assigned = names.map((name) => `${name} = values(${name})`).join(', ')
const writeLive = createBulkInsert('profileFacebook', ['pId', ...names], assigned)
const writeOrigin = createBulkInsert('originFacebook', ['pId', ...names], assigned)

export function isSameFacebook(a: FacebookValues, b: FacebookValues): boolean {
  return names.every((name) => textOf(a[name]) === textOf(b[name]))
}

function textOf(value: string | Date | null): string | null {
  return value instanceof Date ? String(value.getTime()) : value
}

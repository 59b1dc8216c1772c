/**
 * Which rows belong to a customer, for tables that hold few rows of each. What they did and what the bot said is in
 * `forget-interactions.ts` and `forget-conversations.ts`. A test fails for a table that is named nowhere.
 */
import { type Kysely, sql } from 'kysely'
import type { PersonId } from '../../privacy/id-digest.ts'
import { tables } from '../mysql/schema.ts'
import type { Database } from '../mysql/schema.ts'

/** By `pId`, or by the `pId` of an id before links. */
export const tablesByProfile: readonly (readonly [table: string, column: string])[] = [
  ['profileFacebook', 'pId'],
  ['profile', 'pId'],
  ['chan2ProfileClash', 'pId'],
  ['originProfile', 'pId'],
  ['originFacebook', 'pId'],
  ['derivedProfile', 'pId'],
  ['profileFact', 'originPId'],
]

/** By kind and value of an id. */
export const tablesById: readonly (readonly [table: string, kind: string, value: string])[] = [
  ['identityLink', 'aCidType', 'aChannelId'],
  ['identityLink', 'bCidType', 'bChannelId'],
  ['identityTouched', 'cidType', 'channelId'],
  ['sharedValue', 'cidType', 'channelId'],
  ['adReferral', 'cidType', 'channelId'],
  ['chan2ProfileClash', 'cidType', 'channelId'],
  ['chan2Profile', 'cidType', 'channelId'],
]

/** By the id on a Page. The index of some begins with the Page. */
export const tablesByPsid: readonly (readonly [table: string, isByPage: boolean])[] = [
  ['optIn', true],
  ['contactCode', true],
  ['invite', false],
  ['inviteUse', false],
  ['accountLink', false],
  ['lead', false],
]

export interface PersonKeys {
  readonly ids: readonly PersonId[]
  readonly pIds: readonly string[]
  readonly psids: readonly string[]
  readonly pageIds: readonly string[]
}

/** A condition of `where` for each of these tables. Tables without a key of the customer are left out. */
export function rowsOfPerson({ ids, pIds, psids, pageIds }: PersonKeys): readonly PersonRows[] {
  const leads = ids.filter(({ kind }) => kind === 'lead').map(({ value }) => value)
  const found: PersonRows[] = [
    ...tablesByProfile.map(([table, column]) => ({ table, where: isIn(column, pIds) })),
    { table: 'lead', where: isIn('leadId', leads) },
    // It holds rows only while a dry run of an import lasts.
    { table: 'importRow', where: either(importKinds.map((kind) => isIn(kind, valuesOf(ids, kind)))) },
    ...tablesByPsid.map(([table, isByPage]) => ({
      table,
      where: isByPage ? both(isIn('pageId', pageIds), isIn('psid', psids)) : isIn('psid', psids),
    })),
    ...tablesById.map(([table, kind, value]) => ({
      table,
      where:
        ids.length === 0
          ? undefined
          : sql<boolean>`(${sql.join(
              ids.map((id) => sql`(${sql.ref(value)} = ${id.value} and ${sql.ref(kind)} = ${id.kind})`),
              sql` or `,
            )})`,
    })),
  ]
  return found.filter(({ table, where }) => where !== undefined && Object.hasOwn(tables, table))
}

const importKinds = ['customer', 'email', 'phone']

function valuesOf(ids: readonly PersonId[], kind: string): string[] {
  return ids.filter((id) => id.kind === kind).map(({ value }) => value)
}

export interface PersonRows {
  readonly table: string
  readonly where: ReturnType<typeof sql<boolean>> | undefined
}

function isIn(column: string, values: readonly string[]): PersonRows['where'] {
  return values.length === 0 ? undefined : sql<boolean>`${sql.ref(column)} in (${sql.join([...values])})`
}

function both(one: PersonRows['where'], other: PersonRows['where']): PersonRows['where'] {
  return one === undefined || other === undefined ? undefined : sql<boolean>`${one} and ${other}`
}

function either(conditions: readonly PersonRows['where'][]): PersonRows['where'] {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? undefined : sql<boolean>`(${sql.join(given, sql` or `)})`
}

/** Deletes them. Returns the number of rows. */
export async function deleteRows(db: Kysely<Database>, { table, where }: PersonRows): Promise<number> {
  if (where === undefined) return 0
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ${where}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/**
 * Contact values that only this customer's links name, as one that too many share to merge: they are theirs, too. The
 * others are looked at again, as they have one owner less.
 */
export async function findPartners(
  db: Kysely<Database>,
  ids: readonly PersonId[],
): Promise<{ readonly own: readonly PersonId[]; readonly others: readonly PersonId[] }> {
  if (!Object.hasOwn(tables, 'identityLink') || ids.length === 0) return { own: [], others: [] }
  const names = new Set(ids.map(nameOf))
  const partners = (await findLinked(db, ids)).filter((id) => !names.has(nameOf(id)))
  const own: PersonId[] = []
  const others: PersonId[] = []
  for (const id of partners) {
    const linked = await findLinked(db, [id])
    const isContact = id.kind !== 'facebook' && id.kind !== 'customer'
    const isOwn = isContact && linked.every((one) => names.has(nameOf(one)) || nameOf(one) === nameOf(id))
    ;(isOwn ? own : others).push(id)
  }
  return { own, others }
}

/** The ids at both ends of the links of these ids. */
async function findLinked(db: Kysely<Database>, ids: readonly PersonId[]): Promise<PersonId[]> {
  const ends = (kind: string, value: string) =>
    sql.join(
      ids.map((id) => sql`(${sql.ref(value)} = ${id.value} and ${sql.ref(kind)} = ${id.kind})`),
      sql` or `,
    )
  const { rows } = await sql<Record<'aCidType' | 'aChannelId' | 'bCidType' | 'bChannelId', string>>`
    select aCidType, aChannelId, bCidType, bChannelId from identityLink where ${ends('aCidType', 'aChannelId')}
    union select aCidType, aChannelId, bCidType, bChannelId from identityLink where ${ends('bCidType', 'bChannelId')}
  `.execute(db)
  const found = rows.flatMap((row) => [
    { kind: row.aCidType, value: row.aChannelId },
    { kind: row.bCidType, value: row.bChannelId },
  ])
  return [...new Map(found.map((id) => [nameOf(id), id])).values()]
}

function nameOf({ kind, value }: PersonId): string {
  return `${kind} ${value}`
}

/** The table `customerRequest`: what users of the console ask to be done with customers. A worker does it. */
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { ChangeRefusal, CustomerAct, CustomerChange } from '../../../domain/customer-change.ts'
import { asProfileId, type ProfileId } from '../../../domain/ids.ts'
import { databaseNow } from '../../mysql/database-clock.ts'
import type { Database } from '../../mysql/schema.ts'

export type AskedChange = CustomerChange | { readonly act: 'forget'; readonly pId: ProfileId }

export interface RequestState {
  /** `stored`: the link is stored, and its rows are about to move. */
  readonly is: 'open' | 'stored' | 'done' | 'refused'
  readonly reason: ChangeRefusal | undefined
  /** `identityLink.id` */
  readonly madeLinkId: string | undefined
  /** `forgetRun.id` */
  readonly runId: string | undefined
}

/** The request waits for a worker. Its id. `seen`: what the user was shown. */
export async function askForChange(
  db: Kysely<Database>,
  { userId, change, seen }: { readonly userId: string; readonly change: AskedChange; readonly seen: string },
): Promise<string> {
  const { insertId } = await db
    .insertInto('customerRequest')
    .values({
      userId,
      act: change.act,
      pId: 'pId' in change ? change.pId : null,
      otherPId: 'otherPId' in change ? change.otherPId : null,
      cidType: 'key' in change ? change.key.kind : null,
      channelId: 'key' in change ? change.key.value : null,
      linkId: 'linkId' in change ? change.linkId : null,
      seen,
      state: 'open',
      createdTs: databaseNow,
      changedTs: databaseNow,
    })
    .executeTakeFirstOrThrow()
  return String(insertId)
}

/** Undefined: this user made no such request. */
export async function findRequest(
  db: Kysely<Database>,
  id: string,
  userId: string,
): Promise<RequestState | undefined> {
  const row = await db
    .selectFrom('customerRequest')
    .select(['state', 'reason', 'madeLinkId', 'runId'])
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return (
    row && {
      is: row.state as RequestState['is'], // Pagebeat itself wrote it
      reason: (row.reason ?? undefined) as ChangeRefusal | undefined,
      madeLinkId: row.madeLinkId ?? undefined,
      runId: row.runId ?? undefined,
    }
  )
}

export interface OpenRequest {
  readonly id: string
  readonly user: { readonly id: string; readonly email: string; readonly role: string } | undefined
  readonly change: AskedChange
  readonly seen: string
  readonly ageMs: number
}

/** Whether any request is not done yet. Workers ask every second, so it is one look into an index. */
export async function areRequests(db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom('customerRequest')
    .select('id')
    .where('state', 'in', ['open', 'stored'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those that wait, the oldest first. */
export async function findOpenRequests(db: Kysely<Database>, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('customerRequest')
    .select('id')
    .where('state', '=', 'open')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** The request, locked until the end of the transaction. Undefined: it is settled. */
export async function lockOpenRequest(
  transaction: Transaction<Database>,
  id: string,
): Promise<OpenRequest | undefined> {
  const row = await transaction
    .selectFrom('customerRequest')
    .selectAll()
    .select(sql<string>`${databaseNow} - createdTs`.as('ageMs'))
    .where('id', '=', id)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const user = await transaction
    .selectFrom('consoleUser')
    .select(['id', 'email', 'role'])
    .where('id', '=', row.userId)
    .where('disabledTs', 'is', null)
    .executeTakeFirst()
  return { id, user, change: toChange(row), seen: row.seen, ageMs: Number(row.ageMs) }
}

/** The row names no customer any more. */
export async function settleRequest(
  db: Kysely<Database>,
  id: string,
  to: {
    readonly state: 'stored' | 'done' | 'refused'
    readonly reason?: ChangeRefusal
    readonly madeLinkId?: string | undefined
    readonly runId?: string
  },
): Promise<void> {
  await db
    .updateTable('customerRequest')
    .set({
      ...to,
      pId: null,
      otherPId: null,
      cidType: null,
      channelId: null,
      changedTs: databaseNow,
    })
    .where('id', '=', id)
    .execute()
}

/** Requests whose link is stored and whose rows may still have to move, each with the link. */
export async function findStoredRequests(
  db: Kysely<Database>,
  limit: number,
): Promise<readonly { readonly id: string; readonly linkId: string }[]> {
  const rows = await db
    .selectFrom('customerRequest')
    .select(['id', 'linkId', 'madeLinkId'])
    .where('state', '=', 'stored')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.flatMap(({ id, linkId, madeLinkId }) => {
    const of = madeLinkId ?? linkId
    return of === null ? [] : [{ id, linkId: of }]
  })
}

type Row = Selectable<Database['customerRequest']>

function toChange(row: Row): AskedChange {
  const act = row.act as CustomerAct // Pagebeat itself wrote it
  const pId = asProfileId(row.pId ?? '')
  switch (act) {
    case 'merge':
      return { act, pId, otherPId: asProfileId(row.otherPId ?? '') }
    case 'link':
      return { act, pId, key: { kind: row.cidType ?? '', value: row.channelId ?? '' } }
    case 'forget':
      return { act, pId }
    case 'relink':
    case 'accept':
    case 'unlink':
    case 'refuse':
    case 'restore':
      return { act, linkId: row.linkId ?? '0' }
  }
}

/** Removes who a customer is, in one transaction, and leaves a plan of what else is to be removed. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { asPsid, type ConversationId, type ProfileId, type Psid } from '../../domain/ids.ts'
import type { PersonId } from '../../privacy/id-digest.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import { type Database, tables } from '../mysql/schema.ts'
import { tellForgotten } from '../console/inbox/news.ts'
import { deleteWhere } from './delete-where.ts'
import { addRemoved, type ForgetPlan, type Removed } from '../../privacy/forget-plan.ts'
import type { ForgetReason, ForgetRuns } from './forget-runs.ts'
import { deleteRows, findPartners, rowsOfPerson } from './person-tables.ts'
import type { Tombstones } from './tombstones.ts'

export interface CloseDeps {
  readonly runs: Pick<ForgetRuns, 'open'>
  readonly tombstones: Pick<Tombstones, 'record'>
  readonly now: () => number
}

export interface CloseOptions {
  readonly reason: ForgetReason
  readonly requestCode?: string | undefined
  /** The next worker does the rest; else the caller does. */
  readonly isLeft?: boolean
  /** Called in the transaction, when all else is done. What it throws takes all of it back. */
  readonly also?: (transaction: Transaction<Database>, closed: ClosedCustomer) => Promise<void>
}

export interface ClosedCustomer {
  readonly runId: string
  /** The ids that the customer had. */
  readonly ids: readonly PersonId[]
}

/**
 * From now on nobody finds the customer: their ids, profiles and conversations are gone, and late events of theirs are
 * dropped. The id of the run that removes the rest; undefined: there is no such customer. Stitch holds the rows of the
 * ids that it writes for, so no event of theirs is under way when this commits.
 */
export async function closeCustomer(
  db: Kysely<Database>,
  pId: ProfileId,
  { runs, tombstones, now }: CloseDeps,
  options: CloseOptions,
): Promise<string | undefined> {
  return await inTransaction(db, async (transaction) => {
    const linked = await lockIds(transaction, pId)
    if (linked.length === 0 && !(await hasProfile(transaction, pId))) return undefined
    const { own, others } = await findPartners(transaction, linked)
    const ids = [...linked, ...(await findOriginsOf(transaction, own))]
    const pIds = [...new Set([pId, ...ids.flatMap(({ originPId }) => originPId ?? [])])]
    const plan: ForgetPlan = {
      ids: ids.map(({ kind, value }) => ({ kind, value })),
      pIds,
      names: await findNames(transaction, pIds),
      conversationIds: await findConversationIds(transaction, ids),
      moreInteractionIds: await findLeadEvents(transaction, ids),
      lastInteractionId: await findLastInteraction(transaction),
      forgottenTs: now(),
    }
    await tombstones.record(transaction, plan.ids, plan.forgottenTs)
    const removed = await removeIdentity(transaction, plan)
    await touch(transaction, others)
    const runId = await runs.open(transaction, plan, { ...options, removed })
    await options.also?.(transaction, { runId, ids: linked.map(({ kind, value }) => ({ kind, value })) })
    return runId
  })
}

type LockedId = PersonId & { readonly originPId?: ProfileId | null }

async function lockIds(transaction: Transaction<Database>, pId: ProfileId): Promise<LockedId[]> {
  const rows = await transaction
    .selectFrom('chan2Profile')
    .selectAll()
    .where('pId', '=', pId)
    .orderBy('channelId')
    .orderBy('cidType')
    .forUpdate()
    .execute()
  return rows.map(({ channelId, cidType, ...row }) => ({ kind: cidType, value: channelId, ...row }))
}

async function hasProfile(transaction: Transaction<Database>, pId: ProfileId): Promise<boolean> {
  const row = await transaction.selectFrom('profile').select('pId').where('pId', '=', pId).executeTakeFirst()
  return row !== undefined
}

async function findNames(transaction: Transaction<Database>, pIds: readonly ProfileId[]): Promise<string[]> {
  const rows = await transaction
    .selectFrom('profileFacebook')
    .select(['name', 'firstName', 'surname'])
    .where('pId', 'in', pIds)
    .execute()
  const names = rows.map(
    ({ name, firstName, surname }) => name ?? [firstName, surname].filter(Boolean).join(' '),
  )
  return [...new Set(names.filter((name) => name.trim().length >= shortestName))]
}

/** A shorter name would be found in any text. */
const shortestName = 3

/** The key of a conversation begins with its Page, so this is one look-up for each Page. */
export async function findConversationIds(
  transaction: Kysely<Database>,
  ids: readonly PersonId[],
): Promise<ConversationId[]> {
  const psids = psidsOf(ids)
  const pages = await transaction.selectFrom('page').select('pageId').execute()
  if (psids.length === 0 || pages.length === 0) return []
  const rows = await transaction
    .selectFrom('conversation')
    .select('id')
    .where(
      'pageId',
      'in',
      pages.map(({ pageId }) => pageId),
    )
    .where('psid', 'in', psids)
    .forUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

export async function findLastInteraction(transaction: Kysely<Database>): Promise<string> {
  const { last } = await transaction
    .selectFrom('interaction')
    .select(({ fn }) => fn.max('kwInteractionId').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? '0'
}

export function psidsOf(ids: readonly PersonId[]): Psid[] {
  return ids.filter(({ kind }) => kind === 'facebook').map(({ value }) => asPsid(value))
}

async function removeIdentity(transaction: Transaction<Database>, plan: ForgetPlan): Promise<Removed> {
  const pages = await transaction.selectFrom('page').select('pageId').execute()
  const pageIds = pages.map(({ pageId }) => pageId)
  let removed: Removed = {}
  for (const rows of rowsOfPerson({ ...plan, psids: psidsOf(plan.ids), pageIds }))
    removed = addRemoved(removed, { [rows.table]: await deleteRows(transaction, rows) })
  const inboxEntry = await deleteWhere(transaction, 'inboxEntry', 'conversationId', plan.conversationIds)
  await tellForgotten(transaction, plan.conversationIds)
  const conversation = await deleteWhere(transaction, 'conversation', 'id', plan.conversationIds)
  return addRemoved(removed, { inboxEntry, conversation })
}

/** A contact value that nobody else has is a customer of its own, without events. */
async function findOriginsOf(
  transaction: Transaction<Database>,
  ids: readonly PersonId[],
): Promise<LockedId[]> {
  const found: LockedId[] = []
  for (const { kind, value } of ids) {
    const row = await transaction
      .selectFrom('chan2Profile')
      .select('pId')
      .where('channelId', '=', value)
      .where('cidType', '=', kind)
      .forUpdate()
      .executeTakeFirst()
    found.push({ kind, value, originPId: row?.pId ?? null })
  }
  return found
}

/** The events that told of their leads. Facebook names nobody in them. */
async function findLeadEvents(
  transaction: Transaction<Database>,
  ids: readonly PersonId[],
): Promise<string[]> {
  const leads = ids.filter(({ kind }) => kind === 'lead').map(({ value }) => value)
  const psids = psidsOf(ids)
  if (!Object.hasOwn(tables, 'lead') || leads.length + psids.length === 0) return []
  const { rows } = await sql<{ kwInteractionId: string | null }>`select kwInteractionId from \`lead\`
    where leadId in (${sql.join(['', ...leads])}) or psid in (${sql.join(['', ...psids])})`.execute(
    transaction,
  )
  return rows.flatMap(({ kwInteractionId }) => kwInteractionId ?? [])
}

/** Ids that were linked to the customer have one owner less: their customers are looked at again. */
async function touch(transaction: Transaction<Database>, ids: readonly PersonId[]): Promise<void> {
  if (ids.length === 0 || !Object.hasOwn(tables, 'identityTouched')) return
  await sql`insert into identityTouched (cidType, channelId) values ${sql.join(
    ids.map(({ kind, value }) => sql`(${kind}, ${value})`),
  )}`.execute(transaction)
}

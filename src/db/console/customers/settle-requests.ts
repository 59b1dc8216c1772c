/** A round of a worker: what users of the console asked to be done with customers is done. */
import type { Kysely, Transaction } from 'kysely'
import { isRoleEnough, isUserRole } from '../../../domain/console-user.ts'
import type { ChangeRefusal } from '../../../domain/customer-change.ts'
import type { ProfileId } from '../../../domain/ids.ts'
import { linkKey } from '../../../domain/identity-link.ts'
import { PipelineError } from '../../../errors.ts'
import type { IdentityRules } from '../../../identity/explore.ts'
import { seenIds } from '../../../identity/seen-ids.ts'
import { planChange, type PlannedChange } from '../../customers/plan-change.ts'
import { findLink } from '../../customers/find-link.ts'
import { type ForgottenIds, withoutForgottenLinks } from '../../identity/forgotten-links.ts'
import { readIdentityRules } from '../../identity/identity-rules.ts'
import { resolveSoon } from '../../identity/link-now.ts'
import { recordLinks, revokeLinks } from '../../identity/record-links.ts'
import { databaseTime } from '../../mysql/database-clock.ts'
import { inTransaction } from '../../mysql/in-transaction.ts'
import type { Database } from '../../mysql/schema.ts'
import type { CloseOptions } from '../../privacy/close-customer.ts'
import { recordAudit } from '../audit-log.ts'
import {
  areRequests,
  type AskedChange,
  findOpenRequests,
  findStoredRequests,
  lockOpenRequest,
  type OpenRequest,
  settleRequest,
} from './customer-requests.ts'

export interface SettleDeps {
  readonly tombstones: ForgottenIds
  /** The customer is gone for everybody. Undefined: there is no such customer. */
  readonly close: (pId: ProfileId, options: CloseOptions) => Promise<string | undefined>
}

const atOnce = 100
/** Who asked has looked away long ago. */
const oldestMs = 600_000

/**
 * Repeat-safe: a request is locked and settled in the transaction that does it. A link that is stored while its rows did
 * not move is looked at again in the next round.
 */
export async function settleCustomerRequests(db: Kysely<Database>, deps: SettleDeps): Promise<void> {
  if (!(await areRequests(db))) return
  const rules = await readIdentityRules(db)
  await moveRows(db, rules)
  for (const id of await findOpenRequests(db, atOnce)) {
    await settle(db, id, { ...deps, rules })
    await moveRows(db, rules)
  }
}

type Deps = SettleDeps & { readonly rules: IdentityRules }

async function settle(db: Kysely<Database>, id: string, deps: Deps): Promise<void> {
  try {
    const forgetting = await inTransaction(db, async (transaction) => {
      const request = await lockOpenRequest(transaction, id)
      if (request === undefined) return undefined
      const reason = whyNot(request)
      if (reason !== undefined) return await refuse(transaction, id, reason)
      if (request.change.act === 'forget') return request
      return await change(transaction, request, deps)
    })
    if (forgetting !== undefined) await forget(db, forgetting, deps)
  } catch (error) {
    if (!(error instanceof PipelineError) || error.disposition !== 'dead') throw error
    await refuseOpen(db, id, 'failed')
  }
}

function whyNot({ user, change: { act }, ageMs }: OpenRequest): ChangeRefusal | undefined {
  if (ageMs > oldestMs) return 'too_old'
  const needed = act === 'forget' ? 'admin' : 'agent'
  const isAllowed = user !== undefined && isUserRole(user.role) && isRoleEnough(user.role, needed)
  return isAllowed ? undefined : 'not_allowed'
}

async function refuse(transaction: Kysely<Database>, id: string, reason: ChangeRefusal): Promise<undefined> {
  await settleRequest(transaction, id, { state: 'refused', reason })
  return undefined
}

async function change(
  transaction: Transaction<Database>,
  { id, user, change: asked, seen }: OpenRequest,
  { rules, tombstones }: Deps,
): Promise<undefined> {
  if (asked.act === 'forget' || user === undefined) return undefined
  const ts = (await databaseTime(transaction))()
  const planned = await planChange(transaction, asked, { rules, tombstones, by: user.email, ts })
  if (planned.is === 'refused') return await refuse(transaction, id, planned.reason)
  if (planned.preview.seen !== seen) return await refuse(transaction, id, 'changed')
  const madeLinkId = await store(transaction, planned, { tombstones, by: user.email, ts })
  const linkId = planned.is === 'add' ? madeLinkId : planned.link.id
  // The customer was forgotten between the plan and the locks.
  if (linkId === undefined) return await refuse(transaction, id, 'forgotten')
  await settleRequest(transaction, id, { state: 'stored', madeLinkId })
  const { before, after } = planned.preview
  await recordAudit(
    transaction,
    {
      user: { id: user.id, email: user.email },
      act: auditActs[asked.act],
      target: { kind: 'link', id: linkId },
      before: { customers: before.length },
      after: { customers: after.length, interactions: sum(after), isRevoked: planned.is === 'revoke' },
    },
    ts,
  )
  return undefined
}

const auditActs: Readonly<Record<Exclude<AskedChange['act'], 'forget'>, string>> = {
  merge: 'merge_customers',
  link: 'link_id',
  relink: 'link_again',
  accept: 'accept_proposal',
  unlink: 'unlink',
  refuse: 'refuse_proposal',
  restore: 'restore_proposal',
}

function sum(customers: readonly { readonly interactions: number }[]): number {
  return customers.reduce((all, { interactions }) => all + interactions, 0)
}

/** The id of the new link, if there is one. */
async function store(
  transaction: Transaction<Database>,
  planned: Exclude<PlannedChange, { readonly is: 'refused' }>,
  { tombstones, by, ts }: { readonly tombstones: ForgottenIds; readonly by: string; readonly ts: number },
): Promise<string | undefined> {
  if (planned.is === 'revoke') {
    await revokeLinks(transaction, [{ linkId: planned.link.id, by, ts }])
    return undefined
  }
  await recordLinks(transaction, await withoutForgottenLinks(transaction, [planned.link], tombstones))
  const row = await transaction
    .selectFrom('identityLink')
    .select('id')
    .where('linkKey', '=', Buffer.from(linkKey(planned.link), 'hex'))
    .executeTakeFirst()
  return row?.id
}

/** Rows of customers whose links are stored follow them. Where the database is busy, the next round tries again. */
async function moveRows(db: Kysely<Database>, rules: IdentityRules): Promise<void> {
  for (const { id, linkId } of await findStoredRequests(db, atOnce)) {
    const link = await findLink(db, linkId)
    const is = link === undefined ? 'resolved' : await resolveSoon(db, [link.a, link.b], rules)
    if (is === 'resolved') await settleRequest(db, id, { state: 'done' })
  }
}

async function forget(
  db: Kysely<Database>,
  { id, user, change: asked, seen }: OpenRequest,
  { close }: Deps,
): Promise<void> {
  if (asked.act !== 'forget' || user === undefined) return
  try {
    const runId = await close(asked.pId, {
      reason: 'operator',
      isLeft: true,
      async also(transaction, closed) {
        if ((await lockOpenRequest(transaction, id)) === undefined) throw new NotAsShown('changed')
        if (seenIds(closed.ids) !== seen) throw new NotAsShown('changed')
        await settleRequest(transaction, id, { state: 'done', runId: closed.runId })
        await recordAudit(transaction, {
          user: { id: user.id, email: user.email },
          act: 'forget_customer',
          target: { kind: 'forgetting', id: closed.runId },
          before: { ids: closed.ids.length },
        })
      },
    })
    if (runId === undefined) await refuseOpen(db, id, 'no_customer')
  } catch (error) {
    if (!(error instanceof NotAsShown)) throw error
    await refuseOpen(db, id, error.reason)
  }
}

/** Another worker may have settled it meanwhile. */
async function refuseOpen(db: Kysely<Database>, id: string, reason: ChangeRefusal): Promise<void> {
  await inTransaction(db, async (transaction) => {
    if ((await lockOpenRequest(transaction, id)) !== undefined) await refuse(transaction, id, reason)
  })
}

/** Takes the forgetting back: the customer has other ids than the admin saw. */
class NotAsShown extends Error {
  override readonly name = 'NotAsShown'
  readonly reason: ChangeRefusal

  constructor(reason: ChangeRefusal) {
    super(reason)
    this.reason = reason
  }
}

/** Who is who: proposals, and changes of customers with their preview. A worker does what is asked here. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { askForChange, findRequest } from '../../src/db/console/customers/customer-requests.ts'
import { listProposals } from '../../src/db/console/customers/list-proposals.ts'
import { readSharedRules } from '../../src/db/console/customers/shared-rules.ts'
import { findForgetting } from '../../src/db/console/customers/read-forgetting.ts'
import { planChange, type PlannedChange } from '../../src/db/customers/plan-change.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { type ChangeRefusal, changeRefusals, type CustomerChange } from '../../src/domain/customer-change.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import { readCustomerKeys } from '../../src/identity/customer-key.ts'
import {
  askedChangeSchema,
  askedSchema,
  changeSchema,
  changeStateSchema,
  type CustomerChange as AskedChange,
  previewSchema,
  proposalsQuerySchema,
  proposalsSchema,
} from '../api/customer-changes.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { ApiFailure, conflictSaying, notFound } from './http/api-failure.ts'
import { decodeBody, decodeId, decodeQuery } from './http/decode.ts'
import { requireRole, userOf } from './http/require-role.ts'

export function createCustomerChangeRoutes({ db, country }: Pick<AreaDeps, 'db' | 'country'>): Router {
  const router = new Router()

  router.get('/api/customer-proposals', requireRole('viewer'), async (ctx: Context) => {
    const { limit } = decodeQuery(ctx, proposalsQuerySchema)
    answer(ctx, proposalsSchema, { proposals: await listProposals(db, limit) })
  })

  router.post('/api/customer-changes/preview', requireRole('agent'), async (ctx: Context) => {
    const change = toChange(await decodeBody(ctx, changeSchema), country)
    const { preview } = await plan(ctx, change)
    const { before, after, dead, seen } = preview
    answer(ctx, previewSchema, {
      before: before.map(toSum),
      after: after.map((one) => ({ ...toSum(one), profile: one.profile.map(toValue) })),
      dead: dead.map(toId),
      ...('key' in change ? { key: toId(change.key) } : {}),
      seen,
    })
  })

  /** What cannot be done is said at once; the worker asks the same again. */
  router.post('/api/customer-changes', requireRole('agent'), async (ctx: Context) => {
    const { change: asked, seen } = await decodeBody(ctx, askedChangeSchema)
    const change = toChange(asked, country)
    const { preview } = await plan(ctx, change)
    if (preview.seen !== seen) throw cannot('changed')
    const requestId = await askForChange(db, { userId: userOf(ctx).id, change, seen })
    answer(ctx, askedSchema, { requestId }, 202)
  })

  router.get('/api/customer-changes/:id', requireRole('agent'), async (ctx: Context) => {
    const found = await findRequest(db, decodeId(ctx['params'].id, 'request'), userOf(ctx).id)
    if (found === undefined) throw notFound('request')
    const { is, reason, madeLinkId, runId } = found
    const receipt = runId === undefined ? undefined : await findForgetting(db, runId)
    answer(ctx, changeStateSchema, {
      is: is === 'open' || is === 'stored' ? 'waiting' : is,
      ...(reason === undefined ? {} : { reason, says: changeRefusals[reason] }),
      ...(madeLinkId === undefined ? {} : { linkId: madeLinkId }),
      ...(receipt === undefined ? {} : { receipt }),
    })
  })

  /** Throws ApiFailure (409) where it cannot be done. The console cannot know who was forgotten: the worker does. */
  async function plan(
    ctx: Context,
    change: CustomerChange,
  ): Promise<Exclude<PlannedChange, { readonly is: 'refused' }>> {
    const ts = (await databaseTime(db))()
    const rules = await readSharedRules(db)
    const planned = await planChange(db, change, {
      rules,
      tombstones: undefined,
      by: userOf(ctx).email,
      ts,
    })
    if (planned.is === 'refused') throw cannot(planned.reason)
    return planned
  }

  return router
}

function cannot(reason: ChangeRefusal): ApiFailure {
  return conflictSaying(reason, changeRefusals[reason])
}

/** Throws ApiFailure (422) for a value that is no id of its kind. */
function toChange(asked: AskedChange, country: string | undefined): CustomerChange {
  if (asked.act === 'merge')
    return { act: 'merge', pId: asProfileId(asked.pId), otherPId: asProfileId(asked.otherPId) }
  if (asked.act !== 'link') return asked
  const [key] = readCustomerKeys(`${asked.kind}:${asked.value}`, country)
  if (key === undefined || (key.kind === 'facebook' && !/^\d{5,32}$/.test(key.value)))
    throw new ApiFailure(422, {
      code: asked.kind === 'customer' ? 'no_customer_number' : `no_${asked.kind}`,
      says: noId[asked.kind],
    })
  return { act: 'link', pId: asProfileId(asked.pId), key }
}

const noId: Readonly<Record<Extract<AskedChange, { readonly act: 'link' }>['kind'], string>> = {
  email: 'This is no e-mail address. Write it as anna@example.com.',
  phone: 'This is no telephone number. Write it with the code of its country, as +49 171 1234567.',
  customer: 'This is no customer number.',
  facebook: 'This is no id of Facebook. It has digits only.',
}

function toId({ kind, value }: { readonly kind: string; readonly value: string }) {
  return { cidType: kind, id: value }
}

type Planned = Extract<PlannedChange, { readonly is: 'add' }>['preview']

function toSum({ pId, name, ids, interactions, turns }: Planned['before'][number]) {
  return {
    pId,
    ...(name === undefined ? {} : { name }),
    ids: ids.map(toId),
    interactions,
    turns,
  }
}

function toValue({ sourceKind, ts, ...value }: Planned['after'][number]['profile'][number]) {
  return {
    ...value,
    ...(sourceKind === undefined ? {} : { sourceKind }),
    ...(ts === undefined ? {} : { ts }),
  }
}

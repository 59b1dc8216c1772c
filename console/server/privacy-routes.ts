/** What a customer may ask for: all that is stored about them, and that it goes. */
import { Readable } from 'node:stream'
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { type AuditTarget, recordAudit } from '../../src/db/console/audit-log.ts'
import { askForChange } from '../../src/db/console/customers/customer-requests.ts'
import { readForgetting } from '../../src/db/console/customers/read-forgetting.ts'
import { changeRefusals } from '../../src/domain/customer-change.ts'
import { asProfileId, type ProfileId } from '../../src/domain/ids.ts'
import { exportCustomer } from '../../src/db/privacy/export-customer.ts'
import { askedSchema, forgetSchema, forgettingSchema } from '../api/customer-changes.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { conflictSaying, notFound } from './http/api-failure.ts'
import { decodeBody } from './http/decode.ts'
import { requireRole, userOf } from './http/require-role.ts'

export function createPrivacyRoutes({ db, now }: Pick<AreaDeps, 'db' | 'now'>): Router {
  const router = new Router()

  router.post('/api/customers/:pId/export', requireRole('admin'), async (ctx: Context) => {
    const { pId, ids } = await requireCustomer(ctx)
    const { id, email } = userOf(ctx)
    const target = await findTarget(pId)
    const after = { ids: ids.length }
    await recordAudit(db, { user: { id, email }, act: 'export_customer', target, after }, now())
    ctx.status = 200
    ctx.type = 'application/json'
    ctx.attachment('customer.json')
    ctx.body = Readable.from(exportCustomer(db, pId, now()))
  })

  router.get('/api/customers/:pId/forgetting', requireRole('admin'), async (ctx: Context) => {
    answer(ctx, forgettingSchema, await requireCustomer(ctx))
  })

  router.post('/api/customers/:pId/forget', requireRole('admin'), async (ctx: Context) => {
    const { seen } = await decodeBody(ctx, forgetSchema)
    const found = await requireCustomer(ctx)
    if (found.seen !== seen) throw conflictSaying('changed', changeRefusals.changed)
    const change = { act: 'forget', pId: found.pId } as const
    const requestId = await askForChange(db, { userId: userOf(ctx).id, change, seen })
    answer(ctx, askedSchema, { requestId }, 202)
  })

  async function requireCustomer(ctx: Context) {
    const pId = String(ctx['params'].pId)
    const found = pId.length > longestId ? undefined : await readForgetting(db, asProfileId(pId))
    if (found === undefined) throw notFound('customer')
    return found
  }

  /** A row of theirs by its number: an id would be personal data in the log. */
  async function findTarget(pId: ProfileId): Promise<AuditTarget> {
    const first = await db
      .selectFrom('interaction')
      .select(({ fn }) => fn.min('kwInteractionId').as('id'))
      .where('pId', '=', pId)
      .executeTakeFirst()
    if (first?.id) return { kind: 'interaction', id: first.id }
    const link = await db
      .selectFrom('identityLink as l')
      .innerJoin('chan2Profile as c', (join) =>
        join.onRef('c.channelId', '=', 'l.aChannelId').onRef('c.cidType', '=', 'l.aCidType'),
      )
      .select('l.id')
      .where('c.pId', '=', pId)
      .orderBy('l.id')
      .limit(1)
      .executeTakeFirst()
    return link === undefined ? { kind: 'customer', id: '' } : { kind: 'link', id: link.id }
  }

  return router
}

const longestId = 60

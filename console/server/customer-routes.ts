/** Customers: search, and one of them with all that is known. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { readCustomerPage } from '../../src/db/console/customers/read-customer.ts'
import { searchCustomers } from '../../src/db/console/customers/search-customers.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import { customerSchema, customersQuerySchema, customersSchema } from '../api/customers.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { notFound } from './http/api-failure.ts'
import { decodeQuery } from './http/decode.ts'
import { requireRole } from './http/require-role.ts'

const longestId = 60

export function createCustomerRoutes({ db }: Pick<AreaDeps, 'db'>): Router {
  const router = new Router()
  router.get('/api/customers', requireRole('viewer'), async (ctx: Context) => {
    const { text, limit } = decodeQuery(ctx, customersQuerySchema)
    answer(ctx, customersSchema, { customers: await searchCustomers(db, text, limit) })
  })
  router.get('/api/customers/:pId', requireRole('viewer'), async (ctx: Context) => {
    const pId = String(ctx['params'].pId)
    const page = pId.length > longestId ? undefined : await readCustomerPage(db, asProfileId(pId))
    if (page === undefined) throw notFound('customer')
    answer(ctx, customerSchema, page)
  })
  return router
}

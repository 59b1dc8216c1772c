/** Lead forms and leads. They are readable for 90 days, with the permission `leads_retrieval`. */
import { isoTime } from '../world/feed-event.ts'
import type { Lead, Page } from '../world/state.ts'
import { requirePermission } from './access.ts'
import { textOf, type Json, type JsonBag, type PageCall } from './call.ts'
import { pickFields } from './fields.ts'
import { badParameter, GraphError, noSuchObject } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

const readableMs = 90 * 24 * 3_600_000
const usualLimit = 25
const mostAtOnce = 500
/** Its fields need a permission for ads. */
const adFields = /\b(?:ad_name|adset_id|adset_name|campaign_id|campaign_name)\b/

/** GET /{page}/leadgen_forms → `{data: [{id, name, status, leads_count}], paging}` */
export function getLeadForms(world: GraphWorld, { params, page }: PageCall): JsonBag {
  requirePermission(page, 'leads_retrieval')
  return listOf(params, [...page.leadForms.values()], (form) => {
    const readable = form.leads.filter((lead) => isReadable(world, lead)).length
    const all = {
      id: form.id,
      name: form.name,
      status: form.status,
      leads_count: readable,
      expired_leads_count: form.leads.length - readable,
    }
    return pickFields(all, params, 'id,name,status')
  })
}

/** GET /{form}/leads → `{data: [lead], paging}`, newest first; `filtering` by `time_created`. */
export function getFormLeads(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  countLeadCall(world, page)
  const form = page.leadForms.get(id)
  if (form === undefined) throw noSuchObject(id)
  const since = sinceOf(params)
  const leads = form.leads
    .filter((lead) => !lead.isHidden && isReadable(world, lead) && lead.created > since)
    .toReversed()
  return listOf(params, leads, (lead) => leadBag(page, lead, params))
}

/** GET /{form} */
export function getLeadForm(_: GraphWorld, { params, page, id }: PageCall): JsonBag {
  requirePermission(page, 'leads_retrieval')
  const form = page.leadForms.get(id)
  if (form === undefined) throw noSuchObject(id)
  return pickFields({ id, name: form.name, status: form.status }, params, 'id,name,status')
}

/** GET /{lead}. Throws GraphError 100/33 for one that is hidden or too old. */
export function getLead(world: GraphWorld, { params, page, id }: PageCall): JsonBag {
  countLeadCall(world, page)
  const lead = page.leads.get(id)
  if (lead === undefined || lead.isHidden || !isReadable(world, lead)) throw noSuchObject(id)
  return leadBag(page, lead, params)
}

/** Calls in 24 hours: 200 × 24 for each lead of the last 90 days. Throws GraphError 80005 beyond them. */
function countLeadCall(world: GraphWorld, page: Page): void {
  requirePermission(page, 'leads_retrieval')
  if (page.throttledUntil > world.now())
    throw new GraphError(80005, '(#80005) There have been too many leadgen api calls from this Page account.')
  world.usage.countLeadCall(page, page.leads.size)
}

function leadBag({ permissions }: Page, lead: Lead, params: JsonBag): JsonBag {
  const { id, form, ad, values, created } = lead
  if (adFields.test(textOf(params, 'fields') ?? '') && !permissions.has('ads_management'))
    throw new GraphError(200, '(#200) Requires ads_management permission to read ad fields', { status: 403 })
  const all: Record<string, Json> = {
    id,
    created_time: isoTime(created * 1000),
    form_id: form.id,
    is_organic: ad === undefined,
    platform: 'fb',
    field_data: Object.entries(values).map(([name, given]) => ({ name, values: [...given] })),
  }
  const ofAd = ad === undefined ? {} : adBag(ad)
  return pickFields({ ...all, ...ofAd }, params, 'id,created_time,field_data')
}

function adBag({ id, name, campaignId, campaignName }: NonNullable<Lead['ad']>): Record<string, Json> {
  return {
    ad_id: id,
    ad_name: name,
    adset_id: `${id}1`,
    adset_name: `${name} set`,
    campaign_id: campaignId,
    campaign_name: campaignName,
  }
}

function isReadable({ now }: GraphWorld, { created }: Lead): boolean {
  return now() - created * 1000 < readableMs
}

/** Seconds. */
function sinceOf(params: JsonBag): number {
  const given = textOf(params, 'filtering')
  if (given === undefined) return 0
  const filters: unknown = JSON.parse(given)
  if (!Array.isArray(filters)) throw badParameter('Param filtering must be an array')
  for (const filter of filters as readonly Readonly<Record<string, unknown>>[])
    if (filter['field'] === 'time_created' && filter['operator'] === 'GREATER_THAN')
      return Number(filter['value'])
  throw badParameter('Param filtering names an unknown field or operator')
}

/** A part of a list: the cursor `after` is the id of the last one before it. */
function listOf<T extends { readonly id: string }>(
  params: JsonBag,
  all: readonly T[],
  toBag: (each: T) => JsonBag,
): JsonBag {
  const after = textOf(params, 'after')
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  const limit = Math.min(mostAtOnce, Number(textOf(params, 'limit') ?? usualLimit))
  const part = all.slice(from, from + limit)
  const last = part.at(-1)
  if (last === undefined) return { data: [] }
  const hasMore = from + part.length < all.length
  const cursors = { before: part[0]?.id ?? '', after: last.id }
  return {
    data: part.map(toBag),
    paging: { cursors, ...(hasMore ? { next: 'https://graph.facebook.com/next' } : {}) },
  }
}

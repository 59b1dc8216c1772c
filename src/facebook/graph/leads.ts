/** Lead forms of a Page and what customers filled in. */
import type { FetchedLead } from '../../domain/lead.ts'
import { toAnswers } from '../../domain/lead-notice.ts'
import { GraphRejectedError } from '../../errors.ts'
import { property, toId, toInteger, toMs, toText } from '../wire-values.ts'
import { defined, idOf, listOf, notUnderstood, textOf } from './response-fields.ts'
import type { GraphCall, GraphRequest, GraphResponse, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

const plainFields = 'id,created_time,form_id,ad_id,is_organic,platform,field_data'
/** The names of ad and campaign need permissions for ads. */
const allFields = `${plainFields},ad_name,adset_id,adset_name,campaign_id,campaign_name`

export interface LeadQuery {
  readonly leadId: string
  readonly deadlineMs?: number
}

/**
 * The lead. `answers` is empty where Facebook tells of the lead but hides what was filled in. If Facebook refuses the
 * names of ad and campaign, a second call asks without them. Throws GraphRejectedError, GraphUnavailableError,
 * GraphRateLimitedError, PageTokenRevokedError.
 * https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving
 */
export async function findLead(
  call: GraphCall,
  access: PageAccess,
  { leadId, deadlineMs }: LeadQuery,
): Promise<FetchedLead> {
  const path = graphPath(leadId)
  const { body } = await withNamesIfAllowed((fields) =>
    call({ ...reading(access, path, deadlineMs), query: { fields } }),
  )
  const lead = toLead(body)
  if (lead === undefined) throw notUnderstood('no_id')
  return lead
}

export interface LeadForm {
  readonly formId: string
  readonly name?: string
  /** ACTIVE, ARCHIVED, DELETED, DRAFT */
  readonly status?: string
  /** Its leads at Facebook, with those that are too old to be read. */
  readonly leads?: number
}

/** A part of a list, and where the next part starts. */
export interface GraphPage<T> {
  readonly items: readonly T[]
  /** Undefined: this is the last part. */
  readonly next: string | undefined
}

interface Part {
  readonly after?: string | undefined
  readonly deadlineMs?: number
}

const mostForms = '100'
const mostLeads = '100'

export async function findLeadForms(
  call: GraphCall,
  access: PageAccess,
  { after, deadlineMs }: Part = {},
): Promise<GraphPage<LeadForm>> {
  const response = await call({
    ...reading(access, graphPath(access.pageId, 'leadgen_forms'), deadlineMs),
    query: {
      fields: 'id,name,status,leads_count,expired_leads_count',
      limit: mostForms,
      ...(after === undefined ? {} : { after }),
    },
  })
  return pageOf(response, toForm)
}

/** Leads of a form that were created after `sinceTs` (ms). Facebook tells the newest first. */
export async function findFormLeads(
  call: GraphCall,
  access: PageAccess,
  { formId, sinceTs, after, deadlineMs }: Part & { readonly formId: string; readonly sinceTs: number },
): Promise<GraphPage<FetchedLead>> {
  const path = graphPath(formId, 'leads')
  const filtering = JSON.stringify([
    { field: 'time_created', operator: 'GREATER_THAN', value: Math.floor(sinceTs / 1000) },
  ])
  const query = { filtering, limit: mostLeads, ...(after === undefined ? {} : { after }) }
  const response = await withNamesIfAllowed((fields) =>
    call({ ...reading(access, path, deadlineMs), query: { ...query, fields } }),
  )
  return pageOf(response, toLead)
}

function reading(access: PageAccess, path: string, deadlineMs: number | undefined): GraphRequest {
  return { method: 'GET', path, access, lane: 'leads', ...(deadlineMs === undefined ? {} : { deadlineMs }) }
}

async function withNamesIfAllowed(ask: (fields: string) => Promise<GraphResponse>): Promise<GraphResponse> {
  try {
    return await ask(allFields)
  } catch (error) {
    const isRefused = error instanceof GraphRejectedError
    if (!isRefused || (error.meaning !== 'permission' && error.meaning !== 'parameter')) throw error
    return await ask(plainFields)
  }
}

function pageOf<T>(response: GraphResponse, toItem: (item: unknown) => T | undefined): GraphPage<T> {
  const items = listOf(response).flatMap((item) => toItem(item) ?? [])
  const paging = property(response.body, 'paging')
  const after = textOf(property(paging, 'cursors'), 'after')
  return { items, next: textOf(paging, 'next') === undefined ? undefined : after }
}

function toForm(item: unknown): LeadForm | undefined {
  const formId = idOf(item, 'id')
  if (formId === undefined) return undefined
  const facts = {
    name: textOf(item, 'name')?.slice(0, 255).toWellFormed(),
    status: toId(property(item, 'status'), 20),
    leads: countOf(item),
  }
  return { formId, ...defined(facts) }
}

function countOf(item: unknown): number | undefined {
  const [now, expired] = [property(item, 'leads_count'), property(item, 'expired_leads_count')].map(toInteger)
  return now === undefined ? undefined : now + (expired ?? 0)
}

function toLead(item: unknown): FetchedLead | undefined {
  const leadId = idOf(item, 'id')
  if (leadId === undefined) return undefined
  const data = property(item, 'field_data')
  const fields = (Array.isArray(data) ? data : []).map((field: unknown) => ({
    name: toText(property(field, 'name')),
    values: valuesOf(property(field, 'values')),
  }))
  const isOrganic = property(item, 'is_organic')
  const facts = {
    createdTs: toMs(property(item, 'created_time')),
    formId: toId(property(item, 'form_id')),
    adId: adIdOf(item),
    adName: nameOf(item, 'ad_name'),
    adsetId: toId(property(item, 'adset_id')),
    adsetName: nameOf(item, 'adset_name'),
    campaignId: toId(property(item, 'campaign_id')),
    campaignName: nameOf(item, 'campaign_name'),
    platform: toId(property(item, 'platform'), 20),
    isOrganic: typeof isOrganic === 'boolean' ? isOrganic : undefined,
  }
  return { leadId, ...defined(facts), answers: toAnswers(fields) ?? {} }
}

/** An organic lead has no ad: the id is absent or 0. */
function adIdOf(item: unknown): string | undefined {
  const id = toId(property(item, 'ad_id'))
  return id === '0' ? undefined : id
}

function nameOf(item: unknown, name: string): string | undefined {
  return textOf(item, name)?.slice(0, 255).toWellFormed()
}

function valuesOf(values: unknown): string[] {
  return (Array.isArray(values) ? values : [values]).flatMap((value: unknown) => toText(value) ?? [])
}

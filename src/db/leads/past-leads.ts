/** Leads that are fetched, and lists of leads for an operator. */
import type { Kysely } from 'kysely'
import type { PageId, Psid } from '../../domain/ids.ts'
import type { LeadAnswers, LeadFinding, LeadState } from '../../domain/lead.ts'
import type { Database } from '../mysql/schema.ts'
import { decodeAnswers } from './lead-store.ts'

export interface PastLead {
  readonly leadId: string
  readonly pageId: PageId
  readonly formId?: string
  readonly psid?: Psid
  /** ms since the epoch */
  readonly createdTs: number
  readonly answers: LeadAnswers
}

const leadsAtOnce = 500

/** All fetched leads that were sent since then, some at a time. */
export async function* readPastLeads(
  db: Kysely<Database>,
  {
    sinceTs,
    pageId,
    formId,
  }: { readonly sinceTs: number; readonly pageId?: PageId | undefined; readonly formId?: string | undefined },
): AsyncGenerator<readonly PastLead[]> {
  for (let after = ''; ;) {
    let query = db
      .selectFrom('lead')
      .select(['leadId', 'pageId', 'formId', 'psid', 'createdTs', 'answers'])
      .where('leadId', '>', after)
      .where('state', '=', 'fetched')
      .where('createdTs', '>=', String(sinceTs))
      .orderBy('leadId')
      .limit(leadsAtOnce)
    if (pageId !== undefined) query = query.where('pageId', '=', pageId)
    if (formId !== undefined) query = query.where('formId', '=', formId)
    const rows = await query.execute()
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map(({ formId: form, psid, createdTs, answers, ...rest }) => ({
      ...rest,
      createdTs: Number(createdTs),
      answers: decodeAnswers(answers ?? '{}'),
      ...(form === null ? {} : { formId: form }),
      ...(psid === null ? {} : { psid }),
    }))
    if (rows.length < leadsAtOnce) return
    after = last.leadId
  }
}

export interface LeadFilter {
  readonly pageId?: PageId | undefined
  readonly formId?: string | undefined
  readonly state?: LeadState | undefined
  readonly foundBy?: LeadFinding | undefined
  readonly limit: number
}

export interface ListedLead {
  readonly leadId: string
  readonly pageId: PageId
  readonly formId: string | null
  readonly formName: string | null
  readonly adId: string | null
  readonly state: LeadState
  readonly reason: string | null
  readonly foundBy: LeadFinding
  /** ms since the epoch */
  readonly createdTs: number
  readonly dueTs: number | null
}

/** Newest first, without what was filled in. */
export async function listLeads(
  db: Kysely<Database>,
  { pageId, formId, state, foundBy, limit }: LeadFilter,
): Promise<readonly ListedLead[]> {
  let query = db
    .selectFrom('lead as l')
    .leftJoin('leadForm as f', 'f.formId', 'l.formId')
    .select([
      'l.leadId',
      'l.pageId',
      'l.formId',
      'f.name as formName',
      'l.adId',
      'l.state',
      'l.reason',
      'l.foundBy',
    ])
    .select(['l.createdTs', 'l.dueTs'])
    .orderBy('l.createdTs', 'desc')
    .limit(limit)
  if (pageId !== undefined) query = query.where('l.pageId', '=', pageId)
  if (formId !== undefined) query = query.where('l.formId', '=', formId)
  if (state !== undefined) query = query.where('l.state', '=', state)
  if (foundBy !== undefined) query = query.where('l.foundBy', '=', foundBy)
  const rows = await query.execute()
  return rows.map(({ createdTs, dueTs, ...row }) => ({
    ...row,
    createdTs: Number(createdTs),
    dueTs: dueTs === null ? null : Number(dueTs),
  }))
}

/** The row as it is, with its form and its customer. Undefined: there is no such lead. */
export async function showLead(db: Kysely<Database>, leadId: string) {
  return await db
    .selectFrom('lead as l')
    .leftJoin('leadForm as f', 'f.formId', 'l.formId')
    .leftJoin('chan2Profile as c', (join) =>
      join.onRef('c.channelId', '=', 'l.leadId').on('c.cidType', '=', 'lead'),
    )
    .selectAll('l')
    .select(['f.name as formName', 'c.pId'])
    .where('l.leadId', '=', leadId)
    .executeTakeFirst()
}

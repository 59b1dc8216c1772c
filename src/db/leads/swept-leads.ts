/** Leads that a sweep read: which of them are new, and which still lack their values. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface SweptLead {
  readonly leadId: string
  readonly formId?: string | undefined
  readonly adId?: string | undefined
  /** ms since the epoch */
  readonly createdTs: number
}

export interface LeadStanding {
  /** No event told of these. */
  readonly unknown: readonly string[]
  /** A sweep told of these, and ended before it recorded their event. */
  readonly unrecorded: readonly string[]
  /** These are known, and not fetched yet. */
  readonly unfetched: readonly string[]
}

export async function standingOf(db: Kysely<Database>, leadIds: readonly string[]): Promise<LeadStanding> {
  if (leadIds.length === 0) return { unknown: [], unrecorded: [], unfetched: [] }
  const rows = await db
    .selectFrom('lead')
    .select(['leadId', 'state', 'kwInteractionId'])
    .where('leadId', 'in', leadIds)
    .execute()
  const states = new Map(rows.map(({ leadId, state }) => [leadId, state]))
  const recorded = new Set(rows.flatMap((row) => (row.kwInteractionId === null ? [] : row.leadId)))
  return {
    unknown: leadIds.filter((leadId) => !states.has(leadId)),
    unrecorded: leadIds.filter((leadId) => states.has(leadId) && !recorded.has(leadId)),
    unfetched: leadIds.filter((leadId) => states.has(leadId) && states.get(leadId) !== 'fetched'),
  }
}

/**
 * These leads have rows that say that the sweep found them, unless an event told of them meanwhile. They are due at
 * `dueTs`: if this process dies before it has settled them, they are fetched one by one.
 */
export async function insertSweptLeads(
  db: Kysely<Database>,
  leads: readonly SweptLead[],
  { pageId, now, dueTs }: { readonly pageId: PageId; readonly now: number; readonly dueTs: number },
): Promise<void> {
  if (leads.length === 0) return
  const rows = leads.map(({ leadId, formId = null, adId = null, createdTs }) => ({
    leadId,
    pageId,
    formId,
    adId,
    createdTs: String(createdTs),
    state: 'waiting' as const,
    foundBy: 'sweep' as const,
    foundTs: String(now),
    dueTs: String(dueTs),
  }))
  await again(() =>
    db
      .insertInto('lead')
      .values(rows.toSorted((a, b) => (a.leadId < b.leadId ? -1 : 1)))
      .onDuplicateKeyUpdate(({ ref }) => ({ leadId: ref('lead.leadId') }))
      .execute(),
  )
}

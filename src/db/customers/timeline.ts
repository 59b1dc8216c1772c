import type { Kysely } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { Database } from '../mysql/schema.ts'
import { withoutNulls } from '../mysql/without-nulls.ts'

/** An interaction of a customer, or a lead form that they filled in. */
export interface TimelineEntry {
  /** ms */
  readonly ts: number
  /** `facebookFeed`, `facebookMessenger`, `lead`. */
  readonly channel: string
  readonly what: string
  readonly direction: string
  readonly pageId?: string
  /** The customer's origin that it came with, where the customer is several ids. */
  readonly originPId?: string
  readonly text?: string
}

/** The latest of the customer in all channels, newest first, without receipts. `leadIds` are ids of the kind `lead`. */
export async function findTimeline(
  db: Kysely<Database>,
  {
    pId,
    leadIds,
    limit,
  }: { readonly pId: ProfileId; readonly leadIds: readonly string[]; readonly limit: number },
): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom('interaction as i')
    .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .select(['i.ts', 'i.channel', 'i.interactionType', 'i.direction', 'i.pageId', 'i.originPId'])
    .select(['m.text', 'f.message', 'f.verb'])
    .where('i.pId', '=', pId)
    .where((eb) => eb(eb.fn.coalesce('i.interactionType', eb.val('')), 'not in', ['delivery', 'read']))
    .orderBy('i.ts', 'desc')
    .orderBy('i.kwInteractionId', 'desc')
    .limit(limit)
    .execute()
  const interactions = rows.map(
    ({ ts, channel, interactionType, direction, verb, message, text, ...row }) => ({
      ts: ts?.getTime() ?? 0,
      channel: channel ?? '',
      what: [interactionType, verb].filter((word) => word !== null && word !== '').join(' '),
      direction: direction ?? '',
      ...withoutNulls({ pageId: row.pageId, originPId: row.originPId, text: text ?? message }),
    }),
  )
  const leads = await findLeads(db, leadIds, limit)
  return [...interactions, ...leads].toSorted((a, b) => b.ts - a.ts).slice(0, limit)
}

async function findLeads(
  db: Kysely<Database>,
  leadIds: readonly string[],
  limit: number,
): Promise<TimelineEntry[]> {
  if (leadIds.length === 0) return []
  const rows = await db
    .selectFrom('lead')
    .select(['createdTs', 'pageId', 'formId', 'answers'])
    .where('leadId', 'in', leadIds)
    .orderBy('createdTs', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ createdTs, pageId, formId, answers }) => ({
    ts: Number(createdTs),
    channel: 'lead',
    what: formId === null ? 'lead form' : `lead form ${formId}`,
    direction: 'in',
    ...withoutNulls({ pageId, text: answers }),
  }))
}

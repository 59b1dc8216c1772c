/** A lead's values, its customer and their profile, in one transaction. */
import type { Kysely, Transaction } from 'kysely'
import { anonymousProfileId } from '../../domain/event-key.ts'
import type { CustomerKey, IdentityLink } from '../../domain/identity-link.ts'
import type { FetchedLead } from '../../domain/lead.ts'
import type { ProfileFact } from '../../domain/profile-fact.ts'
import { findIdRows } from '../identity/customer-ids.ts'
import { recordFacts } from '../identity/profile-facts.ts'
import { recordLinks } from '../identity/record-links.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type CheckedLinks, type KnownForgotten, withoutForgottenLinks } from '../identity/forgotten-links.ts'

export interface SettledLead {
  readonly fetched: FetchedLead
  readonly facts: readonly ProfileFact[]
  readonly links: readonly IdentityLink[]
  readonly tombstones: KnownForgotten
  /** ms since the epoch */
  readonly now: number
}

export interface SavedLead {
  /** The ids whose customer has to be found anew. */
  readonly touched: readonly CustomerKey[]
  /** The lead was never settled before. */
  readonly isFirst: boolean
}

/**
 * The lead is `fetched`, its facts and links are recorded, and its interaction belongs to its customer. Another worker
 * may have done it before: then nothing changes. Neither does it where the customer was forgotten since.
 */
export async function saveLead(
  db: Kysely<Database>,
  { fetched, facts, links, tombstones, now }: SettledLead,
): Promise<SavedLead> {
  return await inTransaction(db, async (transaction) => {
    const { leadId, answers, createdTs: _createdTs, isOrganic, ...told } = fetched
    const checked = await withoutForgottenLinks(transaction, links, tombstones)
    if (checked.length < links.length) return { touched: [], isFirst: false }
    const before = await transaction
      .selectFrom('lead')
      .select('settledTs')
      .where('leadId', '=', leadId)
      .where('dueTs', 'is not', null)
      .forUpdate()
      .executeTakeFirst()
    if (before === undefined) return { touched: [], isFirst: false }
    await transaction
      .updateTable('lead')
      .set({
        ...told,
        ...(isOrganic === undefined ? {} : { isOrganic: isOrganic ? 1 : 0 }),
        answers: JSON.stringify(answers),
        state: 'fetched',
        reason: null,
        dueTs: null,
        settledTs: String(now),
      })
      .where('leadId', '=', leadId)
      .execute()
    const touched = await recordReading(transaction, { leadId, facts, links: checked })
    return { touched, isFirst: before.settledTs === null }
  })
}

/**
 * What a fetched lead says is recorded again, by another map. A repeat changes nothing, and so does a lead that names a
 * forgotten customer.
 */
export async function recordPastLead(
  db: Kysely<Database>,
  { tombstones, ...reading }: Omit<SettledLead, 'fetched' | 'now'> & { readonly leadId: string },
): Promise<readonly CustomerKey[]> {
  return await inTransaction(db, async (transaction) => {
    const links = await withoutForgottenLinks(transaction, reading.links, tombstones)
    return links.length < reading.links.length ? [] : await recordReading(transaction, { ...reading, links })
  })
}

async function recordReading(
  transaction: Transaction<Database>,
  {
    leadId,
    facts,
    links,
  }: {
    readonly leadId: string
    readonly facts: readonly ProfileFact[]
    readonly links: CheckedLinks
  },
): Promise<readonly CustomerKey[]> {
  await recordFacts(transaction, facts)
  const touched = await recordLinks(transaction, links)
  if (facts.length > 0) await giveInteraction(transaction, leadId)
  return touched
}

/** Facebook names nobody in the webhook. The customer is known by what they filled in. */
async function giveInteraction(transaction: Transaction<Database>, leadId: string): Promise<void> {
  const [id] = (await findIdRows(transaction, [{ kind: 'lead', value: leadId }], 'share')).values()
  const lead = await transaction
    .selectFrom('lead')
    .select('kwInteractionId')
    .where('leadId', '=', leadId)
    .executeTakeFirst()
  if (id === undefined || lead === undefined || lead.kwInteractionId === null) return
  const { pId, originPId } = id
  await transaction
    .updateTable('interaction')
    .set({ pId, originPId: originPId === pId ? null : originPId })
    .where('kwInteractionId', '=', lead.kwInteractionId)
    .where('pId', '=', anonymousProfileId)
    .execute()
}

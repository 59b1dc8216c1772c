/** The table `lead`: each lead that an event of this batch tells of, once. */
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import type { Psid } from '../../domain/ids.ts'
import type { LeadFinding } from '../../domain/lead.ts'
import { toLeadNotice } from '../../domain/lead-notice.ts'
import { databaseNow } from '../mysql/database-clock.ts'
import { givenValue } from '../mysql/latest-value.ts'
import { found } from '../mysql/require-found.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * A new lead is due: its values are fetched, or, if the thread brought them, its customer is linked. A lead that is
 * known keeps its row, whichever event comes first; a thread that only now tells of it makes it due again. So does the
 * first event of a lead that was fetched without one, as its customer is linked by it. Most batches have no such event,
 * and cost nothing.
 */
export async function recordLeads(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = events.flatMap((event) => {
    const notice = toLeadNotice(event)
    if (notice === undefined) return []
    const { answers, formId = null, adId = null, psid = null, ...rest } = notice
    return [
      {
        ...rest,
        formId,
        adId,
        psid,
        answers: answers === undefined ? null : JSON.stringify(answers),
        state: answers === undefined ? ('waiting' as const) : ('fetched' as const),
        kwInteractionId: found(ids, event.key),
        foundTs: databaseNow,
        dueTs: databaseNow,
      },
    ]
  })
  if (rows.length === 0) return
  await transaction
    .insertInto('lead')
    .values(rows.toSorted((a, b) => (a.leadId < b.leadId ? -1 : 1)))
    .onDuplicateKeyUpdate({
      // before psid and kwInteractionId: MySQL assigns in this order, and the condition reads the old values
      dueTs: sql<string>`if((${kept('psid')} is null and ${given('psid')} is not null)
        or (${kept('kwInteractionId')} is null and ${kept('state')} = 'fetched'), ${given('dueTs')}, ${kept('dueTs')})`,
      kwInteractionId: leastOf('kwInteractionId'),
      foundBy: sql<LeadFinding>`if(${given('psid')} is not null, ${given('foundBy')}, ${kept('foundBy')})`,
      psid: keptOrGiven<Psid>('psid'),
      formId: keptOrGiven('formId'),
      adId: keptOrGiven('adId'),
      createdTs: leastOf('createdTs'),
    })
    .execute()
}

type Column = keyof Database['lead']

function kept(column: Column): RawBuilder<unknown> {
  return sql.ref(`lead.${column}`)
}

function given(column: Column): RawBuilder<unknown> {
  return givenValue(column)
}

function keptOrGiven<Value = string>(column: Column): RawBuilder<Value> {
  return sql<Value>`coalesce(${kept(column)}, ${given(column)})`
}

function leastOf(column: Column): RawBuilder<string> {
  return sql<string>`least(coalesce(${kept(column)}, ${given(column)}), ${given(column)})`
}

import type { PageEvent } from '../domain/event.ts'
import type { PageId } from '../domain/ids.ts'
import { leadgenField } from '../domain/lead-notice.ts'
import { decodeFeedChange } from './feed-change.ts'

/** The event that the webhook of this lead would have been: with the same key, so that a late webhook is no second one. */
export function toLeadEvent(
  pageId: PageId,
  lead: {
    readonly leadId: string
    readonly formId?: string | undefined
    readonly adId?: string | undefined
    readonly createdTs: number
  },
): PageEvent {
  const value = {
    leadgen_id: lead.leadId,
    page_id: pageId,
    ...(lead.formId === undefined ? {} : { form_id: lead.formId }),
    ...(lead.adId === undefined ? {} : { ad_id: lead.adId }),
    created_time: Math.floor(lead.createdTs / 1000),
  }
  return decodeFeedChange({ field: leadgenField, value }, { object: 'page', pageId, sentAt: lead.createdTs })
}

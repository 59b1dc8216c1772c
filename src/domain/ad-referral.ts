import { isFeedEvent, type PageEvent } from './event.ts'
import { idOf, parseEventJson, recordOf, textOf } from './event-json.ts'
import { toLeadNotice } from './lead-notice.ts'

/** Which ad, m.me link or lead ad brought the customer to this event. */
export interface AdReferral {
  /** The id that came, as in `chan2Profile`. */
  readonly channelId: string
  readonly cidType: 'facebook' | 'lead'
  readonly adId: string | null
  readonly adTitle: string | null
  /** Facebook's word: ADS, SHORTLINK, CUSTOMER_CHAT_PLUGIN …; LEAD_FORM for a lead ad. */
  readonly source: string | null
  /** Facebook's word: OPEN_THREAD, LEAD_COMPLETE … */
  readonly type: string | null
  readonly ref: string | null
  readonly postId: string | null
  readonly productId: string | null
}

const kinds = new Set(['message', 'postback', 'referral', 'optin'])
/** Without it `valueRaw` need not be parsed, and most messages are without it. */
const sign = /"(?:referral|ref)"/

/** Undefined: nothing tells where the customer came from. */
export function toAdReferral(event: PageEvent): AdReferral | undefined {
  if (isFeedEvent(event)) return ofLead(event)
  const { type, actor, messenger, direction } = event
  if (actor.is !== 'person' || direction !== 'in' || !kinds.has(type) || !sign.test(messenger.valueRaw))
    return undefined
  const raw = parseEventJson(messenger.valueRaw)
  const body = recordOf(raw[type])
  const given = recordOf(
    type === 'optin' || type === 'referral' ? body : (body['referral'] ?? raw['referral']),
  )
  const context = recordOf(given['ads_context_data'])
  const found = {
    adId: idText(given['ad_id'], 64),
    adTitle: text(context['ad_title'], 255),
    source: ascii(given['source'], 45),
    type: type === 'optin' ? 'OPT_IN' : ascii(given['type'], 45),
    ref: text(given['ref'], 500),
    postId: idText(context['post_id'], 100),
    productId: idText(context['product_id'] ?? recordOf(given['product'])['id'], 64),
  }
  if ([found.adId, found.ref, found.productId, found.source].every((fact) => fact === null)) return undefined
  return { channelId: actor.id, cidType: 'facebook', ...found }
}

/** A lead ad brought its lead. An organic lead has no ad. */
function ofLead(event: PageEvent): AdReferral | undefined {
  const notice = toLeadNotice(event)
  if (notice?.adId === undefined) return undefined
  return {
    channelId: notice.leadId,
    cidType: 'lead',
    adId: notice.adId,
    adTitle: null,
    source: 'LEAD_FORM',
    type: null,
    ref: null,
    postId: null,
    productId: null,
  }
}

function text(value: unknown, length: number): string | null {
  return textOf(value)?.slice(0, length).toWellFormed() ?? null
}

function idText(value: unknown, length: number): string | null {
  const id = ascii(idOf(value), length)
  return id === '0' ? null : id
}

function ascii(value: unknown, length: number): string | null {
  const given = textOf(value)
  return given === undefined || given.length > length || !/^[\x20-\x7e]+$/.test(given) ? null : given
}

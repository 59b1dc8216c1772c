import { isFeedEvent, type FeedEvent, type MessengerEvent, type PageEvent } from './event.ts'
import { idOf, listOf, parseEventJson, recordOf, textOf } from './event-json.ts'
import type { LeadAnswers, LeadNotice } from './lead.ts'

/** The field of the feed that tells of leads, and so the type of its events. */
export const leadgenField = 'leadgen'

const submitted = 'messaging_in_thread_lead_form_submit'

/** What the event tells of a lead. Undefined for other events, and for a lead that nothing names. */
export function toLeadNotice(event: PageEvent): LeadNotice | undefined {
  if (isFeedEvent(event)) return event.feed.field === leadgenField ? ofChange(event) : undefined
  return event.type === 'referral' || event.type === submitted ? ofThread(event) : undefined
}

function ofChange({ feed, pageId, ts }: FeedEvent): LeadNotice | undefined {
  const value = parseEventJson(feed.valueRaw ?? '{}')
  const leadId = leadIdOf(value)
  if (leadId === undefined) return undefined
  return { leadId, pageId, createdTs: ts, foundBy: 'webhook', ...formOf(value) }
}

/**
 * A lead ad of Messenger asks its questions in the thread, and the end of that is a referral. A form that the Page sent
 * into the thread ends in an event of its own. Some name a leadgen id, which Facebook is asked for.
 */
function ofThread({ key, type, pageId, ts, actor, messenger }: MessengerEvent): LeadNotice | undefined {
  if (actor.is !== 'person') return undefined
  const raw = parseEventJson(messenger.valueRaw)
  const referral = recordOf(raw['referral'])
  if (type === 'referral' && referral['type'] !== 'LEAD_COMPLETE') return undefined
  const form = recordOf(raw[type === 'referral' ? 'lead' : submitted])
  const answers = answersOf(form)
  const leadId = leadIdOf(form)
  if (leadId === undefined && answers === undefined) return undefined
  return {
    leadId: leadId ?? `thread-${key}`,
    pageId,
    createdTs: ts,
    foundBy: 'thread',
    psid: actor.id,
    ...formOf({ ...referral, ...form }),
    ...(answers === undefined ? {} : { answers }),
  }
}

function leadIdOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const id = idOf(value['leadgen_id']) ?? idOf(value['lead_id'])
  return id !== undefined && /^\d{1,64}$/.test(id) && id !== '0' ? id : undefined
}

/** An organic lead has no ad: the id is absent or 0. */
function formOf(value: Readonly<Record<string, unknown>>): Pick<LeadNotice, 'formId' | 'adId'> {
  const formId = digitsOf(value['form_id'])
  const adId = digitsOf(value['ad_id'])
  return { ...(formId === undefined ? {} : { formId }), ...(adId === undefined ? {} : { adId }) }
}

function digitsOf(value: unknown): string | undefined {
  const id = idOf(value)
  return id !== undefined && /^\d{1,64}$/.test(id) && id !== '0' ? id : undefined
}

/** Facebook names the lists differently: question and answer in a thread, name and values elsewhere. */
function answersOf(form: Readonly<Record<string, unknown>>): LeadAnswers | undefined {
  const items = [...listOf(form['data']), ...listOf(form['field_data'])].map(recordOf)
  return toAnswers(
    items.map((item) => ({
      name: textOf(item['question']) ?? textOf(item['name']),
      values: [item['answer'], ...listOf(item['values'])].flatMap((value) => idOf(value) ?? []),
    })),
  )
}

const mostQuestions = 100
const longestAnswer = 4_000

/** Undefined: there is no value. A question that is asked twice keeps all of its values. */
export function toAnswers(
  items: readonly { readonly name: string | undefined; readonly values: readonly string[] }[],
): LeadAnswers | undefined {
  const found = new Map<string, string[]>()
  for (const { name, values } of items.slice(0, mostQuestions)) {
    const given = values
      .map((value) => value.slice(0, longestAnswer).toWellFormed())
      .filter((value) => value !== '')
    if (name === undefined || given.length === 0) continue
    const key = name.slice(0, 500).toWellFormed()
    found.set(key, [...(found.get(key) ?? []), ...given])
  }
  if (found.size === 0) return undefined
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

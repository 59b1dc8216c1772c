/** What a lead says about its customer: columns of `profile`, and evidence of who they are. */
import type { CustomerKey, IdentityLink } from '../domain/identity-link.ts'
import type { PageId, Psid } from '../domain/ids.ts'
import type { LeadAnswers } from '../domain/lead.ts'
import type { ProfileFact } from '../domain/profile-fact.ts'
import { isBadValue, toEmail, toPhone } from '../identity/contact-values.ts'
import { columnFor, fullName, type LeadMap } from './lead-map.ts'

export interface ReadableLead {
  readonly leadId: string
  readonly pageId: PageId
  readonly formId?: string | undefined
  readonly psid?: Psid | undefined
  /** ms since the epoch */
  readonly createdTs: number
  readonly answers: LeadAnswers
}

export interface LeadReading {
  readonly facts: readonly ProfileFact[]
  readonly links: readonly IdentityLink[]
  /** Questions that no column takes, and why. */
  readonly unread: readonly { readonly question: string; readonly because: 'no_column' | 'not_usable' }[]
}

export interface LeadReadingOptions {
  readonly map: LeadMap
  /** ISO code: the country of phones that are written without their country's code. */
  readonly country?: string | undefined
}

/**
 * The first usable value of each column, as the customer attests it. E-mails and phones have the form of ids, and each
 * links the lead. A lead of a thread is linked with the customer of the thread.
 */
export function factsOfLead(lead: ReadableLead, options: LeadReadingOptions): LeadReading {
  const values = new Map<string, string>()
  const ids = new Map<string, CustomerKey>()
  const unread: LeadReading['unread'][number][] = []
  for (const [question, given] of Object.entries(lead.answers)) {
    const column = columnFor(options.map, { formId: lead.formId, question })
    if (column === undefined) {
      unread.push({ question, because: 'no_column' })
      continue
    }
    const read = readValue(column, typeof given === 'string' ? [given] : given, options)
    if (read.values.length === 0) unread.push({ question, because: 'not_usable' })
    for (const [name, value] of read.values) if (!values.has(name)) values.set(name, value)
    for (const id of read.ids) ids.set(`${id.kind}:${id.value}`, id)
  }
  const source = { kind: 'lead' as const, id: lead.leadId }
  const of = { kind: 'lead', value: lead.leadId }
  const common = { strength: 'attested' as const, source, ts: lead.createdTs }
  if (lead.psid !== undefined) ids.set('thread', { kind: 'facebook', value: lead.psid })
  return {
    facts: [...values].map(([name, value]) => ({ of, name, value, ...common })),
    links: [...ids.values()].map((b) => ({
      a: of,
      b,
      evidence: 'lead_form',
      pageId: lead.pageId,
      ...common,
      // A moment after the lead: so the lead is the older id, and no e-mail becomes the `pId`.
      ts: lead.createdTs + 1,
    })),
    unread,
  }
}

interface ReadValue {
  readonly values: readonly (readonly [column: string, value: string])[]
  readonly ids: readonly CustomerKey[]
}

const nothing: ReadValue = { values: [], ids: [] }

function readValue(column: string, given: readonly string[], { country }: LeadReadingOptions): ReadValue {
  const kind = column === 'email' || column === 'phone' ? column : undefined
  if (kind !== undefined) {
    const ids = given.flatMap((text) => {
      const value = kind === 'email' ? toEmail(text) : toPhone(text, country)
      return value === undefined || isBadValue({ kind, value }) ? [] : [{ kind, value }]
    })
    const [first] = ids
    return first === undefined ? nothing : { values: [[column, first.value]], ids }
  }
  const text = given
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .join(', ')
  if (text === '') return nothing
  if (column !== fullName) return { values: [[column, text]], ids: [] }
  const [firstName = '', ...rest] = text.split(/\s+/)
  const lastName = rest.join(' ')
  return {
    values: [['firstName', firstName], ...(lastName === '' ? [] : [['lastName', lastName] as const])],
    ids: [],
  }
}

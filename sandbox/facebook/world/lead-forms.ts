/** Lead forms of a Page, and what customers fill in. */
import { WireNumber, type Wire } from '../webhooks/wire.ts'
import { emitFeedEvent } from './feed-event.ts'
import type { Ad, Lead, LeadForm, Page } from './state.ts'
import { secondOf, type World } from './world.ts'

export function createLeadForm(world: World, page: Page, name: string): LeadForm {
  const form: LeadForm = { id: world.ids.object(), name, status: 'ACTIVE', leads: [] }
  page.leadForms.set(form.id, form)
  return form
}

export interface Submission {
  readonly form: LeadForm
  readonly values: Readonly<Record<string, string | readonly string[]>>
  readonly ad?: Ad
  /** ms; now when left out. */
  readonly at?: number
}

/** The lead is at Facebook. A webhook tells of it, or is lost. */
export function submitLead(
  world: World,
  page: Page,
  { form, values, ad, at = world.now() }: Submission,
): Lead {
  const isLost = world.faults.happens('lead-lost', page.id)
  const lead: Lead = {
    id: world.ids.object(),
    form,
    created: secondOf(at),
    ad,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
    ),
    isHidden: world.faults.happens('lead-hidden', page.id),
    isLost,
  }
  form.leads.push(lead)
  page.leads.set(lead.id, lead)
  if (!isLost) tellLead(world, page, lead)
  return lead
}

function tellLead(world: World, page: Page, { id, form, created, ad }: Lead): void {
  const isNumeric = world.faults.happens('numeric-ids')
  const digits = (text: string): Wire => (isNumeric ? new WireNumber(text) : text)
  const value = {
    leadgen_id: digits(id),
    form_id: digits(form.id),
    page_id: digits(page.id),
    ad_id: ad === undefined ? new WireNumber('0') : digits(ad.id),
  }
  // Facebook names nobody; the reader knows the customer once it has fetched the lead.
  emitFeedEvent(world, { field: 'leadgen', page, created, value, open: ['pId'], anyActor: true })
}

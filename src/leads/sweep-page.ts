/** Reads the lead forms of a Page, and finds leads of which no webhook told. */
import type { PageEvent } from '../domain/event.ts'
import type { PageId } from '../domain/ids.ts'
import { type FetchedLead, leadLifeMs } from '../domain/lead.ts'
import type { KnownForm, LeadForms } from '../db/leads/lead-forms.ts'
import type { LeadStanding, SweptLead } from '../db/leads/swept-leads.ts'
import { toLeadEvent } from '../facebook/lead-event.ts'
import type { GraphCall, PageAccess } from '../facebook/graph/graph-call.ts'
import { findFormLeads, findLeadForms, type LeadForm } from '../facebook/graph/leads.ts'

export interface SweepPageOptions {
  readonly call: GraphCall
  readonly findToken: (pageId: PageId) => Promise<string | undefined>
  readonly forms: LeadForms
  readonly standingOf: (leadIds: readonly string[]) => Promise<LeadStanding>
  /** Leads of customers who were forgotten: Facebook may still have them. */
  readonly findForgotten: (leadIds: readonly string[]) => Promise<ReadonlySet<string>>
  readonly insertSwept: (pageId: PageId, leads: readonly SweptLead[]) => Promise<void>
  readonly record: (events: readonly PageEvent[]) => Promise<unknown>
  readonly settleFetched: (fetched: FetchedLead) => Promise<void>
  readonly now: () => number
  readonly deadlineMs: number
}

export interface Sweeping {
  /** Leads younger than this are left to their webhooks, ms. */
  readonly graceMs: number
  /** Reads every form, and as far back as Facebook does. */
  readonly isWhole?: boolean
}

export interface Swept {
  readonly forms: number
  /** Forms whose leads were read. */
  readonly readForms: number
  readonly leads: number
  /** Leads of which no webhook told. */
  readonly found: number
}

/** A webhook may come some minutes late. */
export const sweepGraceMs = 10 * 60_000

const hourMs = 3_600_000
/** Read again each time: Facebook's lists may show a lead late. */
const overlapMs = hourMs
/** A form whose number of leads is that of the last time is read all the same after this time. */
const trustCountMs = 24 * hourMs

/**
 * Every lead that Facebook shows has its row, its interaction and its customer, once. Undefined: the Page has no token.
 * A repeat finds nothing new. Throws what a Graph call throws, and goes on from there the next time.
 */
export function createSweepPage(
  options: SweepPageOptions,
): (pageId: PageId, how: Sweeping) => Promise<Swept | undefined> {
  const { call, findToken, now, deadlineMs } = options

  async function sweepForm(
    access: PageAccess,
    { formId, leads: count }: LeadForm,
    { known, graceMs, isWhole }: Sweeping & { readonly known: KnownForm | undefined },
  ): Promise<Pick<Swept, 'leads' | 'found'>> {
    const startedAt = now()
    const oldest = startedAt - leadLifeMs
    const sinceTs = isWhole === true ? oldest : Math.max(oldest, (known?.sweptTo ?? 0) - overlapMs)
    let [leads, found, left] = [0, 0, 0]
    for await (const part of partsOf((after) =>
      findFormLeads(call, access, { formId, sinceTs, after, deadlineMs }),
    )) {
      const stored = await store(access.pageId, formId, { part, youngest: startedAt - graceMs })
      leads += part.length
      found += stored.found
      left += stored.left
    }
    await options.forms.markSwept(formId, {
      sweptTs: startedAt,
      sweptTo: startedAt - graceMs,
      ...(count === undefined || left > 0 ? {} : { leads: count }),
    })
    return { leads, found }
  }

  async function store(
    pageId: PageId,
    formId: string,
    { part, youngest }: { readonly part: readonly FetchedLead[]; readonly youngest: number },
  ): Promise<{ readonly found: number; readonly left: number }> {
    const byId = new Map(
      part.map((lead) => [lead.leadId, { formId, ...lead, createdTs: lead.createdTs ?? now() }]),
    )
    const { unknown, unrecorded, unfetched } = await options.standingOf([...byId.keys()])
    const forgotten = await options.findForgotten([...unknown, ...unrecorded])
    const kept = (leadIds: readonly string[]) =>
      leadIds.filter((leadId) => !forgotten.has(leadId)).flatMap((leadId) => byId.get(leadId) ?? [])
    const missing = kept(unknown)
    const lost = missing.filter(({ createdTs }) => createdTs <= youngest)
    await options.insertSwept(pageId, lost)
    await options.record([...lost, ...kept(unrecorded)].map((lead) => toLeadEvent(pageId, lead)))
    const open = [...new Set([...unrecorded, ...unfetched])].flatMap((leadId) => byId.get(leadId) ?? [])
    for (const lead of [...lost, ...open]) await options.settleFetched(lead)
    return { found: lost.length, left: missing.length - lost.length }
  }

  return async function sweepPage(pageId, how) {
    const token = await findToken(pageId)
    if (token === undefined) return undefined
    const access = { pageId, token }
    const swept = { forms: 0, readForms: 0, leads: 0, found: 0 }
    for await (const forms of partsOf((after) => findLeadForms(call, access, { after, deadlineMs }))) {
      const known = new Map((await options.forms.keep(pageId, forms)).map((form) => [form.formId, form]))
      swept.forms += forms.length
      for (const form of forms) {
        const before = known.get(form.formId)
        if (how.isWhole !== true && !hasNews(form, before, now())) continue
        const { leads, found } = await sweepForm(access, form, { ...how, known: before })
        swept.readForms += 1
        swept.leads += leads
        swept.found += found
      }
    }
    return swept
  }
}

function hasNews({ leads }: LeadForm, known: KnownForm | undefined, now: number): boolean {
  const isKnown = leads !== undefined && leads === known?.leads
  return !isKnown || now - (known?.sweptTs ?? 0) > trustCountMs
}

async function* partsOf<T>(
  ask: (
    after: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): AsyncGenerator<readonly T[]> {
  for (let after: string | undefined; ;) {
    const { items, next } = await ask(after)
    yield items
    if (next === undefined || next === after) return
    after = next
  }
}

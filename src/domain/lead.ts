/** A lead: what a customer filled into a lead form of the Page. */
import type { PageId, Psid } from './ids.ts'

/**
 * `lead.state`:
 * - `waiting`: Facebook is asked for what the customer filled in.
 * - `fetched`: it is there, and the customer is linked.
 * - `parked`: Facebook does not give it now, and an operator can change that. It is asked for again later.
 * - `gone`: Facebook does not have it any more.
 */
export const leadStates = ['waiting', 'fetched', 'parked', 'gone'] as const
export type LeadState = (typeof leadStates)[number]

/** `lead.foundBy`: a webhook of `leadgen` told of it, only the sweep found it, or it was part of a thread. */
export const leadFindings = ['webhook', 'sweep', 'thread'] as const
export type LeadFinding = (typeof leadFindings)[number]

/** What the customer filled in, by the name of the question: a value, or a list where there are several. */
export type LeadAnswers = Readonly<Record<string, string | readonly string[]>>

/** What an event tells of a lead. */
export interface LeadNotice {
  readonly leadId: string
  readonly pageId: PageId
  /** ms since the epoch */
  readonly createdTs: number
  readonly foundBy: LeadFinding
  readonly formId?: string
  readonly adId?: string
  /** The lead was part of this customer's thread. */
  readonly psid?: Psid
  /** Only a lead of a thread brings them along. */
  readonly answers?: LeadAnswers
}

/** What Facebook tells when it is asked for a lead. */
export interface FetchedLead {
  readonly leadId: string
  /** ms since the epoch */
  readonly createdTs?: number
  readonly formId?: string
  readonly adId?: string
  readonly adName?: string
  readonly adsetId?: string
  readonly adsetName?: string
  readonly campaignId?: string
  readonly campaignName?: string
  /** fb, ig */
  readonly platform?: string
  readonly isOrganic?: boolean
  readonly answers: LeadAnswers
}

/** Facebook gives a lead for this long, ms. */
export const leadLifeMs = 90 * 24 * 3_600_000

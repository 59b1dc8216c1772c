/** Asks the Graph API for a lead, and stores what it says about its customer. */
import type { PageId } from '../domain/ids.ts'
import type { FetchedLead, LeadFinding, LeadState } from '../domain/lead.ts'
import type { DueLead, DueRef, Postponement } from '../db/leads/lead-store.ts'
import { PipelineError, RejectedRowsError } from '../errors.ts'
import type { GraphCall } from '../facebook/graph/graph-call.ts'
import { findLead } from '../facebook/graph/leads.ts'
import { judgeLeadFault, type Tried, type Unfetched, whenHidden, withoutToken } from './judge-lead-fault.ts'

export interface SettleLeadOptions {
  readonly call: GraphCall
  readonly findToken: (pageId: PageId) => Promise<string | undefined>
  readonly find: (leadId: string) => Promise<DueLead | undefined>
  /** False: another worker has done something about the lead meanwhile. */
  readonly postpone: (lead: DueRef, why: Postponement) => Promise<boolean>
  /**
   * The lead is fetched, its customer linked, the profile written: in one transaction. False: it was settled before.
   */
  readonly save: (lead: DueLead, fetched: FetchedLead) => Promise<boolean>
  /** The customer was forgotten, and the lead was sent before, or nothing brings them back. */
  readonly isForgotten: (lead: DueLead, fetched: FetchedLead) => Promise<boolean>
  /** Once for each lead, however often it is told. */
  readonly onSettled: (settled: { readonly foundBy: LeadFinding; readonly state: LeadState }) => void
  readonly now: () => number
  readonly deadlineMs: number
}

export interface SettleLead {
  /**
   * The lead is fetched, or it is postponed with the reason: it is tried again when it is due. A lead that is settled
   * stays as it is, so a repeat does no harm. Rejects only with errors of the database.
   */
  settle(leadId: string): Promise<void>
  /** The same for a lead that a sweep has read. */
  settleFetched(fetched: FetchedLead): Promise<void>
}

export function createSettleLead(options: SettleLeadOptions): SettleLead {
  const { call, findToken, save, onSettled, now, deadlineMs } = options

  async function fetch(lead: DueLead): Promise<FetchedLead | Unfetched> {
    const { leadId, pageId, answers, createdTs, attempts } = lead
    if (answers !== undefined) return { leadId, answers }
    const tried = { now: now(), createdTs, attempts }
    try {
      const token = await findToken(pageId)
      if (token === undefined) return withoutToken(tried)
      const found = await findLead(call, { pageId, token }, { leadId, deadlineMs })
      return unlessHidden(found, tried)
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error
      return judgeLeadFault(error, tried)
    }
  }

  /** A column of `profile` may take no such value: an operator may correct the map. */
  async function saveUnlessRefused(
    lead: DueLead,
    fetched: FetchedLead,
  ): Promise<Unfetched | 'first' | 'again'> {
    try {
      return (await save(lead, fetched)) ? 'first' : 'again'
    } catch (error) {
      if (!(error instanceof RejectedRowsError)) throw error
      return { state: 'parked', reason: error.code, dueTs: now() + refusedMs }
    }
  }

  async function finish(lead: DueLead, fetched: FetchedLead | Unfetched): Promise<void> {
    const { foundBy, wasSettled } = lead
    if ('answers' in fetched) {
      if (await options.isForgotten(lead, fetched)) return void (await options.postpone(lead, forgotten))
      const saved = await saveUnlessRefused(lead, fetched)
      if (typeof saved === 'object') return void (await options.postpone(lead, saved))
      if (saved === 'first') onSettled({ foundBy, state: 'fetched' })
      return
    }
    const isPostponed = await options.postpone(lead, fetched)
    if (isPostponed && fetched.dueTs === undefined && !wasSettled)
      onSettled({ foundBy, state: fetched.state })
  }

  return {
    async settle(leadId) {
      const lead = await options.find(leadId)
      if (lead !== undefined) await finish(lead, await fetch(lead))
    },
    async settleFetched(fetched) {
      const lead = await options.find(fetched.leadId)
      if (lead !== undefined) await finish(lead, unlessHidden(fetched, { ...lead, now: now() }))
    },
  }
}

const refusedMs = 3_600_000
const forgotten: Unfetched = { state: 'gone', reason: 'forgotten', dueTs: undefined }

function unlessHidden(found: FetchedLead, tried: Tried): FetchedLead | Unfetched {
  return Object.keys(found.answers).length === 0 ? whenHidden(tried) : found
}

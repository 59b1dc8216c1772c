import {
  type EnrichJob,
  type enrichQueue,
  isLeadJob,
  type LogInToResolve,
  type TurnToEnrich,
} from '../queues/enrich.ts'
import { hop } from '../queues/define-queue.ts'
import { nlpQueue } from '../queues/nlp.ts'
import type { LeadTurn } from '../src/db/leads/open-lead-turn.ts'
import { done, forward, type Step } from './step.ts'

export interface EnrichDeps {
  /** Resolves when the customer's profile is fresh, or when a reply may wait for it no longer. Never fails. */
  readonly refreshProfile: (customer: Pick<TurnToEnrich, 'pageId' | 'psid' | 'pId'>) => Promise<void>
  /** The customer is linked to the number that the brand's service gave. Throws AccountServiceUnavailableError (retry). */
  readonly resolveLogIn?: (logIn: LogInToResolve['logIn']) => Promise<void>
  /**
   * Resolves when the lead is fetched and its customer linked, or when it is postponed. The turn is that of the
   * customer's thread, where there is one and the storyboard has a scene for leads.
   */
  readonly settleLead?: (leadId: string) => Promise<LeadTurn | undefined>
}

/**
 * The customer's profile is fresh, if the Graph API gave it in time. In any case the turn goes on to nlp. A log-in is
 * resolved, and ends here. A lead is fetched, or postponed; a fetched one is a turn where its customer has a thread.
 * Repeat-safe: a fresh profile is not asked for again, a link is stored once, and a settled lead is left as it is.
 */
export function createEnrichStep({
  refreshProfile,
  resolveLogIn,
  settleLead,
}: EnrichDeps): Step<typeof enrichQueue> {
  return async function enrich(job: EnrichJob) {
    if ('logIn' in job) {
      await resolveLogIn?.(job.logIn)
      return done
    }
    if (isLeadJob(job)) {
      const turn = await settleLead?.(job.leadId)
      return turn === undefined ? done : forward(hop(nlpQueue, { v: 1, ...turn }))
    }
    const { pageId, psid, pId, ...turn } = job
    await refreshProfile({ pageId, psid, pId })
    return forward(hop(nlpQueue, turn))
  }
}

import type { EnrichJob, enrichQueue, LogInToResolve, TurnToEnrich } from '../queues/enrich.ts'
import { hop } from '../queues/define-queue.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { done, forward, type Step } from './step.ts'

export interface EnrichDeps {
  /** Resolves when the customer's profile is fresh, or when a reply may wait for it no longer. Never fails. */
  readonly refreshProfile: (customer: Pick<TurnToEnrich, 'pageId' | 'psid' | 'pId'>) => Promise<void>
  /** The customer is linked to the number that the brand's service gave. Throws AccountServiceUnavailableError (retry). */
  readonly resolveLogIn?: (logIn: LogInToResolve['logIn']) => Promise<void>
}

/**
 * The customer's profile is fresh, if the Graph API gave it in time. In any case the turn goes on to nlp. A log-in is
 * resolved, and ends here.
 * Repeat-safe: a fresh profile is not asked for again, and a link is stored once.
 */
export function createEnrichStep({ refreshProfile, resolveLogIn }: EnrichDeps): Step<typeof enrichQueue> {
  return async function enrich(job: EnrichJob) {
    if ('logIn' in job) {
      await resolveLogIn?.(job.logIn)
      return done
    }
    const { turnId, conversationId, pageId, psid, pId, ts } = job
    await refreshProfile({ pageId, psid, pId })
    return forward(hop(nlpQueue, { v: 1, turnId, conversationId, ...(ts === undefined ? {} : { ts }) }))
  }
}

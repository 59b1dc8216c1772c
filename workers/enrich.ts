import type { EnrichJob, enrichQueue } from '../queues/enrich.ts'
import { hop } from '../queues/define-queue.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { forward, type Step } from './step.ts'

export interface EnrichDeps {
  /** Resolves when the customer's profile is fresh, or when a reply may wait for it no longer. Never fails. */
  readonly refreshProfile: (customer: Pick<EnrichJob, 'pageId' | 'psid' | 'pId'>) => Promise<void>
}

/**
 * The customer's profile is fresh, if the Graph API gave it in time. In any case the turn goes on to nlp.
 * Repeat-safe: a fresh profile is not asked for again.
 */
export function createEnrichStep({ refreshProfile }: EnrichDeps): Step<typeof enrichQueue> {
  return async function enrich({ turnId, conversationId, pageId, psid, pId, ts }) {
    await refreshProfile({ pageId, psid, pId })
    return forward(hop(nlpQueue, { v: 1, turnId, conversationId, ...(ts === undefined ? {} : { ts }) }))
  }
}

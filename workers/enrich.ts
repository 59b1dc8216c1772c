import type { EnrichJob, enrichQueue } from '../queues/enrich.ts'
import { hop } from '../queues/define-queue.ts'
import { nlpQueue } from '../queues/nlp.ts'
import { forward, type Step } from './step.ts'

export interface EnrichDeps {
  /** The person's profile is fresh, or was asked for as long as an answer may wait for it. Never fails. */
  readonly refreshProfile: (person: Pick<EnrichJob, 'pageId' | 'psid' | 'pId'>) => Promise<void>
}

/**
 * The person's profile is as fresh as it can be in the time an answer may wait; the turn goes on in any case.
 * Repeat-safe: a fresh profile is not asked for again.
 */
export function createEnrichStep({ refreshProfile }: EnrichDeps): Step<typeof enrichQueue> {
  return async function enrich({ turnId, conversationId, pageId, psid, pId }) {
    await refreshProfile({ pageId, psid, pId })
    return forward(hop(nlpQueue, { v: 1, turnId, conversationId }))
  }
}

/**
 * Looks after leads beside the stages, in processes that run enrich: leads that are due again get a job, and the lead
 * forms of each Page are read for leads of which no webhook told.
 */
import { enrichQueue } from '../queues/enrich.ts'
import { hop } from '../queues/define-queue.ts'
import type { Publisher } from '../queues/publish.ts'
import type { DueSweeps } from '../src/db/leads/due-sweeps.ts'
import type { DueRef } from '../src/db/leads/lead-store.ts'
import type { PageId } from '../src/domain/ids.ts'
import { GraphRejectedError, PipelineError } from '../src/errors.ts'
import type { Swept } from '../src/leads/sweep-page.ts'
import type { Logger } from '../src/telemetry/log.ts'
import type { SharedRounds } from './shared-rounds.ts'

export interface LeadRoundsDeps {
  readonly findDue: (query: { readonly before: number; readonly limit: number }) => Promise<readonly DueRef[]>
  readonly publisher: Pick<Publisher, 'publish'>
  readonly sweeps: DueSweeps
  readonly sweepPage: (pageId: PageId) => Promise<Swept | undefined>
  /** 0: Pages are not swept. */
  readonly sweepEveryMs: number
  readonly log: Pick<Logger, 'info' | 'warn'>
  readonly now: () => number
}

/** The job of a new lead is published by its webhook. */
const everyMs = 5_000
/** About as many as a Page's rate allows until the next round. */
const mostAtOnce = 250
/** The job of a new lead is on its way. */
const afterMs = 2_000
const sweepLookMs = 10_000
const hourMs = 3_600_000
const refusedMs = 24 * hourMs

/** One worker of all publishes due leads, and sweeps Pages. A lost round costs time, a doubled one nothing. */
export function startLeadRounds(rounds: Pick<SharedRounds, 'start'>, deps: LeadRoundsDeps): void {
  const failed = 'cannot look after leads: the next round tries again'
  rounds.start({ name: 'due-leads', everyMs, make: () => publishDue(deps), failed })
  if (deps.sweepEveryMs > 0)
    rounds.start({ name: 'sweep-leads', everyMs: sweepLookMs, make: () => sweepNext(deps), failed })
}

/** A lead that is due has a job. The job of an earlier round is the same one. */
export async function publishDue({ findDue, publisher, now }: LeadRoundsDeps): Promise<void> {
  const due = await findDue({ before: now() - afterMs, limit: mostAtOnce })
  if (due.length === 0) return
  await publisher.publish(due.map(({ leadId, attempts }) => hop(enrichQueue, { v: 1, leadId, attempts })))
}

/** The next Page that is due is swept. Where Facebook refuses it, an operator may help: it is due again in a day. */
export async function sweepNext({
  sweeps,
  sweepPage,
  sweepEveryMs,
  log,
  now,
}: LeadRoundsDeps): Promise<void> {
  const pageId = await sweeps.claimNext(now(), sweepEveryMs)
  if (pageId === undefined) return
  try {
    const swept = await sweepPage(pageId)
    if (swept !== undefined && swept.found > 0)
      log.warn(
        { page: pageId, ...swept },
        'found leads of which no webhook told: `pagebeat page check` says why',
      )
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    const isRefused = error instanceof GraphRejectedError
    const waitMs = isRefused ? refusedMs : Math.min(sweepEveryMs, hourMs / 4)
    await sweeps.postpone(pageId, now() + waitMs)
    log[isRefused ? 'info' : 'warn'](
      { page: pageId, reason: error.code, detail: error.message },
      isRefused
        ? 'Facebook gives no lead forms of this Page: its leads are not swept'
        : 'cannot sweep the leads of this Page now: it is tried again',
    )
  }
}

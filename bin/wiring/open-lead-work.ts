/** What a worker does for leads: the step of enrich, and the rounds beside the stages. */
import type { Redis } from 'ioredis'
import type { Kysely } from 'kysely'
import type { Publisher } from '../../queues/publish.ts'
import { createDueSweeps } from '../../src/db/leads/due-sweeps.ts'
import { openLeadTurn } from '../../src/db/leads/open-lead-turn.ts'
import { findDueLeads } from '../../src/db/leads/lead-store.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { Tombstones } from '../../src/db/privacy/tombstones.ts'
import type { ConversationRules } from '../../src/db/record-events.ts'
import { createPagePauses } from '../../src/db/pages/page-pauses.ts'
import { createPageGate } from '../../src/redis/shared-page-gate.ts'
import { sweepGraceMs } from '../../src/leads/sweep-page.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { startLeadRounds } from '../../workers/lead-rounds.ts'
import type { LeadDeps } from '../../workers/pipeline.ts'
import type { SharedRounds } from '../../workers/shared-rounds.ts'
import { readLeadsConfig } from './leads-config.ts'
import { openLeads } from './open-leads.ts'

export interface LeadWorkOptions {
  readonly db: Kysely<Database>
  /** The database's clock, ms. */
  readonly now: () => number
  readonly redis: Redis
  readonly prefix: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Undefined: there is no storyboard, and no lead is a turn. */
  readonly rules: Pick<ConversationRules, 'listensTo' | 'replyMs'> | undefined
  /** Who was forgotten. Undefined: nobody. */
  readonly tombstones: Pick<Tombstones, 'find' | 'rule'> | undefined
}

export interface LeadWork extends LeadDeps {
  /** For a process that runs enrich. */
  startRounds(
    rounds: SharedRounds,
    deps: { readonly publisher: Pick<Publisher, 'publish'>; readonly log: Logger },
  ): void
  close(): Promise<void>
}

/** Undefined: this installation has no settings for the Graph API. */
export function openLeadWork(options: LeadWorkOptions): LeadWork | undefined {
  const { db, now, redis, prefix, env, rules } = options
  const config = readLeadsConfig(env)
  if (config === undefined) return undefined
  const gate = createPageGate({ pauses: createPagePauses(db), redis, prefix, now })
  const leads = openLeads({ db, now, config, gate, tombstones: options.tombstones })
  return {
    async settleLead(leadId) {
      await leads.settle(leadId)
      if (rules?.listensTo('lead') !== true) return undefined
      const at = now()
      return await openLeadTurn(db, { leadId, since: at - (rules.replyMs ?? Infinity), now: at })
    },
    startRounds(rounds, deps) {
      startLeadRounds(rounds, {
        ...deps,
        findDue: (query) => findDueLeads(db, query),
        sweeps: createDueSweeps(db),
        sweepPage: (pageId) => leads.sweepPage(pageId, { graceMs: sweepGraceMs }),
        sweepEveryMs: config.sweepEveryMs,
        now,
      })
    },
    close: () => leads.close(),
  }
}

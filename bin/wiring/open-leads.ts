/** Ties leads to the database, to the Graph API and to the map of their questions. */
import type { Kysely } from 'kysely'
import { createLeadForms } from '../../src/db/leads/lead-forms.ts'
import { type DueLead, findDueLead, postponeLead } from '../../src/db/leads/lead-store.ts'
import { saveLead } from '../../src/db/leads/save-lead.ts'
import { insertSweptLeads, standingOf } from '../../src/db/leads/swept-leads.ts'
import { resolveSoon } from '../../src/db/identity/link-now.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createPageTokens } from '../../src/db/pages/page-tokens.ts'
import type { Tombstones } from '../../src/db/privacy/tombstones.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import type { FetchedLead } from '../../src/domain/lead.ts'
import { createGraph } from '../../src/facebook/graph/compose.ts'
import type { PageGate, UsageGate } from '../../src/facebook/graph/page-gate.ts'
import { withRetries } from '../../src/facebook/graph/with-retries.ts'
import { factsOfLead, type LeadReading } from '../../src/leads/facts-of-lead.ts'
import { createSettleLead, type SettleLead } from '../../src/leads/settle-lead.ts'
import { createSweepPage } from '../../src/leads/sweep-page.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { countCommitted } from '../../src/telemetry/count-events.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import type { LeadsConfig } from './leads-config.ts'

export interface OpenLeads extends SettleLead {
  readonly sweepPage: ReturnType<typeof createSweepPage>
  close(): Promise<void>
}

export interface LeadsOptions {
  readonly db: Kysely<Database>
  /** The database's clock, ms. */
  readonly now: () => number
  readonly config: LeadsConfig
  /** Shared with all that call for the same Pages. Absent: in memory, for a command of an operator. */
  readonly gate?: PageGate & UsageGate
  /** Who was forgotten. Undefined: nobody. */
  readonly tombstones?: Pick<Tombstones, 'find' | 'rule'> | undefined
}

const deadlineMs = 10_000
/** A process that dies in a sweep leaves rows behind: they are fetched one by one after this time. */
const sweptDueMs = 120_000

export function openLeads({ db, now, config, gate, tombstones }: LeadsOptions): OpenLeads {
  const tokens = createPageTokens(createAppParams(db, createSecretBox(config.secretKeys)))
  const graph = createGraph({
    url: config.graphUrl,
    version: config.graphVersion,
    appSecret: config.appSecret,
    now,
    ...(gate === undefined ? {} : { gate }),
    readToken(pageId) {
      tokens.forget(pageId)
      return tokens.find(pageId)
    },
  })
  const { record } = createEventRecorder(db, { onCommitted: countCommitted, tombstones })

  function read(lead: DueLead, fetched: FetchedLead): LeadReading {
    const { createdTs = lead.createdTs, formId = lead.formId } = fetched
    return factsOfLead({ ...lead, ...fetched, createdTs, formId }, config)
  }

  async function save(lead: DueLead, fetched: FetchedLead): Promise<boolean> {
    const { facts, links } = read(lead, fetched)
    const { touched, isFirst } = await saveLead(db, { fetched, facts, links, tombstones, now: now() })
    await resolveSoon(db, touched)
    return isFirst
  }

  const leads = createSettleLead({
    call: graph.call,
    findToken: tokens.find,
    find: (leadId) => findDueLead(db, leadId),
    postpone: (lead, why) => postponeLead(db, lead, { ...why, now: now() }),
    save,
    async isForgotten(lead, fetched) {
      if (tombstones === undefined) return false
      const ids = [{ kind: 'lead', value: lead.leadId }, ...read(lead, fetched).links.map(({ b }) => b)]
      const times = [...(await tombstones.find(db, ids)).values()]
      return times.some((ts) => tombstones.rule === 'for_ever' || lead.createdTs <= ts)
    },
    onSettled: ({ foundBy, state }) => metrics.leads.inc({ found_by: foundBy, state }),
    now,
    deadlineMs,
  })
  return {
    ...leads,
    sweepPage: createSweepPage({
      call: withRetries(graph.call),
      findToken: tokens.find,
      forms: createLeadForms(db),
      standingOf: (leadIds) => standingOf(db, leadIds),
      async findForgotten(leadIds) {
        const ids = leadIds.map((value) => ({ kind: 'lead', value }))
        const found = (await tombstones?.find(db, ids)) ?? new Map<string, number>()
        return new Set(ids.filter((id) => found.has(nameOfKey(id))).map(({ value }) => value))
      },
      insertSwept: (pageId, swept) =>
        insertSweptLeads(db, swept, { pageId, now: now(), dueTs: now() + sweptDueMs }),
      record,
      settleFetched: leads.settleFetched,
      now,
      deadlineMs,
    }),
    close: () => graph.close(),
  }
}

/** Forgetting of customers: its steps in order, over all stores. */
import type { Redis } from 'ioredis'
import type { Kysely } from 'kysely'
import { forgetJobs } from '../../queues/forget-jobs.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { closeCustomer, type CloseOptions } from '../../src/db/privacy/close-customer.ts'
import { forgetDeadLetters, forgetNotifications } from '../../src/db/privacy/forget-bytes.ts'
import { forgetConversations } from '../../src/db/privacy/forget-conversations.ts'
import { forgetInteractions } from '../../src/db/privacy/forget-interactions.ts'
import { forgetLeftovers } from '../../src/db/privacy/forget-leftovers.ts'
import { createForgetRuns, type ForgetRun, type ForgetRuns } from '../../src/db/privacy/forget-runs.ts'
import { findContents } from '../../src/db/privacy/person-contents.ts'
import { rewriteLedger } from '../../src/db/privacy/rewrite-ledger.ts'
import { createTombstones, type Tombstones } from '../../src/db/privacy/tombstones.ts'
import type { ProfileId } from '../../src/domain/ids.ts'
import { facebookIds, type ForgetPlan, type Removed } from '../../src/privacy/forget-plan.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { type ForgetStep, runForget } from '../../src/privacy/run-forget.ts'
import { createSecretBox } from '../../src/secret-box.ts'

export interface Forgetting {
  readonly runs: ForgetRuns
  readonly tombstones: Tombstones
  /** The customer is gone for everybody; `finish` removes the rest. Undefined: there is no such customer. */
  close(pId: ProfileId, options: CloseOptions): Promise<string | undefined>
  /** Nothing of the customer is left. May be called again after a crash. */
  finish(run: ForgetRun, onStep?: (name: string) => void): Promise<void>
}

export interface ForgettingOptions {
  readonly db: Kysely<Database>
  readonly redis: Redis
  readonly prefix: string
  readonly secretKeys: readonly string[]
  readonly now?: () => number
}

export function openForgetting({
  db,
  redis,
  prefix,
  secretKeys,
  now = Date.now,
}: ForgettingOptions): Forgetting {
  const runs = createForgetRuns(db, createSecretBox(secretKeys), now)
  const tombstones = createTombstones(createIdDigests(secretKeys))
  const steps = stepsOf(db, { redis, prefix })
  /** All once more in a minute, for what was under way. */
  const followUp: ForgetStep = {
    name: 'follow_up',
    async run(plan) {
      const later = { ...plan, lastInteractionId: '0', sinceTs: plan.forgottenTs - marginMs }
      await runs.open(db, later, { reason: 'late', removed: {} })
      return {}
    },
  }
  return {
    runs,
    tombstones,
    close: (pId, options) => closeCustomer(db, pId, { runs, tombstones, now }, options),
    finish: (run, onStep) =>
      runForget(run, {
        steps: run.reason === 'late' ? steps : [...steps, followUp],
        runs,
        ...(onStep === undefined ? {} : { onStep }),
      }),
  }
}

/** Jobs come first: what they carry would be recorded again. Interactions come late: they tell what else to look for. */
function stepsOf(
  db: Kysely<Database>,
  { redis, prefix }: Pick<ForgettingOptions, 'redis' | 'prefix'>,
): readonly ForgetStep[] {
  async function tracesOf(plan: ForgetPlan) {
    const { contents, firstTs } = await findContents(db, plan)
    const ids = new Set(facebookIds(plan))
    return { ids, contents: new Set(contents.map(({ id }) => id)), dated: contents, firstTs }
  }
  async function removeFromJobs(plan: ForgetPlan): Promise<Removed> {
    const conversationIds = new Set(plan.conversationIds)
    const { removed, rewritten } = await forgetJobs(redis, prefix, {
      ...(await tracesOf(plan)),
      conversationIds,
    })
    return { jobs: removed, jobsRewritten: rewritten }
  }
  return [
    { name: 'jobs', run: removeFromJobs },
    {
      name: 'ledger',
      async run(plan, { progress, note }) {
        const { ids, dated, firstTs } = await tracesOf(plan)
        const since = plan.sinceTs ?? firstTs
        if (since === undefined) return {}
        const range = { fromTs: since - marginMs, contents: dated, progress }
        await rewriteLedger(db, ids, range, ({ progress: so, rewritten, deleted }) =>
          note(so, { webhookDelivery: deleted, webhookDeliveryRewritten: rewritten }),
        )
        return {}
      },
    },
    { name: 'dead_letters', run: async (plan) => await forgetDeadLetters(db, await tracesOf(plan)) },
    { name: 'notifications', run: async (plan) => await forgetNotifications(db, await tracesOf(plan)) },
    {
      name: 'interactions',
      async run(plan, { note }) {
        await forgetInteractions(db, plan, (removed) => note('', removed))
        return {}
      },
    },
    { name: 'conversations', run: (plan) => forgetConversations(db, plan) },
    { name: 'leftovers', run: (plan) => forgetLeftovers(db, plan) },
    { name: 'jobs_again', run: removeFromJobs },
  ]
}

/** Clocks of the servers may differ, and an event may have happened before its delivery. */
const marginMs = 3_600_000

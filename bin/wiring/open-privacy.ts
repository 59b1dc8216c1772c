/**
 * What a worker does besides its stages: it forgets customers, removes what is old, and does what users of the console ask
 * to be done with customers.
 */
import type { Redis } from 'ioredis'
import type { Kysely } from 'kysely'
import { cleanFinished } from '../../queues/clean-finished.ts'
import { openQueue } from '../../queues/publish.ts'
import { settleCustomerRequests } from '../../src/db/console/customers/settle-requests.ts'
import { shareIdentityRules } from '../../src/db/console/customers/shared-rules.ts'
import type { ForgottenRule } from '../../src/db/identity/forgotten-links.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createNotifications, receiverOf } from '../../src/db/notifier/notifications.ts'
import { createDeletionRequests } from '../../src/db/privacy/deletion-requests.ts'
import {
  maskOldTexts,
  purgeDeadLetters,
  purgeLeads,
  purgeAgentActs,
  purgeOutbound,
  purgeTurns,
} from '../../src/db/privacy/retention.ts'
import { createTombstones } from '../../src/db/privacy/tombstones.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { createPrivacyRequests } from '../../src/redis/privacy-requests.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import type { HousekeepingDeps, Retention } from '../../workers/housekeeping.ts'
import { startPrivacyRounds } from '../../workers/privacy-rounds.ts'
import type { SharedRounds } from '../../workers/shared-rounds.ts'
import { openForgetting } from './open-forget.ts'
import type { PrivacyConfig } from './privacy-config.ts'

export interface OpenPrivacy {
  readonly housekeeping: Pick<HousekeepingDeps, 'receiptDays' | 'retention' | 'cleanFinished'>
  close(): Promise<void>
}

/** Without a key, no customer can be forgotten by this worker: requests wait for another one. */
export function openPrivacy({
  db,
  redis,
  prefix,
  config: { secretKeys, rule, days },
  notifyUrls,
  rounds,
  now,
  log,
}: {
  readonly db: Kysely<Database>
  readonly redis: Redis
  readonly prefix: string
  readonly config: Pick<PrivacyConfig, 'secretKeys' | 'rule' | 'days'>
  /** Where people are told of requests that wait for them. */
  readonly notifyUrls: readonly string[]
  readonly rounds: SharedRounds
  readonly now: () => number
  readonly log: Logger
}): OpenPrivacy {
  const queues = stageNames.map((name) => openQueue(name, redis, prefix))
  if (secretKeys !== undefined)
    startRounds({ db, redis, prefix, secretKeys, rule, notifyUrls, rounds, now, log })
  const kinds: readonly (readonly [string, number, Retention['purge']])[] = [
    ['texts', days.texts, (before) => maskOldTexts(db, before)],
    ['turns', days.turns, (before) => purgeTurns(db, before)],
    ['outbound messages', days.outbound, (before) => purgeOutbound(db, before)],
    ['acts of agents', days.outbound, (before) => purgeAgentActs(db, before)],
    ['leads', days.leads, (before) => purgeLeads(db, before)],
    ['dead letters', days.deadLetters, (before) => purgeDeadLetters(db, before)],
  ]
  return {
    housekeeping: {
      receiptDays: days.receipts,
      retention: kinds
        .filter(([, ofKind]) => ofKind > 0)
        .map(([rowsOf, ofKind, purge]) => ({ rowsOf, days: ofKind, purge })),
      cleanFinished: () => cleanFinished(queues),
    },
    async close() {
      await Promise.all(queues.map((queue) => queue.close()))
    },
  }
}

function startRounds({
  db,
  redis,
  prefix,
  secretKeys,
  rule,
  notifyUrls,
  rounds,
  now,
  log,
}: Omit<Parameters<typeof openPrivacy>[0], 'config'> & {
  readonly secretKeys: readonly string[]
  readonly rule: ForgottenRule
}): void {
  const forgetting = openForgetting({ db, redis, prefix, secretKeys, now })
  const notifications = createNotifications(db, now)
  const receivers = notifyUrls.map(receiverOf)
  startPrivacyRounds(rounds, {
    inbox: createPrivacyRequests(redis, prefix),
    requests: createDeletionRequests(db, now),
    forgetting: {
      close: forgetting.close,
      claim: () => forgetting.runs.claim(),
      finish: (run) => forgetting.finish(run),
    },
    tell: receivers.length === 0 ? undefined : (facts) => notifications.record(facts, receivers),
    log,
  })
  // Users of the console wait for it.
  rounds.start({
    name: 'customer-requests',
    everyMs: requestsMs,
    make: () =>
      settleCustomerRequests(db, {
        tombstones: createTombstones(createIdDigests(secretKeys), rule),
        close: forgetting.close,
      }),
    failed: 'cannot do what users of the console asked for customers: the next round tries again',
  })
  rounds.start({
    name: 'shared-rules',
    everyMs: rulesMs,
    make: () => shareIdentityRules(db),
    failed: 'cannot tell the console the rules of links: the next round tries again',
  })
}

const requestsMs = 1_000
/** A preview by older rules is refused when it is to be done. */
const rulesMs = 10_000

/** Ties housekeeping to the tables. */
import type { Kysely } from 'kysely'
import { createLedger } from '../../src/db/events/ledger.ts'
import { maskUnsent } from '../../src/db/events/mask-unsent.ts'
import { purgeReceipts } from '../../src/db/events/purge-receipts.ts'
import { resolveCustomers } from '../../src/db/identity/resolve-customers.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import { startHousekeeping } from '../../workers/housekeeping.ts'
import type { SharedRounds } from '../../workers/shared-rounds.ts'
import type { OpenPrivacy } from './open-privacy.ts'

export interface HousekeepingOptions {
  readonly db: Kysely<Database>
  readonly ledgerDays: number
  readonly unsentMessages: 'mask' | 'keep'
  readonly privacy: Pick<OpenPrivacy, 'housekeeping'>
  readonly rounds: SharedRounds
  readonly log: Logger
}

/** Marked ids that one round resolves at most. */
const resolvedAtOnce = 2_000

export function openHousekeeping({
  db,
  ledgerDays,
  unsentMessages,
  privacy,
  rounds,
  log,
}: HousekeepingOptions): void {
  startHousekeeping(rounds, {
    ledger: createLedger(db),
    purgeReceipts: (before) => purgeReceipts(db, before),
    ledgerDays,
    ...privacy.housekeeping,
    maskUnsent: unsentMessages === 'mask' ? async () => await maskUnsent(db, Date.now()) : undefined,
    resolveCustomers: async () => (await resolveCustomers(db, { atMost: resolvedAtOnce })).resolved,
    log,
  })
}

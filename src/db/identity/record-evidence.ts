import type { Transaction } from 'kysely'
import type { PageEvent } from '../../domain/event.ts'
import type { CustomerKey } from '../../domain/identity-link.ts'
import type { Database } from '../mysql/schema.ts'
import type { CheckedLinks } from './forgotten-links.ts'
import { recordLogOuts } from './account-links.ts'
import { recordLinks } from './record-links.ts'
import { settleInvites, type SettledInvites } from './settle-invites.ts'

export interface RecordedEvidence {
  readonly invites: SettledInvites
  /** Ids whose customer may be another now. */
  readonly ids: readonly CustomerKey[]
}

/** The links of a batch of events are stored, and those that end with it are revoked, in the transaction of the events. */
export async function recordEvidence(
  transaction: Transaction<Database>,
  {
    links,
    events,
    isHeld,
  }: {
    readonly links: CheckedLinks
    readonly events: readonly PageEvent[]
    /** The transaction holds the row of this id. */
    readonly isHeld: (key: CustomerKey) => boolean
  },
): Promise<RecordedEvidence> {
  const linked = await recordLinks(transaction, links, isHeld)
  const invites = await settleInvites(transaction, links)
  const loggedOut = await recordLogOuts(transaction, events)
  return { invites, ids: [...linked, ...invites.touched, ...loggedOut] }
}

/** Log-ins and log-outs of the brand's own accounts in Messenger. */
import type { Kysely, Transaction } from 'kysely'
import type { Key, PageEvent } from '../../domain/event.ts'
import { parseEventJson, recordOf } from '../../domain/event-json.ts'
import { isMessengerEvent } from '../../domain/event.ts'
import { type CustomerKey, type IdentityLink, linkKey } from '../../domain/identity-link.ts'
import type { PageId, Psid } from '../../domain/ids.ts'
import { endedLogIns } from '../../identity/ended-log-ins.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type KnownForgotten, withoutForgottenLinks } from './forgotten-links.ts'
import { resolveSoon } from './link-now.ts'
import { recordLinks } from './record-links.ts'
import { revokeByKeys } from './revoke-by-keys.ts'

export interface LogIn {
  readonly pageId: PageId
  readonly psid: Psid
  readonly eventKey: Key
  /** ms */
  readonly ts: number
  /** The brand's number of the customer. */
  readonly customer: string
}

/**
 * The customer is linked to the number, unless a later log-out, or log-in with another number, is known already, or
 * one of the two was forgotten since. The rows are the same after any order and number of calls.
 */
export async function recordLogIn(
  db: Kysely<Database>,
  logIn: LogIn,
  tombstones: KnownForgotten,
): Promise<void> {
  const { pageId, psid, eventKey, ts, customer } = logIn
  const link: IdentityLink = {
    a: { kind: 'facebook', value: psid },
    b: { kind: 'customer', value: customer },
    evidence: 'account_linking',
    strength: 'verified',
    source: { kind: 'interaction', id: eventKey },
    ts,
    pageId,
  }
  const touched = await inTransaction(db, async (transaction) => {
    const links = await withoutForgottenLinks(transaction, [link], tombstones)
    if (links.length === 0) return []
    const linked = await recordLinks(transaction, links)
    await store(transaction, { psid, eventKey, ts, customer, linkKey: linkKey(link) })
    return [...linked, ...(await endLogIns(transaction, psid))]
  })
  await resolveSoon(db, touched)
}

/** The log-outs of a batch of events, in its transaction. Returns the ids whose links ended. Most batches have none. */
export async function recordLogOuts(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
): Promise<readonly CustomerKey[]> {
  const logOuts = events.filter(isMessengerEvent).flatMap((event) => {
    const { type, actor, key, ts, messenger } = event
    if (type !== 'account_linking' || actor.is !== 'person') return []
    const { status } = recordOf(parseEventJson(messenger.valueRaw)['account_linking'])
    return status === 'unlinked' ? [{ psid: actor.id, eventKey: key, ts, customer: null, linkKey: null }] : []
  })
  const touched: CustomerKey[] = []
  for (const one of logOuts.toSorted((a, b) => (a.psid < b.psid ? -1 : 1))) {
    await store(transaction, one)
    touched.push(...(await endLogIns(transaction, one.psid)))
  }
  return touched
}

interface Stored {
  readonly psid: Psid
  readonly eventKey: Key
  readonly ts: number
  readonly customer: string | null
  readonly linkKey: Key | null
}

async function store(transaction: Transaction<Database>, row: Stored): Promise<void> {
  const { psid, eventKey, ts, customer, linkKey: link } = row
  await transaction
    .insertInto('accountLink')
    .values({
      psid,
      eventKey: Buffer.from(eventKey, 'hex'),
      ts: String(ts),
      customer,
      linkKey: link === null ? null : Buffer.from(link, 'hex'),
    })
    .onDuplicateKeyUpdate(({ ref }) => ({ psid: ref('accountLink.psid') }))
    .execute()
}

async function endLogIns(transaction: Transaction<Database>, psid: Psid): Promise<readonly CustomerKey[]> {
  const rows = await transaction
    .selectFrom('accountLink')
    .selectAll()
    .where('psid', '=', psid)
    .forUpdate()
    .execute()
  const links = new Map(rows.map((row) => [row.eventKey.toString('hex'), row.linkKey]))
  const ended = endedLogIns(
    rows.map(({ eventKey, ts, customer }) => ({ key: eventKey.toString('hex'), ts: Number(ts), customer })),
  )
  return await revokeByKeys(
    transaction,
    ended.flatMap(({ logIn, endTs }) => {
      const key = links.get(logIn.key)
      return key ? [{ key, ts: endTs, by: 'Pagebeat: the customer logged out' }] : []
    }),
  )
}

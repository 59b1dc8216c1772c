/** Everything that the tables hold of one event, for `tellEvent`. */
import type { Kysely } from 'kysely'
import { commentKey } from '../../domain/event-key.ts'
import {
  asPageId,
  asPsid,
  type ConversationId,
  type PageId,
  type ProfileId,
  type Psid,
} from '../../domain/ids.ts'
import { nameOfKey } from '../../domain/identity-link.ts'
import type { StoredCustomer, StoredEvent, StoredThread } from '../../why/stored-event.ts'
import { silenceColumns, toSilence } from '../conversation/thread-control.ts'
import { describeLink } from '../../identity/describe-link.ts'
import { findCustomer } from '../identity/find-customer.ts'
import type { Database } from '../mysql/schema.ts'
import { findDeliveries } from './find-deliveries.ts'
import { readOwn, readReply } from './read-outbound.ts'
import { readTurn } from './read-turn.ts'

/** Undefined: there is no such interaction. `shareOfLedger`: of several events each gets its share of the search. */
export async function readEvent(
  db: Kysely<Database>,
  id: string,
  { shareOfLedger = 1 }: { readonly shareOfLedger?: number } = {},
): Promise<StoredEvent | undefined> {
  const row = await db
    .selectFrom('interaction as i')
    .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .select(['i.pageId', 'i.ts', 'i.channel', 'i.interactionType', 'i.direction', 'i.standby'])
    .select(['i.pId', 'i.originPId', 'i.eventKey'])
    .select(['m.mid', 'm.text', 'm.editedTs', 'm.removedTs as unsentTs', 'm.senderId', 'm.recipientId'])
    .select([
      'f.comment_id',
      'f.post_id',
      'f.message',
      'f.verb',
      'f.edited_time',
      'f.is_hidden',
      'f.sender_id',
    ])
    .select(['f.removedTs'])
    .where('i.kwInteractionId', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const ts = row.ts?.getTime() ?? 0
  const turn = await readTurn(db, id)
  const platformId = row.mid ?? row.comment_id ?? row.post_id ?? undefined
  const key = row.eventKey?.toString('hex')
  const named = platformId ?? row.senderId ?? row.sender_id ?? row.recipientId ?? undefined
  const pageId = row.pageId ?? undefined
  return {
    id,
    pageId,
    ts,
    channel: row.channel ?? '',
    type: row.interactionType ?? '',
    verb: row.verb ?? undefined,
    direction: row.direction === 'out' ? 'out' : 'in',
    isStandby: row.standby === 1,
    platformId,
    text: row.text ?? row.message ?? undefined,
    editedTs: (row.editedTs ?? row.edited_time)?.getTime(),
    removedTs: (row.unsentTs ?? row.removedTs)?.getTime(),
    isHidden: row.is_hidden === 1,
    customer: await readCustomer(db, row),
    ledger:
      key === undefined || named === undefined
        ? { is: 'not_found' }
        : await findDeliveries(db, {
            key,
            named,
            ts,
            openedTs: turn?.openedTs,
            share: shareOfLedger,
          }),
    turn,
    outbound:
      turn !== undefined
        ? await readReply(db, { turnId: turn.id, pageId })
        : platformId === undefined
          ? []
          : await readOwn(db, { platformId, pageId }),
    thread: await threadOf(db, row, turn?.conversationId),
    moderation: await readModeration(db, pageId, row.comment_id),
  }
}

/** Links that count, of the customer's own ids. */
async function readCustomer(
  db: Kysely<Database>,
  { pId, originPId }: { readonly pId: ProfileId; readonly originPId: string | null },
): Promise<StoredCustomer> {
  if (originPId === null) return { pId, originPId: undefined, evidence: [] }
  const { links = [] } = (await findCustomer(db, pId)) ?? {}
  const counting = links.filter(({ strength, revoked }) => strength !== 'claimed' && revoked === undefined)
  const own = counting.filter(({ a, b }) => [a, b].some((end) => nameOfKey(end) === originPId))
  return { pId, originPId, evidence: (own.length > 0 ? own : counting).slice(0, 5).map(describeLink) }
}

async function threadOf(
  db: Kysely<Database>,
  row: {
    readonly pageId: string | null
    readonly direction: string | null
    readonly senderId: string | null
    readonly recipientId: string | null
  },
  id: ConversationId | undefined,
): Promise<StoredThread | undefined> {
  if (id !== undefined) return await readThread(db, { id })
  const psid = row.direction === 'out' ? row.recipientId : row.senderId
  return row.pageId === null || psid === null
    ? undefined
    : await readThread(db, { pageId: asPageId(row.pageId), psid: asPsid(psid) })
}

/** The conversation of the event as it stands now. */
async function readThread(
  db: Kysely<Database>,
  of: { readonly id: ConversationId } | { readonly pageId: PageId; readonly psid: Psid },
): Promise<StoredThread | undefined> {
  const threads = db
    .selectFrom('conversation as c')
    .leftJoin('page as p', 'p.pageId', 'c.pageId')
    .select(['c.psid', 'c.waitingTs', ...silenceColumns.map((column) => `c.${column}` as const)])
    .select(['p.heldUntil', 'p.heldReason'])
  const row = await (
    'id' in of
      ? threads.where('c.id', '=', of.id)
      : threads.where('c.pageId', '=', of.pageId).where('c.psid', '=', of.psid)
  ).executeTakeFirst()
  if (row === undefined) return undefined
  return {
    psid: row.psid,
    silentUntil: toSilence(row).silentUntil ?? 0,
    silentReason: row.silentReason ?? undefined,
    waitingTs: row.waitingTs === null ? undefined : Number(row.waitingTs),
    page:
      row.heldUntil === null
        ? undefined
        : { heldUntil: Number(row.heldUntil), reason: row.heldReason ?? undefined },
  }
}

async function readModeration(
  db: Kysely<Database>,
  pageId: string | undefined,
  commentId: string | null,
): Promise<StoredEvent['moderation']> {
  if (pageId === undefined || commentId === null) return []
  const rows = await db
    .selectFrom('moderation')
    .select(['rule', 'act', 'ts'])
    .where('contentKey', '=', Buffer.from(commentKey(asPageId(pageId), commentId), 'hex'))
    .orderBy('ts')
    .execute()
  return rows.map(({ rule, act, ts }) => ({ rule, act, ts: Number(ts) }))
}

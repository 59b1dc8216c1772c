/**
 * Echoes of our own messages. An echo proves that its message was sent, also where the response of the call was lost.
 */
import type { IdentityLink } from '../../domain/identity-link.ts'
import type { ConversationId, TurnId } from '../../domain/ids.ts'
import { toRecipientLink } from '../../domain/recipient-link.ts'
import { sql, type Transaction } from 'kysely'
import { isMessengerEvent, type MessengerEvent, type PageEvent } from '../../domain/event.ts'
import { fromMetadata } from '../../domain/outbound.ts'
import {
  type EchoedRow,
  type EchoFinding,
  foreignBecause,
  isSecondCopy,
  type OwnEcho,
} from '../../domain/own-echo.ts'
import type { Database } from '../mysql/schema.ts'
import { serveCustomers } from './serve-customers.ts'
import { updateOutcomes } from './turn-outcomes.ts'

/**
 * The outbound rows of these echoes are sent and recorded, and their turns have the outcome that follows. Their
 * conversations are woken, as a later message may wait.
 * The number of statements does not grow with the number of echoes, as other workers wait for rows that this transaction
 * locks. A record of our own (`fromResponse`) marks nothing: `record-sent.ts` marks the row when all is written.
 */
export async function recordOwnEchoes(
  transaction: Transaction<Database>,
  events: readonly PageEvent[],
  { now, ownAppId }: { readonly now: number; readonly ownAppId: string | undefined },
): Promise<RecordedEchoes> {
  const echoes = events
    .filter(isMessengerEvent)
    .flatMap(toNamingEcho)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  if (echoes.length === 0) return { findings: [], links: [] }
  const rows = await findRows(transaction, echoes)
  const findings: EchoFinding[] = []
  const ours = echoes.flatMap((echo) => {
    const { id, pageId } = echo
    const row = rows.get(id)
    const reason = foreignBecause(echo, row, ownAppId)
    if (reason !== undefined) findings.push({ is: 'foreign', reason, pageId })
    if (reason !== undefined || row === undefined) return []
    if (isSecondCopy(echo, row)) findings.push({ is: 'second_copy', outboundId: id, pageId })
    return [{ ...echo, row }]
  })
  await settle(
    transaction,
    ours.filter((echo) => !isKnown(echo)),
    now,
  )
  const settled = ours.flatMap(({ id, row }) => (row.state === 'sent' ? [] : [{ ...row, id }]))
  const outcomes = await updateOutcomes(
    transaction,
    settled.flatMap(({ turnId }) => turnId ?? []),
  )
  await serveCustomers(
    transaction,
    settled.map(({ id }) => id),
  )
  findings.push(...outcomes.map((outcome) => ({ is: 'outcome' as const, outcome })))
  await wake(
    transaction,
    settled.map(({ conversationId }) => conversationId),
    now,
  )
  return { findings, links: ours.flatMap(recipientLinkOf) }
}

export interface RecordedEchoes {
  /** Echoes that are not believed, second copies, and outcomes. */
  readonly findings: readonly EchoFinding[]
  /** Who got a private reply is who wrote the comment. */
  readonly links: readonly IdentityLink[]
}

/** Also where the response of the call, which names the recipient, was lost. */
function recipientLinkOf({ id, psid, pageId, claimedTs, row }: FoundEcho): IdentityLink[] {
  if (!row.isPrivateReply || psid === undefined) return []
  return toRecipientLink({ outboundId: id, pageId, commenter: row.psid, recipient: psid, ts: claimedTs })
}

interface NamingEcho extends OwnEcho {
  readonly event: MessengerEvent
}

interface FoundEcho extends NamingEcho {
  readonly row: FoundRow
}

function isKnown({ row, mid }: FoundEcho): boolean {
  return row.state === 'sent' && row.platformId === mid && row.isRecorded
}

function toNamingEcho(event: MessengerEvent): NamingEcho[] {
  const { type, pageId, actor, messenger } = event
  const ours = type === 'echo' ? fromMetadata(messenger.metadata) : undefined
  if (ours === undefined || event.fromResponse === true) return []
  const psid = actor.is === 'person' ? actor.id : undefined
  const { mid, appId } = messenger
  return [{ ...ours, pageId, psid, appId, mid, event }]
}

interface FoundRow extends EchoedRow {
  /** Null: an agent's. */
  readonly turnId: TurnId | null
  readonly conversationId: ConversationId
  readonly isRecorded: boolean
}

/**
 * Read without a lock: usually the response of the call came first, and little or nothing is left to write. Two
 * transactions that lock such rows one by one, in different orders, would wait for each other in a circle.
 */
async function findRows(
  transaction: Transaction<Database>,
  echoes: readonly OwnEcho[],
): Promise<Map<string, FoundRow>> {
  const rows = await transaction
    .selectFrom('outbound as o')
    .innerJoin('conversation as c', 'c.id', 'o.conversationId')
    .select([
      'o.id',
      'o.turnId',
      'o.conversationId',
      'o.state',
      'o.platformId',
      'o.recordedTs',
      'c.pageId',
      'c.psid',
    ])
    .select(['o.echoMark', 'o.createdTs', 'o.claimedTs'])
    .select(sql<string | null>`json_unquote(json_extract(o.action, '$.action.do'))`.as('does'))
    .where(
      'o.id',
      'in',
      echoes.map(({ id }) => id),
    )
    .execute()
  return new Map(
    rows.map(({ id, does, echoMark, platformId, recordedTs, createdTs, claimedTs, ...row }) => [
      id,
      {
        ...row,
        echoMark: echoMark ?? undefined,
        platformId: platformId ?? undefined,
        createdTs: Number(createdTs),
        claimedTs: claimedTs === null ? undefined : Number(claimedTs),
        isPrivateReply: does === 'private_reply',
        isRecorded: recordedTs !== null,
      },
    ]),
  )
}

/** A row keeps the mid that it has: of two copies the first counts. */
async function settle(
  transaction: Transaction<Database>,
  echoes: readonly OwnEcho[],
  now: number,
): Promise<void> {
  if (echoes.length === 0) return
  const settled = echoes.map(
    ({ id, mid }) =>
      sql`select cast(${id} as unsigned) as id, cast(${mid ?? null} as char charset ascii) collate ascii_bin as mid`,
  )
  await sql`update outbound o join (${sql.join(settled, sql` union all `)}) e on e.id = o.id
    set o.recordedTs = coalesce(o.recordedTs, ${now}), o.settledTs = coalesce(o.settledTs, ${now}),
      o.reason = null, o.state = 'sent', o.platformId = coalesce(o.platformId, e.mid)
    where o.platformId is null or e.mid is null or o.platformId = e.mid`.execute(transaction)
}

/** One statement locks the rows in the order of the key. A private reply may hold messages of the feed. */
async function wake(
  transaction: Transaction<Database>,
  conversationIds: readonly ConversationId[],
  now: number,
): Promise<void> {
  if (conversationIds.length === 0) return
  await transaction
    .updateTable('conversation')
    .set({ wakeTs: String(now), feedWakeTs: sql<string>`if(feedWakeTs is null, null, ${now})` })
    .where('id', 'in', conversationIds)
    .execute()
}

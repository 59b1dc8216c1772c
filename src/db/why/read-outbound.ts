/** Rows of `outbound` with the receipts of what they sent. */
import type { Kysely } from 'kysely'
import { dayOf, messageKey } from '../../domain/event-key.ts'
import { asPageId, type TurnId } from '../../domain/ids.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { StoredOutbound } from '../../why/stored-event.ts'
import type { Database } from '../mysql/schema.ts'

const partColumns = [
  'id',
  'action',
  'state',
  'reason',
  'attempts',
  'createdTs',
  'claimedTs',
  'settledTs',
  'dueTs',
  'platformId',
  'recordedTs',
  'userId',
] as const

/** The parts of a turn's reply, in their order. */
export async function readReply(
  db: Kysely<Database>,
  { turnId, pageId }: { readonly turnId: TurnId; readonly pageId: string | undefined },
): Promise<StoredOutbound[]> {
  const rows = await db
    .selectFrom('outbound')
    .select(partColumns)
    .where('turnId', '=', turnId)
    .orderBy('step')
    .execute()
  return await Promise.all(rows.map((row) => toPart(db, row, pageId)))
}

/** The row of a message or comment that the bot, or an agent of the console, sent. */
export async function readOwn(
  db: Kysely<Database>,
  { platformId, pageId }: { readonly platformId: string; readonly pageId: string | undefined },
): Promise<StoredOutbound[]> {
  const rows = await db
    .selectFrom('outbound')
    .select(partColumns)
    .where('platformId', '=', platformId)
    .limit(1)
    .execute()
  return await Promise.all(rows.map((row) => toPart(db, row, pageId)))
}

interface PartRow {
  readonly id: string
  readonly action: string
  readonly state: string
  readonly reason: string | null
  readonly attempts: number
  readonly createdTs: string
  readonly claimedTs: string | null
  readonly settledTs: string | null
  readonly dueTs: string | null
  readonly platformId: string | null
  readonly recordedTs: string | null
  readonly userId: string | null
}

async function toPart(
  db: Kysely<Database>,
  row: PartRow,
  pageId: string | undefined,
): Promise<StoredOutbound> {
  const { action }: OutboundAction = JSON.parse(row.action)
  return {
    id: row.id,
    act: action.do,
    text: 'text' in action ? action.text : 'message' in action ? action.message.text : undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    attempts: row.attempts,
    createdTs: Number(row.createdTs),
    claimedTs: toMs(row.claimedTs),
    settledTs: toMs(row.settledTs),
    dueTs: toMs(row.dueTs),
    platformId: row.platformId ?? undefined,
    isRecorded: row.recordedTs !== null,
    ...(row.userId === null ? {} : { userId: row.userId }),
    ...(await readReceipts(db, row, pageId)),
  }
}

function toMs(value: string | null): number | undefined {
  return value === null ? undefined : Number(value)
}

const dayMs = 86_400_000

/** A message is stored under the day of its claim, or the next one. Clocks differ. */
export function daysOfClaim(claimedTs: number): string[] {
  return [-dayMs, 0, dayMs].map((ms) => dayOf(claimedTs + ms))
}

/** Undefined for comments and acts. */
async function readReceipts(
  db: Kysely<Database>,
  { platformId, claimedTs }: PartRow,
  pageId: string | undefined,
): Promise<Pick<StoredOutbound, 'deliveredTs' | 'readTs'>> {
  if (platformId === null || claimedTs === null || pageId === undefined)
    return { deliveredTs: undefined, readTs: undefined }
  const row = await db
    .selectFrom('interaction as i')
    .innerJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .select(['m.deliveredTs', 'm.readTs'])
    .where('i.eventDay', 'in', daysOfClaim(Number(claimedTs)))
    .where('i.eventKey', '=', Buffer.from(messageKey(asPageId(pageId), platformId), 'hex'))
    .executeTakeFirst()
  return { deliveredTs: row?.deliveredTs?.getTime(), readTs: row?.readTs?.getTime() }
}

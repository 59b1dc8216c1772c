/**
 * Masks the words of messages that their author unsent: the message itself, its edits, its turn and the state of its
 * content. The rows stay, with their times and ids.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import { maskedFacts, maskedRaw } from '../../domain/masked.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import { asPsid, type PageId, type ProfileId } from '../../domain/ids.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import type { TurnFacts } from '../../domain/turn.ts'
import type { Database } from '../mysql/schema.ts'
import { removeClaims, type UnsentWords } from '../identity/remove-claims.ts'
import { emptyInbox } from './empty-inbox.ts'
import { findOnAnyDay } from './interaction-ids.ts'
import { maskJoined } from './mask-joined.ts'

/** A message may arrive after its unsending. Facebook repeats a delivery for 36 hours at most. */
const waitMs = 48 * 60 * 60_000
const atOnce = 200
const gathered: TurnOutcome = 'gathered'

interface Due {
  readonly contentKey: Buffer
  readonly removedTs: string | null
}

/**
 * Returns the number of messages. May be repeated, and run by several workers at the same time. Each run goes through
 * all that are due: an unsending whose message never came must not hold up those behind it.
 */
export async function maskUnsent(db: Kysely<Database>, now: number): Promise<number> {
  let messages = 0
  let last: Due | undefined
  for (;;) {
    const due = await findDue(db, now, last)
    last = due.at(-1)
    if (last !== undefined) messages += await maskDue(db, due, now)
    if (due.length < atOnce) return messages
  }
}

async function findDue(db: Kysely<Database>, now: number, after: Due | undefined): Promise<Due[]> {
  const { contentKey, removedTs } = after ?? {}
  return await db
    .selectFrom('contentState')
    .select(['contentKey', 'removedTs'])
    .where('maskedTs', 'is', null)
    .where('removedTs', '>', String(now - waitMs))
    .$if(contentKey !== undefined && removedTs !== undefined, (query) =>
      query.where(({ or, and, eb }) =>
        or([
          eb('removedTs', '>', removedTs ?? null),
          and([
            eb('removedTs', '=', removedTs ?? null),
            eb('contentKey', '>', contentKey ?? Buffer.alloc(0)),
          ]),
        ]),
      ),
    )
    .orderBy('removedTs')
    .orderBy('contentKey')
    .limit(atOnce)
    .execute()
}

async function maskDue(db: Kysely<Database>, due: readonly Due[], now: number): Promise<number> {
  const keys = due.map(({ contentKey }) => contentKey.toString('hex'))
  return await inTransaction(db, async (transaction) => {
    const ids = await findOnAnyDay(transaction, keys)
    if (ids.size === 0) return 0
    const messages = await transaction
      .selectFrom('interaction as i')
      .innerJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
      .select(['i.kwInteractionId', 'i.eventKey', 'i.pageId', 'i.pId', 'i.ts', 'm.mid', 'm.senderId'])
      .where('i.kwInteractionId', 'in', [...ids.values()])
      .orderBy('i.kwInteractionId')
      .execute()
    const unsent: UnsentWords[] = []
    for (const message of messages) unsent.push(...(await maskMessage(transaction, message)))
    await removeClaims(transaction, unsent)
    await emptyInbox(transaction, messages)
    // What is of the feed is let be: the Page removes comments, too, and must be able to say why.
    await transaction
      .updateTable('contentState')
      .set({
        maskedTs: String(now),
        text: sql<string>`if(contentKey in (${sql.join(keysOf(messages, ids))}), null, text)`,
      })
      .where('contentKey', 'in', [...ids.keys()].map(bytesOf))
      .where('removedTs', 'is not', null)
      .execute()
    return messages.length
  })
}

interface UnsentMessage {
  readonly kwInteractionId: string
  readonly pageId: PageId | null
  readonly pId: ProfileId
  readonly ts: Date | null
  readonly mid: string | null
  readonly eventKey: Buffer | null
  readonly senderId: string | null
}

/** An edit is a row of its own with the same mid. It comes within minutes. Returns what the customer said with it. */
async function maskMessage(
  db: Transaction<Database>,
  { kwInteractionId, pId, ts, mid, eventKey, senderId }: UnsentMessage,
): Promise<UnsentWords[]> {
  const from = new Date((ts?.getTime() ?? 0) - 60_000)
  const edits =
    mid === null
      ? []
      : await db
          .selectFrom('interaction as i')
          .innerJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
          .select(['i.kwInteractionId', 'i.eventKey', 'm.valueRaw', 'm.text'])
          .where('i.pId', '=', pId)
          .where('i.interactionType', '=', 'edit')
          .where('i.ts', '>=', from)
          .where('m.mid', '=', mid)
          .execute()
  const ids = [kwInteractionId, ...edits.map((edit) => edit.kwInteractionId)]
  const raws = new Map([[kwInteractionId, maskedRaw()], ...edits.map(toMaskedEdit)])
  for (const [id, valueRaw] of raws)
    await db
      .updateTable('chanFacebookMessenger')
      .set({ text: null, attachments: null, payload: null, valueRaw })
      .where('kwInteractionId', '=', id)
      .execute()
  const turns = await db
    .selectFrom('turn')
    .select(['id', 'facts', 'conversationId', 'channel', 'ts', 'outcome'])
    .where('kwInteractionId', 'in', ids)
    .execute()
  for (const { facts, ...turn } of turns) {
    const { id, outcome } = turn
    const { text, attachments } = JSON.parse(facts) as TurnFacts
    const texts = [text, ...edits.map((edit) => edit.text)].filter(isSaid)
    if (outcome === gathered) await maskJoined(db, turn, { texts, attachments })
    await db
      .updateTable('turn')
      .set({ facts: maskedFacts(JSON.parse(facts)), understanding: null })
      .where('id', '=', id)
      .execute()
  }
  const keys = [eventKey, ...edits.map((edit) => edit.eventKey)].flatMap((key) => key?.toString('hex') ?? [])
  return senderId === null ? [] : [{ psid: asPsid(senderId), keys }]
}

function isSaid(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== ''
}

function toMaskedEdit({
  kwInteractionId,
  valueRaw,
}: {
  kwInteractionId: string
  valueRaw: string | null
}): readonly [string, string] {
  const number = Number(/"num_edit":\s*"?(\d{1,9})/.exec(valueRaw ?? '')?.[1] ?? 0)
  return [kwInteractionId, maskedRaw(number)]
}

function keysOf(messages: readonly UnsentMessage[], ids: ReadonlyMap<string, string>): Buffer[] {
  const masked = new Set(messages.map(({ kwInteractionId }) => kwInteractionId))
  const keys = [...ids].filter(([, id]) => masked.has(id)).map(([key]) => bytesOf(key))
  return keys.length === 0 ? [Buffer.alloc(16)] : keys
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key, 'hex')
}

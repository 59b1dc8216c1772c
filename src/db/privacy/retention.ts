/** Removes old rows, by an index and some hundred at a time. Each may be repeated, and run by several workers. */
import { type Kysely, sql } from 'kysely'
import { asTurnId } from '../../domain/ids.ts'
import type { OutboundState } from '../../domain/outbound.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { deleteWhere } from './delete-where.ts'
import { maskInbox } from './mask-inbox.ts'

const atOnce = 500
const settled: readonly OutboundState[] = ['sent', 'failed', 'expired', 'suppressed']

/** Dead letters that were retried or dropped. Open ones wait for the operator. */
export async function purgeDeadLetters(db: Kysely<Database>, before: Date): Promise<number> {
  let rows = 0
  for (const state of ['retried', 'dropped'] as const)
    for (let deleted = atOnce; deleted === atOnce; rows += deleted) {
      const { numDeletedRows } = await again(() =>
        db
          .deleteFrom('deadLetter')
          .where('state', '=', state)
          .where('lastTs', '<', before)
          .orderBy('id')
          .limit(atOnce)
          .executeTakeFirstOrThrow(),
      )
      deleted = Number(numDeletedRows)
    }
  return rows
}

/** Turns that are done, with the bot's messages that they led to. One with a message that is not settled stays. */
export async function purgeTurns(db: Kysely<Database>, before: Date): Promise<number> {
  let rows = 0
  let after = { ts: '-1', id: '0' }
  for (;;) {
    const old = await db
      .selectFrom('turn')
      .select(['id', 'ts', 'state'])
      .where('ts', '<', String(before.getTime()))
      .where('ts', '>=', after.ts)
      .where(({ or, eb }) => or([eb('ts', '>', after.ts), eb('id', '>', asTurnId(after.id))]))
      .orderBy('ts')
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const done = old.filter(({ state }) => state === 'done').map(({ id }) => id)
    rows += await inTransaction(db, async (transaction) => {
      if (done.length === 0) return 0
      const sent = await transaction
        .selectFrom('outbound')
        .select(['id', 'turnId', 'state'])
        .where('turnId', 'in', done)
        .execute()
      const open = new Set(sent.filter(({ state }) => !settled.includes(state)).map(({ turnId }) => turnId))
      const turns = done.filter((id) => !open.has(id))
      const ids = sent.filter(({ turnId }) => !open.has(turnId)).map(({ id }) => id)
      await deleteWhere(transaction, 'moderation', 'outboundId', ids)
      await deleteWhere(transaction, 'outbound', 'id', ids)
      return await deleteWhere(transaction, 'turn', 'id', turns)
    })
    const last = old.at(-1)
    if (last === undefined || old.length < atOnce) return rows
    after = last
  }
}

/** The bot's messages that are settled and recorded. Their rows grow with time, so the oldest come first. */
export async function purgeOutbound(db: Kysely<Database>, before: Date): Promise<number> {
  const ms = before.getTime()
  let rows = 0
  let after = '0'
  for (;;) {
    const oldest = await db
      .selectFrom('outbound')
      .select(['id', 'createdTs', 'state', 'recordedTs'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const ids = oldest
      .filter(({ createdTs }) => Number(createdTs) < ms)
      .filter(({ state, recordedTs }) => settled.includes(state) && (state !== 'sent' || recordedTs !== null))
      .map(({ id }) => id)
    rows += await inTransaction(db, async (transaction) => {
      await deleteWhere(transaction, 'moderation', 'outboundId', ids)
      return await deleteWhere(transaction, 'outbound', 'id', ids)
    })
    const last = oldest.at(-1)
    if (last === undefined || oldest.length < atOnce || Number(last.createdTs) >= ms) return rows
    after = last.id
  }
}

/** What agents of the console asked for. The rows keep repeated requests from being carried out again. */
export async function purgeAgentActs(db: Kysely<Database>, before: Date): Promise<number> {
  let rows = 0
  for (let deleted = atOnce; deleted === atOnce; rows += deleted) {
    const { numDeletedRows } = await again(() =>
      db
        .deleteFrom('agentAct')
        .where('ts', '<', String(before.getTime()))
        .orderBy('ts')
        .limit(atOnce)
        .executeTakeFirstOrThrow(),
    )
    deleted = Number(numDeletedRows)
  }
  return rows
}

/** Leads with what they said, Page by Page. Facebook itself keeps them for 90 days. */
export async function purgeLeads(db: Kysely<Database>, before: Date): Promise<number> {
  const pages = await db.selectFrom('page').select('pageId').execute()
  let rows = 0
  for (const { pageId } of pages)
    for (let deleted = atOnce; deleted === atOnce; rows += deleted)
      deleted = await again(async () => {
        const statement = sql`delete from \`lead\` where pageId = ${pageId} and createdTs < ${before.getTime()}
          limit ${sql.lit(atOnce)}`
        return Number((await statement.execute(db)).numAffectedRows ?? 0n)
      })
  return rows
}

const mark = 'textsMaskedTo'

/** What stands in `valueRaw` of an event whose words are masked for their age. */
const maskedRaw = '{"old":true}'

/**
 * The words of interactions older than `before`: texts, attachments, payloads and the event as it came. The rows stay,
 * with their times and ids. Notes of agents of that time are deleted. It goes through the days once; `mark` says how far it is. Returns the number of interactions.
 */
export async function maskOldTexts(db: Kysely<Database>, before: Date): Promise<number> {
  const known = await db.selectFrom('mark').select('position').where('name', '=', mark).executeTakeFirst()
  const { first } = await db
    .selectFrom('interaction')
    .select(({ fn }) => fn.min('eventDay').as('first'))
    .where('eventDay', '>', '1970-01-01')
    .executeTakeFirstOrThrow()
  let rows = 0
  const start = known === undefined ? first : dayAfter(dayOfNumber(known.position))
  if (start === null) return 0
  for (let day = start; day < before.toISOString().slice(0, 10); day = dayAfter(day)) {
    rows += await maskDay(db, day)
    // Before the last day counts as done, so that a crash leaves no words behind.
    if (dayAfter(day) >= before.toISOString().slice(0, 10)) await maskInbox(db, before)
    const position = day.replaceAll('-', '')
    await again(() =>
      db
        .insertInto('mark')
        .values({ name: mark, position })
        .onDuplicateKeyUpdate({ position: sql<string>`greatest(mark.position, values(position))` })
        .execute(),
    )
  }
  return rows
}

async function maskDay(db: Kysely<Database>, day: string): Promise<number> {
  let rows = 0
  let after: Buffer = Buffer.alloc(0)
  for (;;) {
    const found = await db
      .selectFrom('interaction')
      .select(['kwInteractionId', 'eventKey'])
      .where('eventDay', '=', day)
      .where('eventKey', '>', after)
      .orderBy('eventKey')
      .limit(atOnce)
      .execute()
    const ids = found.map(({ kwInteractionId }) => kwInteractionId)
    const keys = found.flatMap(({ eventKey }) => eventKey ?? [])
    if (ids.length > 0) await maskRows(db, ids, keys)
    rows += ids.length
    const last = keys.at(-1)
    if (last === undefined || found.length < atOnce) return rows
    after = last
  }
}

async function maskRows(
  db: Kysely<Database>,
  ids: readonly string[],
  keys: readonly Buffer[],
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await transaction
      .updateTable('chanFacebookMessenger')
      .set({ text: null, attachments: null, payload: null, valueRaw: maskedRaw })
      .where('kwInteractionId', 'in', ids)
      .execute()
    await transaction
      .updateTable('chanFacebookFeed')
      .set({ message: null, photo: null, photos: null, link: null, valueRaw: maskedRaw })
      .where('kwInteractionId', 'in', ids)
      .execute()
    await transaction
      .updateTable('contentState')
      .set({ text: null })
      .where('contentKey', 'in', keys)
      .execute()
    await transaction
      .updateTable('turn')
      .set({ facts: sql<string>`json_object('kind', json_extract(facts, '$.kind'))`, understanding: null })
      .where('kwInteractionId', 'in', ids)
      .where('state', '=', 'done')
      .execute()
  })
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

/** `20261129` as `2026-11-29`. */
function dayOfNumber(position: string): string {
  return `${position.slice(0, 4)}-${position.slice(4, 6)}-${position.slice(6, 8)}`
}

/** A page of a conversation: what was recorded, and what is on its way. */
import type { Kysely } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { findGroups, type Group } from './find-groups.ts'
import { findMessagePage, type PlacedRow } from './message-page.ts'
import type { Message } from './message.ts'
import { readPending } from './pending-messages.ts'
import { readRecorded } from './recorded-messages.ts'

export interface ReadMessages {
  /** The oldest first. */
  readonly messages: Message[]
  /** `before` of the next call; undefined: this is the start. */
  readonly before?: string
}

/** Undefined: there is no such conversation. `now` in ms. */
export async function readMessages(
  db: Kysely<Database>,
  conversationId: ConversationId,
  {
    before,
    limit,
    now,
  }: { readonly before?: string | undefined; readonly limit: number; readonly now: number },
): Promise<ReadMessages | undefined> {
  const group = await findGroup(db, conversationId)
  if (group === undefined) return undefined
  const page = await findMessagePage(db, group, { before, limit })
  const recorded = await readRecorded(db, group, page.rows)
  const [oldest] = page.rows.slice(-1)
  const pending = await readPending(db, group, {
    fromTs: page.before === undefined || oldest === undefined ? 0 : oldest.ts.getTime(),
    beforeTs: before === undefined ? undefined : endOf(before, page.rows[0]),
    known: new Set(recorded.flatMap(({ outboundId }) => outboundId ?? [])),
    now,
  })
  const messages = [...recorded.toReversed(), ...pending].toSorted((a, b) => a.ts - b.ts)
  return { messages, ...(page.before === undefined ? {} : { before: page.before }) }
}

/** Up to when the page reaches, ms. Only some cursors tell. */
function endOf(before: string, newest: PlacedRow | undefined): number {
  const [, ts] = /^(\d+)\./.exec(before) ?? []
  return ts === undefined ? (newest?.ts.getTime() ?? 0) : Number(ts)
}

export async function findGroup(
  db: Kysely<Database>,
  conversationId: ConversationId,
): Promise<Group | undefined> {
  const { groups } = await findGroups(db, { conversationIds: new Set([conversationId]), pairs: new Map() })
  return groups[0]
}

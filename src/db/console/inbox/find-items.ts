/** Conversations as the lists of the Inbox show them. */
import type { Kysely } from 'kysely'
import type { ConversationId, ProfileId } from '../../../domain/ids.ts'
import { graphFactsOf } from '../../conversation/graph-facts.ts'
import type { Database } from '../../mysql/schema.ts'
import { withoutNulls } from '../../mysql/without-nulls.ts'
import type { EntryState, InboxChannel, Writer } from './derive-entry.ts'

export interface UserName {
  readonly id: string
  readonly name: string
}

/** Times in ms. */
export interface Item {
  readonly id: ConversationId
  readonly pageId: string
  readonly pId: ProfileId
  readonly name?: string
  readonly pictureUrl?: string
  readonly state: EntryState
  readonly channel: InboxChannel
  readonly lastTs: number
  readonly lastBy: Writer
  readonly lastText?: string
  readonly waitingTs?: number
  readonly lastInboundTs?: number
  readonly language?: string
  readonly intent?: string
  readonly scene?: string
  readonly adId?: string
  readonly assignedTo?: UserName
  readonly unanswered: number
}

/** In the order of the ids. Conversations that are gone are left out. */
export async function findItems(db: Kysely<Database>, ids: readonly ConversationId[]): Promise<Item[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('inboxEntry as e')
    .leftJoin('profileFacebook as f', 'f.pId', 'e.pId')
    .leftJoin('consoleUser as u', 'u.id', 'e.assignedTo')
    .select([
      'e.conversationId',
      'e.pageId',
      'e.pId',
      'e.name',
      'e.state',
      'e.channel',
      'e.lastTs',
      'e.lastBy',
    ])
    .select(['e.lastText', 'e.waitingTs', 'e.lastInboundTs', 'e.language', 'e.intent', 'e.scene', 'e.adId'])
    .select(['e.unanswered', 'e.assignedTo', 'u.name as userName', 'f.metaRaw'])
    .where('e.conversationId', 'in', ids)
    .execute()
  const items = new Map(
    rows.map((row) => {
      const { conversationId, assignedTo, userName, metaRaw, waitingTs, lastInboundTs } = row
      const { name, lastText, language, intent, scene, adId } = row
      const item: Item = {
        id: conversationId,
        pageId: row.pageId,
        pId: row.pId,
        state: row.state as EntryState, // the console itself wrote these three
        channel: row.channel as InboxChannel,
        lastBy: row.lastBy as Writer,
        lastTs: Number(row.lastTs),
        unanswered: row.unanswered,
        ...withoutNulls({ name, lastText, language, intent, scene, adId }),
        ...withoutNulls({
          pictureUrl: graphFactsOf(metaRaw).pictureUrl ?? null,
          waitingTs: waitingTs === null ? null : Number(waitingTs),
          lastInboundTs: lastInboundTs === null ? null : Number(lastInboundTs),
          assignedTo: assignedTo === null ? null : { id: assignedTo, name: userName ?? '' },
        }),
      }
      return [conversationId, item] as const
    }),
  )
  return ids.flatMap((id) => items.get(id) ?? [])
}

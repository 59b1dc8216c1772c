import { type Kysely, sql } from 'kysely'
import { messengerChannel } from '../../../domain/event.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Group } from './find-groups.ts'
import { fieldsOf, textOf, toFields } from './message-parts.ts'
import type { MessageReaction } from './message.ts'
import { ofGroup } from './read-said.ts'

const most = 500

/** The reactions that these messages have now, by mid. A reaction has a greater id than its message. */
export async function readReactions(
  db: Kysely<Database>,
  group: Group,
  mids: readonly string[],
  afterId: string,
): Promise<ReadonlyMap<string, MessageReaction[]>> {
  if (mids.length === 0 || group.commentId !== undefined) return new Map()
  const { rows } = await sql<{ direction: string | null; valueRaw: string | null }>`
    select i.direction, m.valueRaw from interaction i
    join chanFacebookMessenger m on m.kwInteractionId = i.kwInteractionId
    where ${ofGroup(group)} and i.interactionType = 'reaction' and i.channel = ${messengerChannel} and i.kwInteractionId > ${afterId}
    order by i.ts desc, i.kwInteractionId desc limit ${sql.lit(most)}`.execute(db)
  const wanted = new Set(mids)
  const latest = new Map<string, { mid: string; reaction: MessageReaction | undefined }>()
  for (const { direction, valueRaw } of rows) {
    const raw = toFields(fieldsOf(valueRaw)['reaction'])
    const mid = textOf(raw['mid'])
    if (mid === undefined || !wanted.has(mid)) continue
    const by = direction === 'out' ? 'page' : 'customer'
    const emoji = textOf(raw['emoji']) ?? textOf(raw['reaction'])
    const isTaken = raw['action'] === 'unreact' || emoji === undefined
    const key = `${by} ${mid}`
    if (!latest.has(key)) latest.set(key, { mid, reaction: isTaken ? undefined : { by, emoji } })
  }
  const found = new Map<string, MessageReaction[]>()
  for (const { mid, reaction } of latest.values())
    if (reaction !== undefined) found.set(mid, [...(found.get(mid) ?? []), reaction])
  return found
}

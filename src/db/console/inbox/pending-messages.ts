/** Messages that are not among the interactions: on their way, failed, or with an outcome that nobody knows. */
import { type Kysely, sql } from 'kysely'
import { feedChannel } from '../../../domain/event.ts'
import type { OutboundAction } from '../../../domain/outbound.ts'
import type { Database } from '../../mysql/schema.ts'
import type { Group } from './find-groups.ts'
import { attachmentsOf, buttonsOf, known, toFields } from './message-parts.ts'
import type { Message } from './message.ts'

const most = 200

export async function readPending(
  db: Kysely<Database>,
  group: Group,
  {
    fromTs,
    beforeTs,
    known: recorded,
    now,
  }: {
    readonly fromTs: number
    readonly beforeTs: number | undefined
    readonly known: ReadonlySet<string>
    readonly now: number
  },
): Promise<Message[]> {
  const rows = await db
    .selectFrom('outbound as o')
    .leftJoin('consoleUser as u', 'u.id', 'o.userId')
    .leftJoin('turn as t', 't.id', 'o.turnId')
    .select(['o.id', 'o.action', 'o.state', 'o.reason', 'o.createdTs', 'o.claimedTs', 'o.dueTs', 'o.channel'])
    .select(['o.userId', 'o.undoUntilTs', 'u.name as userName', 't.scene'])
    .where(
      'o.conversationId',
      'in',
      group.threads.map(({ id }) => id),
    )
    .where(({ or, and, eb }) =>
      or([
        eb('o.state', 'in', ['pending', 'sending', 'unknown', 'failed', 'held', 'expired', 'scheduled']),
        and([eb('o.state', '=', 'sent'), eb('o.recordedTs', 'is', null)]),
      ]),
    )
    .where(sql<boolean>`coalesce(o.claimedTs, o.createdTs) >= ${fromTs}`)
    .$if(beforeTs !== undefined, (query) =>
      query.where(sql<boolean>`coalesce(o.claimedTs, o.createdTs) < ${beforeTs ?? 0}`),
    )
    .orderBy('o.id', 'desc')
    .limit(most)
    .execute()
  return rows
    .filter(({ id }) => !recorded.has(id))
    .flatMap(({ id, action: json, state, reason, channel, userId, userName, scene, ...times }) => {
      const { action, about }: OutboundAction = JSON.parse(json)
      const said = contentOf(action)
      if (said === undefined) return []
      const undoUntil = times.undoUntilTs === null ? undefined : Number(times.undoUntilTs)
      const isUndoable = state === 'pending' && undoUntil !== undefined && undoUntil > now
      const message: Message = {
        id: `o${id}`,
        outboundId: id,
        ts: Number(times.claimedTs ?? times.createdTs),
        channel: channel === feedChannel && action.do !== 'private_reply' ? 'feed' : 'messenger',
        by: userId === null ? 'bot' : 'agent',
        kind: action.do === 'say' ? 'message' : action.do,
        isEdited: false,
        isRemoved: false,
        isHidden: false,
        reactions: [],
        ...said,
        state: isUndoable ? 'undo' : state,
        ...known({
          agent: userId === null ? undefined : { id: userId, name: userName ?? '' },
          scene: userId === null ? (scene ?? undefined) : undefined,
          reason: reason ?? undefined,
          undoUntil: isUndoable ? undoUntil : undefined,
          commentId: about?.commentId,
          postId: about?.postId,
        }),
      }
      return [message]
    })
}

/** Undefined: the act says nothing. */
function contentOf(
  action: OutboundAction['action'],
): Pick<Message, 'text' | 'attachments' | 'buttons'> | undefined {
  if (action.do === 'comment')
    return {
      text: action.text,
      attachments: action.attachmentUrl === undefined ? [] : [{ type: 'image', url: action.attachmentUrl }],
      buttons: [],
    }
  if (action.do !== 'say' && action.do !== 'private_reply') return undefined
  const { message } = action
  return {
    ...known({ text: message.text }),
    attachments: message.attachment === undefined ? [] : attachmentsOf(JSON.stringify([message.attachment])),
    buttons: buttonsOf(toFields(message)),
  }
}

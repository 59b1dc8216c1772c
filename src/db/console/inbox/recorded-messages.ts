/** Interactions as messages, with their reactions, receipts, and what the bot understood. */
import { type Kysely, sql } from 'kysely'
import { commentKey } from '../../../domain/event-key.ts'
import { feedChannel, messengerChannel } from '../../../domain/event.ts'
import type { PageId } from '../../../domain/ids.ts'
import { privateReplyUntil } from '../../../domain/policy.ts'
import type { Understanding } from '../../../domain/understanding.ts'
import type { Database } from '../../mysql/schema.ts'
import { findPrivateReplies } from '../private-replies.ts'
import type { Group } from './find-groups.ts'
import {
  attachmentsOf,
  buttonsOf,
  feedAttachments,
  fieldsOf,
  known,
  messageIn,
  textOf,
  toFields,
  webAddress,
} from './message-parts.ts'
import type { PlacedRow } from './message-page.ts'
import type { Message } from './message.ts'
import { readFeedReactions } from './read-feed-reactions.ts'
import { readReactions } from './read-reactions.ts'
import { pageInboxApp } from './read-said.ts'
import { findShownReactions } from './shown-reactions.ts'

/** In the order of the rows. */
export async function readRecorded(
  db: Kysely<Database>,
  group: Group,
  placed: readonly PlacedRow[],
): Promise<Message[]> {
  if (placed.length === 0) return []
  const rows = await selectRows(
    db,
    placed.map(({ id }) => id),
  )
  // A reaction has the id of its message.
  const said = rows.filter(({ type }) => type !== 'reaction')
  const names = said.flatMap((row) => row.mid ?? row.comment_id ?? [])
  const afterId = String(Math.min(...placed.map(({ id }) => Number(id))))
  const { pageId } = group
  const comments = said.filter(isCustomersComment).map(({ comment_id: id }) => keyOfComment(pageId, id))
  const [sent, inMessenger, onFeed, taken] = await Promise.all([
    selectSent(db, names),
    readReactions(
      db,
      group,
      rows.flatMap(({ mid }) => mid ?? []),
      afterId,
    ),
    readFeedReactions(db, group, { comments: said.flatMap((row) => row.comment_id ?? []), afterId }),
    findPrivateReplies(
      db,
      group.threads.map(({ id }) => id),
      comments,
    ),
  ])
  const reactions = new Map([...inMessenger, ...onFeed])
  const outbound = new Map(sent.map((row) => [row.platformId, row]))
  const ids = new Map(said.map((row) => [row.mid ?? row.comment_id ?? '', `i${row.id}`]))
  const found = new Map(
    said.map((row) => {
      const name = row.mid ?? row.comment_id ?? ''
      return [
        row.id,
        {
          ...toMessage(row, { own: outbound.get(name), ids }),
          ...(isCustomersComment(row) ? privateReplyOf(row, pageId, taken) : {}),
          reactions: [...(reactions.get(name) ?? [])],
        },
      ]
    }),
  )
  const places = new Map(placed.map(({ id }, at) => [id, at]))
  const gestures = rows
    .filter(({ type }) => type === 'reaction')
    .toSorted((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0))
  const shown = new Set(names)
  const lines = await findShownReactions(db, { rows: gestures, shown, reactions, pageId })
  for (const row of gestures) {
    const reaction = lines.get(row.id)
    if (reaction !== undefined)
      found.set(row.id, {
        ...toMessage(row, { own: undefined, ids }),
        by: reaction.by,
        reactions: [reaction],
      })
  }
  return placed.flatMap(({ id }) => found.get(id) ?? [])
}

type Row = Awaited<ReturnType<typeof selectRows>>[number]
type SentRow = Awaited<ReturnType<typeof selectSent>>[number]

async function selectRows(db: Kysely<Database>, ids: readonly string[]) {
  return await db
    .selectFrom('interaction as i')
    .leftJoin('chanFacebookMessenger as m', 'm.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('chanFacebookFeed as f', 'f.kwInteractionId', 'i.kwInteractionId')
    .leftJoin('turn as t', 't.kwInteractionId', 'i.kwInteractionId')
    .select(['i.kwInteractionId as id', 'i.ts', 'i.channel', 'i.interactionType as type', 'i.direction'])
    .select(['m.mid', 'm.text', 'm.attachments', 'm.replyToMid', 'm.appId', 'm.deliveredTs', 'm.readTs'])
    .select(['m.editedTs', 'm.removedTs as unsentTs', 'm.valueRaw as rawMessage', 'm.payload'])
    .select(['f.comment_id', 'f.post_id', 'f.parent_id', 'f.message', 'f.photo', 'f.photos', 'f.link'])
    .select(['f.edited_time', 'f.removedTs', 'f.is_hidden', 'f.valueRaw as rawChange'])
    .select(['t.understanding', 't.outcome'])
    .where('i.kwInteractionId', 'in', ids)
    .execute()
}

async function selectSent(db: Kysely<Database>, platformIds: readonly string[]) {
  if (platformIds.length === 0) return []
  return await db
    .selectFrom('outbound as o')
    .leftJoin('consoleUser as u', 'u.id', 'o.userId')
    .leftJoin('turn as t', 't.id', 'o.turnId')
    .select(['o.id', 'o.platformId', 'o.state', 'o.reason', 'o.userId', 'u.name as userName', 't.scene'])
    .select(sql<string | null>`json_unquote(json_extract(o.action, '$.action.do'))`.as('act'))
    .select(sql<string | null>`json_unquote(json_extract(o.action, '$.about.commentId'))`.as('aboutComment'))
    .where('o.platformId', 'in', platformIds)
    .execute()
}

function toMessage(
  row: Row,
  { own, ids }: { readonly own: SentRow | undefined; readonly ids: ReadonlyMap<string, string> },
): Omit<Message, 'reactions'> {
  const isFeed = row.channel === feedChannel
  const isOut = row.direction === 'out'
  const raw = fieldsOf(row.rawMessage ?? row.rawChange)
  const text = textOf(row.text ?? row.message)
  const isRemoved = row.unsentTs !== null || row.removedTs !== null
  const isEdited = row.editedTs !== null || row.edited_time !== null
  const first = textOf(isFeed ? raw['message'] : messageIn(raw)['text'])
  return {
    id: `i${row.id}`,
    ts: row.ts?.getTime() ?? 0,
    channel: isFeed ? 'feed' : 'messenger',
    by: isOut ? authorOf(row, own, raw) : 'customer',
    kind: own?.act === 'private_reply' ? own.act : row.type === 'echo' ? 'message' : (row.type ?? 'unknown'),
    isEdited,
    isRemoved,
    isHidden: row.is_hidden === 1,
    attachments: isRemoved ? [] : isFeed ? feedAttachments(row) : attachmentsOf(row.attachments),
    buttons: isRemoved || isFeed ? [] : buttonsOf(messageIn(raw)),
    ...known({
      text: isRemoved ? undefined : text,
      firstText: isEdited && !isRemoved && first !== text ? first : undefined,
      replyTo: ids.get(row.replyToMid ?? row.parent_id ?? '-'),
      deliveredTs: isOut ? row.deliveredTs?.getTime() : undefined,
      readTs: isOut ? row.readTs?.getTime() : undefined,
    }),
    ...known({ detail: detailOf(row, raw) }),
    ...(isFeed ? feedFacts(row, raw) : {}),
    ...(own === undefined ? {} : sentFacts(own)),
    ...(isOut ? {} : turnFacts(row)),
  }
}

function sentFacts({ id, state, reason, userId, userName, scene, act, aboutComment }: SentRow) {
  return {
    outboundId: id,
    state,
    ...known({
      reason: reason ?? undefined,
      agent: userId === null ? undefined : { id: userId, name: userName ?? '' },
      scene: userId === null ? (scene ?? undefined) : undefined,
      commentId: act === 'private_reply' ? (aboutComment ?? undefined) : undefined,
    }),
  }
}

function feedFacts({ comment_id: commentId, post_id: postId }: Row, raw: Readonly<Record<string, unknown>>) {
  const told = webAddress(toFields(raw['post'])['permalink_url'])
  const content = commentId ?? postId
  return known({
    commentId: commentId ?? undefined,
    postId: postId ?? undefined,
    permalink:
      told ?? (content === null ? undefined : `https://www.facebook.com/${encodeURIComponent(content)}`),
  })
}

function isCustomersComment({ type, direction, comment_id: id }: Row): boolean {
  return type === 'comment' && direction !== 'out' && id !== null
}

function keyOfComment(pageId: PageId, commentId: string | null): Buffer {
  return Buffer.from(commentKey(pageId, commentId ?? ''), 'hex')
}

function privateReplyOf({ comment_id: id, ts }: Row, pageId: PageId, taken: ReadonlySet<string>) {
  const isTaken = taken.has(keyOfComment(pageId, id).toString('hex'))
  return { privateReply: { until: privateReplyUntil(ts?.getTime() ?? 0), isTaken } }
}

function turnFacts({ understanding, outcome }: Row) {
  const { intent } =
    understanding === null ? ({} as Partial<Understanding>) : (JSON.parse(understanding) as Understanding)
  return known({
    intent: intent === undefined ? undefined : { name: intent.name, confidence: intent.confidence },
    outcome: outcome ?? undefined,
  })
}

function authorOf(row: Row, own: SentRow | undefined, raw: Readonly<Record<string, unknown>>): Message['by'] {
  if (own !== undefined) return own.userId === null ? 'bot' : 'agent'
  const metadata = textOf(messageIn(raw)['metadata'])
  if ('sent' in raw || metadata?.startsWith('pagebeat.') === true) return 'bot'
  return row.channel !== messengerChannel || row.appId === null || row.appId === pageInboxApp ? 'page' : 'app'
}

/** What happened in an event that has no text, in one word of ours. */
function detailOf({ type }: Row, raw: Readonly<Record<string, unknown>>): Message['detail'] {
  if (type === 'account_linking') {
    const status = textOf(toFields(raw['account_linking'])['status'])
    return status === 'linked' || status === 'unlinked' ? status : undefined
  }
  if (type === 'referral') return textOf(toFields(raw['referral'])['source']) === 'ADS' ? 'ad' : undefined
  return undefined
}

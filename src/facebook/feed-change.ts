import { asPsid, type PageId } from '../domain/ids.ts'
import {
  type Actor,
  type ContentChange,
  type ContentRef,
  type FeedEvent,
  type FeedFacts,
  feedChannel,
} from '../domain/event.ts'
import { commentKey, keyOf, leadKey, postKey } from '../domain/event-key.ts'
import { leadgenField } from '../domain/lead-notice.ts'
import { editVerbs, removeVerbs } from '../domain/verbs.ts'
import type { EntryContext } from './decoded-item.ts'
import { isRecord } from './json.ts'
import { property, toFlag, toId, toJson, toMs, toText, toWord } from './wire-values.ts'

/**
 * Decodes one item of `entry.changes`: something that happened on the Page (feed, mention, ratings, leadgen, or any
 * other field). Every field, item and verb becomes an event. `valueRaw` keeps the whole value, also of what is not
 * known here. Both shapes are read: the old one (`sender_id`) and the new one (`from`).
 * Source: docs/platform.md, 2 and 1.5.
 */
export function decodeFeedChange(change: unknown, entry: EntryContext): FeedEvent {
  const value = property(change, 'value')
  const field = toWord(property(change, 'field'), 50) ?? 'unknown'
  const facts = readFacts(change, field)
  const ownTime = ownTimeOf(facts)
  const ts = ownTime ?? (entry.sentAt === 0 ? (facts.created_time ?? 0) : entry.sentAt)
  const actor = actorOf(value, facts, entry.pageId)
  const key = leadKeyOf(value, field, entry) ?? feedKey(facts, entry, ownTime)
  const base = {
    key,
    ts,
    pageId: entry.pageId,
    channel: feedChannel,
    type: (field === 'feed' ? facts.item : field) ?? field,
    direction: actor.is === 'page' ? ('out' as const) : ('in' as const),
    actor,
    feed: { ...facts, ...videoOf(value, facts) },
  }
  return { ...base, ...contentOf(key, facts, entry.pageId) }
}

const videoFields = new Set(['videos', 'live_videos'])

/** These fields name the video by `id` alone. It is no part of the key, which is made of the whole value. */
function videoOf(value: unknown, { field, video_id }: FeedFacts): Pick<FeedFacts, 'video_id'> {
  const id = videoFields.has(field) ? toId(property(value, 'id')) : undefined
  return id === undefined || video_id !== undefined ? {} : { video_id: id }
}

/** Decodes a field that changed without its value: "Include Values" is off in the App Dashboard. */
export function decodeChangedField(field: unknown, entry: EntryContext): FeedEvent {
  const name = toWord(field, 50) ?? 'unknown'
  const valueRaw = name === field ? null : (toJson(field) ?? null)
  return {
    key: keyOf(entry.pageId, 'changed_field', valueRaw ?? name, entry.sentAt),
    ts: entry.sentAt,
    pageId: entry.pageId,
    channel: feedChannel,
    type: name,
    direction: 'in',
    actor: { is: 'anonymous' },
    feed: { field: name, valueRaw },
  }
}

function readFacts(change: unknown, field: string): FeedFacts {
  const value = property(change, 'value') ?? change
  const of = (name: string): unknown => property(value, name)
  const from = of('from')
  const verb = toWord(of('verb') ?? property(change, 'verb'))
  return {
    field,
    valueRaw: toJson(hasMoreThanValue(change) ? change : value) ?? null,
    edited_time: toMs(of('edited_time')),
    is_hidden: verb === 'hide' ? 1 : verb === 'unhide' ? 0 : toFlag(of('is_hidden')),
    link: toText(of('link'), 16_000),
    message: toText(of('message')) ?? toText(of('review_text')),
    photo: toText(of('photo'), 16_000),
    photo_ids: listText(of('photo_ids')),
    photos: listText(of('photos')),
    post_id: toId(of('post_id'), 100),
    sender_name: toText(property(from, 'name') ?? of('sender_name') ?? of('reviewer_name'), 255),
    comment_id: toId(of('comment_id'), 100),
    created_time: toMs(of('created_time')),
    event_id: toId(of('event_id'), 100),
    item: toWord(of('item'), 64),
    parent_id: toId(of('parent_id'), 100),
    photo_id: toId(of('photo_id'), 100),
    reaction_type: toWord(of('reaction_type')),
    published: toWord(of('published')),
    sender_id: actorIdOf(value),
    share_id: toId(of('share_id')),
    verb,
    video_id: toId(of('video_id')),
  }
}

/** Some objects have facts beside `value` (`verb` of user and permissions). Then `valueRaw` is the whole change. */
function hasMoreThanValue(change: unknown): boolean {
  return isRecord(change) && Object.keys(change).some((name) => name !== 'field' && name !== 'value')
}

function listText(value: unknown): string | undefined {
  return typeof value === 'string' ? toText(value, 16_000) : toJson(value)
}

function actorIdOf(value: unknown): string | undefined {
  const candidates = [
    property(property(value, 'from'), 'id'),
    property(value, 'sender_id'),
    property(value, 'reviewer_id'),
    property(value, 'user_id'),
    property(property(value, 'user'), 'id'),
  ]
  return candidates.map((id) => toId(id)).find((id) => id !== undefined)
}

function actorOf(value: unknown, facts: FeedFacts, pageId: PageId): Actor {
  const id = facts.sender_id
  if (id === undefined || value === undefined) return { is: 'anonymous' }
  if (id === pageId) return { is: 'page' }
  const person = { is: 'person', id: asPsid(id) } as const
  return facts.sender_name ? { ...person, name: facts.sender_name } : person
}

const gestures = new Set(['reaction', 'like'])

/**
 * The event's own time, if it has one. `created_time` is that of the content for every verb but `add`, so the key of
 * such an event takes the entry's time: a second hide is no repeat of the first. Of an edited comment and of what was
 * removed it is the time of the change (docs/platform.md, 2).
 */
function ownTimeOf({ verb = 'add', item, edited_time, created_time }: FeedFacts): number | undefined {
  if (verb === 'add' || removeVerbs.has(verb)) return created_time
  if (!editVerbs.has(verb)) return undefined
  return edited_time ?? (item === 'comment' ? created_time : undefined)
}

/** Fields whose ids tell two events apart. For other fields, and for an album, the whole value does. */
const fieldsWithIds = new Set(['feed', 'mention'])

function feedKey(facts: FeedFacts, entry: EntryContext, ownTime: number | undefined): string {
  if (isCommentAdd(facts)) return commentKey(entry.pageId, facts.comment_id)
  const ids = [
    facts.post_id,
    facts.comment_id,
    facts.photo_id,
    facts.video_id,
    facts.share_id,
    facts.event_id,
  ]
  const what = [facts.field, facts.item, facts.verb, facts.parent_id, facts.sender_id, facts.reaction_type]
  const hasIds = fieldsWithIds.has(facts.field) && ids.some((id) => id !== undefined)
  const newText = editVerbs.has(facts.verb ?? '') ? facts.message : undefined
  const rest = hasIds ? newText : (facts.valueRaw ?? undefined)
  return keyOf(entry.object, entry.pageId, ...what, ...ids, ownTime ?? entry.sentAt, rest)
}

function leadKeyOf(value: unknown, field: string, { object, pageId }: EntryContext): string | undefined {
  const leadId = field === leadgenField && object === 'page' ? toId(property(value, 'leadgen_id')) : undefined
  return leadId === undefined ? undefined : leadKey(pageId, leadId)
}

function isCommentAdd(facts: FeedFacts): facts is FeedFacts & { readonly comment_id: string } {
  return (
    facts.field === 'feed' &&
    facts.item === 'comment' &&
    facts.verb === 'add' &&
    facts.comment_id !== undefined
  )
}

function contentOf(
  key: string,
  facts: FeedFacts,
  pageId: PageId,
): { creates?: ContentRef; changes?: ContentChange } {
  if (facts.field !== 'feed' || gestures.has(facts.item ?? '')) return {}
  const ref = contentRefOf(facts, pageId)
  if (ref === undefined) return {}
  if (facts.verb === 'add') return { creates: ref.of === 'comment' ? { of: 'comment', key } : ref }
  if (editVerbs.has(facts.verb ?? '')) {
    return facts.message === undefined ? {} : { changes: { ...ref, text: facts.message } }
  }
  if (facts.verb === 'hide' || facts.verb === 'unhide')
    return { changes: { ...ref, hidden: facts.verb === 'hide' } }
  return removeVerbs.has(facts.verb ?? '') ? { changes: { ...ref, removed: true } } : {}
}

function contentRefOf(facts: FeedFacts, pageId: PageId): ContentRef | undefined {
  if (facts.item === 'comment') {
    return facts.comment_id === undefined
      ? undefined
      : { of: 'comment', key: commentKey(pageId, facts.comment_id) }
  }
  return facts.post_id === undefined ? undefined : { of: 'post', key: postKey(pageId, facts.post_id) }
}

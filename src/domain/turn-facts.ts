import { asPsid, type Psid } from './ids.ts'
import { commentAttachments } from './comment-attachments.ts'
import {
  type FeedFacts,
  feedChannel,
  isFeedEvent,
  messengerChannel,
  type FeedEvent,
  type MessengerEvent,
  type PageEvent,
} from './event.ts'
import { idOf, listOf, parseEventJson, recordOf, textOf } from './event-json.ts'
import { toLeadNotice } from './lead-notice.ts'
import type { TurnFacts } from './turn.ts'
import { editVerbs } from './verbs.ts'

/**
 * What the storyboard needs to know about an event; undefined when the event gets no reply: what the Page did, what
 * came under standby (an agent or another app controls the thread), an echo, a receipt or a removal.
 */
export function toTurnFacts(event: PageEvent): TurnFacts | undefined {
  if (event.direction !== 'in' || event.actor.is === 'page' || 'standby' in event) return undefined
  if (event.channel === messengerChannel && !isFeedEvent(event))
    return event.actor.is === 'person' ? (ofLead(event) ?? ofMessenger(event)) : undefined
  return event.channel === feedChannel && isFeedEvent(event) ? ofFeed(event) : undefined
}

/** The other side of the conversation: the customer, or the comment where Facebook does not name who wrote it. */
export function correspondentOf({ actor }: PageEvent, { commentId, postId }: TurnFacts): Psid | undefined {
  if (actor.is === 'person') return actor.id
  const about = commentId ?? postId
  return about === undefined || about.length > 56 ? undefined : asPsid(`comment:${about}`)
}

/** Types of Messenger's events that may get a reply. */
export const repliableTypes: ReadonlySet<string> = new Set([
  'message',
  'postback',
  'referral',
  'edit',
  'optin',
  'optin_stopped',
  'optin_resumed',
  'reaction',
  'messaging_in_thread_lead_form_submit',
])

function ofMessenger({ type, messenger }: MessengerEvent): TurnFacts | undefined {
  const raw = parseEventJson(messenger.valueRaw)
  const given = defined({ text: messenger.text, payload: messenger.payload, mid: messenger.mid })
  if (type === 'message') {
    const message = recordOf(raw['message'])
    const { nlp } = message
    return {
      kind: 'message',
      ...given,
      ...clickOf(message['referral'] ?? raw['referral']),
      ...attachmentsOf(message),
      ...(isUnsupported(message) ? { isUnsupported: true as const } : {}),
      ...(nlp === undefined ? {} : { nlp }),
    }
  }
  if (type === 'postback') {
    const referral = recordOf(raw['postback'])['referral'] ?? raw['referral']
    return { kind: 'postback', ...given, ...clickOf(referral) }
  }
  if (type === 'referral') return { kind: 'referral', ...clickOf(raw['referral']) }
  if (type === 'edit') return { kind: 'edited_message', ...given }
  if (type === 'optin' || type === 'optin_stopped' || type === 'optin_resumed')
    return { kind: type, ...optInOf(recordOf(raw['optin'])) }
  if (type !== 'reaction') return undefined
  const { action, reaction } = recordOf(raw['reaction'])
  return action === 'react'
    ? { kind: 'message_reaction', ...defined({ reaction: textOf(reaction), mid: messenger.mid }) }
    : undefined
}

/** A form that was completed in the thread. A lead ad's tells where the customer came from, too. */
function ofLead(event: MessengerEvent): TurnFacts | undefined {
  const notice = toLeadNotice(event)
  if (notice?.answers === undefined) return undefined // it is fetched first
  const raw = parseEventJson(event.messenger.valueRaw)
  const { formId, answers: lead } = notice
  return { kind: 'lead', ...clickOf(raw['referral']), ...defined({ formId, lead }) }
}

/** What a click on an m.me link or an ad tells, wherever Facebook put it: in a message, a postback or an event. */
function clickOf(given: unknown): Partial<TurnFacts> {
  const referral = recordOf(given)
  return defined({
    ref: textOf(referral['ref']),
    adId: idOf(referral['ad_id']),
    adTitle: textOf(recordOf(referral['ads_context_data'])['ad_title']),
    source: textOf(referral['source']),
  })
}

function optInOf(optin: Readonly<Record<string, unknown>>): Partial<TurnFacts> {
  const isRenewal = textOf(optin['user_token_status'])?.toUpperCase() === 'REFRESHED'
  return {
    ...defined({ ref: textOf(optin['ref']), payload: textOf(optin['payload']) }),
    ...(isRenewal ? { isRenewal: true as const } : {}),
  }
}

/** Facebook marks what it does not pass on, or sends a message with nothing in it. */
function isUnsupported(message: Readonly<Record<string, unknown>>): boolean {
  if (message['is_unsupported'] === true) return true
  const { text, attachments, quick_reply: quickReply, sticker_id: stickerId, referral } = message
  if (textOf(text) !== undefined || [quickReply, stickerId, referral].some((one) => one !== undefined))
    return false
  const types = listOf(attachments).map((one) => textOf(recordOf(one)['type']))
  return types.every((type) => type === undefined || type === 'unsupported_type')
}

const postItems = new Set(['post', 'status', 'photo', 'video', 'share', 'link'])

function ofFeed({ feed, actor }: FeedEvent): TurnFacts | undefined {
  const common = defined({
    text: feed.message,
    postId: feed.post_id,
    commentId: feed.comment_id,
    parentId: feed.parent_id,
    name: actor.is === 'person' ? actor.name : undefined,
  })
  if (feed.field === 'mention') return feed.verb === 'add' ? { kind: 'mention', ...common } : undefined
  if (feed.field === 'ratings') return ofRating(feed.valueRaw, feed.verb, common)
  if (feed.field !== 'feed') return undefined
  if (editVerbs.has(feed.verb ?? ''))
    return ofEdit({
      item: feed.item,
      common: { ...common, ...attached(feed) },
      isVisitor: actor.is === 'person',
    })
  if (feed.verb !== 'add') return undefined
  if (feed.item === 'comment') return { kind: 'comment', ...common, ...attached(feed) }
  if (feed.item === 'reaction' || feed.item === 'like')
    return { kind: 'post_reaction', ...common, reaction: feed.reaction_type ?? 'like' }
  return postItems.has(feed.item ?? '') && actor.is === 'person'
    ? { kind: 'visitor_post', ...common }
    : undefined
}

function attached(feed: FeedFacts): Partial<TurnFacts> {
  return feed.item === 'comment' ? defined({ attachments: commentAttachments(feed) }) : {}
}

/** An edit without a text changes nothing that a reply is about. */
function ofEdit({
  item = '',
  common,
  isVisitor,
}: {
  item: string | undefined
  common: Partial<TurnFacts>
  isVisitor: boolean
}): TurnFacts | undefined {
  if (common.text === undefined) return undefined
  if (item === 'comment') return { kind: 'edited_comment', ...common }
  return postItems.has(item) && isVisitor ? { kind: 'edited_post', ...common } : undefined
}

/** Comments and reactions on a rating have the same field. Only the rating itself becomes a turn. */
function ofRating(valueRaw: string | null, verb: string | undefined, common: object): TurnFacts | undefined {
  const value = parseEventJson(valueRaw ?? '{}')
  const isRating = (value['item'] ?? 'rating') === 'rating' && (verb ?? 'add') === 'add'
  const rating = textOf(value['recommendation_type'])?.toLowerCase()
  if (!isRating) return undefined
  const story = idOf(value['open_graph_story_id']) // a reply to the rating goes under it
  return { kind: 'rating', ...defined({ postId: story }), ...common, ...defined({ rating }) }
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}

/** An attachment that is a sticker, in any of its forms, and a second item for the same one, are one `sticker`. */
function attachmentsOf(message: Readonly<Record<string, unknown>>): Partial<TurnFacts> {
  const items = listOf(message['attachments']).slice(0, 20).map(recordOf)
  const stickers = items.filter((item) => isSticker(item))
  const sticker = [...stickers.map((item) => recordOf(item['payload'])['sticker_id']), message['sticker_id']]
    .map(idOf)
    .find((id) => id !== undefined)
  const urls = new Set(stickers.map(urlOf).filter((url) => url !== undefined))
  const others = items.filter(
    (item) => !isSticker(item) && !(item['type'] === 'image' && urls.has(urlOf(item) ?? '')),
  )
  const isOne = stickers.length > 0 || sticker !== undefined
  const types = [...(isOne ? ['sticker'] : []), ...others.map((item) => textOf(item['type']) ?? 'unknown')]
  return defined({ attachments: types.length === 0 ? undefined : types, sticker })
}

function isSticker({ type, payload }: Readonly<Record<string, unknown>>): boolean {
  return type === 'sticker' || idOf(recordOf(payload)['sticker_id']) !== undefined
}

function urlOf({ payload }: Readonly<Record<string, unknown>>): string | undefined {
  return textOf(recordOf(payload)['url'])
}

import { asPsid, type Psid } from './ids.ts'
import {
  feedChannel,
  isFeedEvent,
  messengerChannel,
  type FeedEvent,
  type MessengerEvent,
  type PageEvent,
} from './event.ts'
import type { TurnFacts } from './turn.ts'

/**
 * What the storyboard needs to know about an event; undefined when the event gets no reply: what the Page did, what
 * came under standby (an agent or another app controls the thread), an echo, a receipt or a removal.
 */
export function toTurnFacts(event: PageEvent): TurnFacts | undefined {
  if (event.direction !== 'in' || event.actor.is === 'page' || 'standby' in event) return undefined
  if (event.channel === messengerChannel && !isFeedEvent(event))
    return event.actor.is === 'person' ? ofMessenger(event) : undefined
  return event.channel === feedChannel && isFeedEvent(event) ? ofFeed(event) : undefined
}

/** The other side of the conversation: the customer, or the comment where Facebook does not name who wrote it. */
export function correspondentOf({ actor }: PageEvent, { commentId, postId }: TurnFacts): Psid | undefined {
  if (actor.is === 'person') return actor.id
  const about = commentId ?? postId
  return about === undefined || about.length > 56 ? undefined : asPsid(`comment:${about}`)
}

function ofMessenger({ type, messenger }: MessengerEvent): TurnFacts | undefined {
  const raw = parse(messenger.valueRaw)
  const given = defined({ text: messenger.text, payload: messenger.payload, mid: messenger.mid })
  if (type === 'message') {
    const message = recordOf(raw['message'])
    const { nlp } = message
    const ref = textOf(recordOf(message['referral'])['ref'])
    const attachments = typesOf(message['attachments'])
    return {
      kind: 'message',
      ...given,
      ...defined({ ref, attachments }),
      ...(nlp === undefined ? {} : { nlp }),
    }
  }
  if (type === 'postback') {
    const ref = textOf(recordOf(recordOf(raw['postback'])['referral'])['ref'])
    return { kind: 'postback', ...given, ...defined({ ref }) }
  }
  if (type === 'referral')
    return { kind: 'referral', ...defined({ ref: textOf(recordOf(raw['referral'])['ref']) }) }
  if (type === 'optin') {
    const optin = recordOf(raw['optin'])
    return { kind: 'optin', ...defined({ ref: textOf(optin['ref']), payload: textOf(optin['payload']) }) }
  }
  if (type !== 'reaction') return undefined
  const { action, reaction } = recordOf(raw['reaction'])
  return action === 'react'
    ? { kind: 'message_reaction', ...defined({ reaction: textOf(reaction), mid: messenger.mid }) }
    : undefined
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
  if (feed.field !== 'feed' || feed.verb !== 'add') return undefined
  if (feed.item === 'comment') return { kind: 'comment', ...common }
  if (feed.item === 'reaction' || feed.item === 'like')
    return { kind: 'post_reaction', ...common, reaction: feed.reaction_type ?? 'like' }
  return postItems.has(feed.item ?? '') && actor.is === 'person'
    ? { kind: 'visitor_post', ...common }
    : undefined
}

/** Comments and reactions on a rating have the same field. Only the rating itself becomes a turn. */
function ofRating(valueRaw: string | null, verb: string | undefined, common: object): TurnFacts | undefined {
  const value = parse(valueRaw ?? '{}')
  const isRating = (value['item'] ?? 'rating') === 'rating' && (verb ?? 'add') === 'add'
  const rating = textOf(value['recommendation_type'])?.toLowerCase()
  if (!isRating) return undefined
  return { kind: 'rating', ...defined({ postId: storyIdOf(valueRaw) }), ...common, ...defined({ rating }) }
}

/**
 * The object that a reply to a rating goes under. It is read from the text: as a JSON number it may have more digits
 * than a double holds.
 */
function storyIdOf(valueRaw: string | null): string | undefined {
  return /"open_graph_story_id":\s*"?(\d{5,30})/.exec(valueRaw ?? '')?.[1]
}

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}

/** `valueRaw` is JSON that Pagebeat wrote. */
function parse(json: string): Readonly<Record<string, unknown>> {
  return recordOf(JSON.parse(json))
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function typesOf(attachments: unknown): readonly string[] | undefined {
  if (!Array.isArray(attachments) || attachments.length === 0) return undefined
  return attachments.slice(0, 20).map((one: unknown) => textOf(recordOf(one)['type']) ?? 'unknown')
}

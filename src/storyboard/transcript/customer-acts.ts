/** The acts of a customer in a transcript or a chat in the terminal, as facts of a turn. */
import { asPageId, type PageId } from '../../domain/ids.ts'
import { likeButton } from '../../domain/sticker.ts'
import type { TurnFacts } from '../../domain/turn.ts'
import type { Seen } from './compare.ts'
import type { CustomerActs } from './schema.ts'

export type CustomerTurn =
  | { readonly facts: TurnFacts; readonly pageId?: PageId }
  /** The act is not possible, for example because there is no such button. */
  | { readonly impossible: string }

const somePost = '1000_1'

export function toTurnFacts(acts: CustomerActs, shown: readonly Seen[]): CustomerTurn {
  if (typeof acts === 'string') return { facts: { kind: 'message', text: acts } }
  if ('tap' in acts) return tap(acts.tap, shown)
  if ('burst' in acts) return { facts: { kind: 'message', text: acts.burst.join('\n') } }
  if ('payload' in acts) {
    return {
      facts: {
        kind: 'postback',
        payload: acts.payload,
        ...(acts.ref === undefined ? {} : { ref: acts.ref }),
      },
    }
  }
  if ('attachment' in acts && !('comment' in acts))
    return { facts: { kind: 'message', attachments: [acts.attachment] } }
  if ('ref' in acts)
    return {
      facts:
        'text' in acts
          ? { kind: 'message', text: acts.text, ref: acts.ref }
          : { kind: 'referral', ref: acts.ref },
    }
  if (!isOnFeed(acts)) return { facts: lesserFacts(acts) }
  const page = acts.page === undefined ? {} : { pageId: asPageId(acts.page) }
  return { facts: feedFacts(acts), ...page }
}

function isOnFeed(acts: Exclude<CustomerActs, string>): acts is FeedActs {
  return ['comment', 'visitor_post', 'mention', 'rating', 'reaction', 'edited'].some((key) => key in acts)
}

type MessengerActs = Exclude<
  CustomerActs,
  | FeedActs
  | string
  | { burst: string[] }
  | { tap: string }
  | { payload: string }
  | { attachment: string }
  | { ref: string }
>

function lesserFacts(acts: MessengerActs): TurnFacts {
  if ('lead' in acts) return ofLead(acts)
  if ('optin' in acts) return { kind: 'optin', ref: acts.optin }
  if ('optin_stopped' in acts) return { kind: 'optin_stopped', payload: acts.optin_stopped }
  if ('optin_resumed' in acts) return { kind: 'optin_resumed', payload: acts.optin_resumed }
  if ('sticker' in acts)
    return {
      kind: 'message',
      attachments: ['sticker'],
      sticker: acts.sticker === 'like' ? likeButton : acts.sticker,
    }
  if ('unsupported' in acts) return { kind: 'message', isUnsupported: true }
  const { ad: adId, title, text } = acts
  const from = { adId, source: 'ADS', ...(title === undefined ? {} : { adTitle: title }) }
  return text === undefined ? { kind: 'referral', ...from } : { kind: 'message', text, ...from }
}

function ofLead({ lead, form, ad }: Extract<MessengerActs, { lead: unknown }>): TurnFacts {
  return {
    kind: 'lead',
    lead,
    ...(form === undefined ? {} : { formId: form }),
    ...(ad === undefined ? {} : { adId: ad, source: 'ADS' }),
  }
}

type FeedActs = Extract<CustomerActs, { name?: unknown }>

function feedFacts(acts: FeedActs): TurnFacts {
  const postId = acts.post ?? somePost
  const name = acts.name === undefined ? {} : { name: acts.name }
  if ('comment' in acts) {
    const parentId = acts.level === 'reply' ? commentUnder(postId, 1) : postId
    return {
      kind: 'comment',
      ...(acts.comment === '' ? {} : { text: acts.comment }),
      ...(acts.attachment === undefined ? {} : { attachments: [acts.attachment] }),
      postId,
      commentId: commentUnder(postId, 2),
      parentId,
      ...name,
    }
  }
  if ('visitor_post' in acts) return { kind: 'visitor_post', text: acts.visitor_post, postId, ...name }
  if ('mention' in acts) return { kind: 'mention', text: acts.mention, postId, ...name }
  if ('rating' in acts) {
    return {
      kind: 'rating',
      rating: acts.rating,
      postId,
      ...(acts.text === undefined ? {} : { text: acts.text }),
      ...name,
    }
  }
  if ('edited' in acts) {
    const text = acts.edited
    if (acts.of === 'message') return { kind: 'edited_message', text, mid: 'm_1' }
    const commentId = acts.of === 'comment' ? { commentId: commentUnder(postId, 2), parentId: postId } : {}
    return { kind: `edited_${acts.of}`, text, postId, ...commentId, ...name }
  }
  if (acts.of === 'message') return { kind: 'message_reaction', reaction: acts.reaction, mid: 'm_1' }
  return { kind: 'post_reaction', reaction: acts.reaction, postId, ...name }
}

/** `{story}_{comment}`. The number of the comment is longer than that of any post, so it is never a post's. */
function commentUnder(postId: string, count: number): string {
  return `${postId.slice(postId.lastIndexOf('_') + 1)}_${'9'.repeat(20)}${count}`
}

function tap(title: string, shown: readonly Seen[]): CustomerTurn {
  const button = shown.flatMap(({ taps }) => taps).findLast((one) => one.title === title)
  if (button === undefined) return { impossible: nothingNamed(title, shown) }
  if (button.payload === undefined) return { impossible: whyNot(button) }
  if (button.isQuickReply) return { facts: { kind: 'message', text: title, payload: button.payload } }
  return { facts: { kind: 'postback', payload: button.payload } }
}

/** The menu and the ice breakers are not shown in the chat. */
function nothingNamed(title: string, shown: readonly Seen[]): string {
  const titles = new Set(shown.flatMap(({ taps }) => taps).map((one) => JSON.stringify(one.title)))
  const last = titles.size === 0 ? 'nothing' : [...titles].join(', ')
  return `there is nothing to tap named ${JSON.stringify(title)}: the last reply shows ${last}; for the menu write payload: 'scene:…'`
}

/** Only Messenger knows the address or number that such a quick reply sends. */
function whyNot({ title, isQuickReply }: Seen['taps'][number]): string {
  return isQuickReply
    ? `${JSON.stringify(title)} sends the address or number that Facebook knows: write one instead`
    : `${JSON.stringify(title)} leads out of Messenger: a transcript cannot follow it`
}

export function describeCustomer(acts: CustomerActs): string {
  if (typeof acts === 'string') return acts
  return Object.entries(acts)
    .map(([key, value]) => `${key}: ${describeValue(value)}`)
    .join(', ')
}

function describeValue(value: unknown): string {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? JSON.stringify(value)
    : String(value)
}

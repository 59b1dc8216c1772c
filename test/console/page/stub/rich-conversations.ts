/** Conversations that show everything a message can be. */
import type { Message } from '../../../../console/api/conversation.ts'
import {
  ben,
  hourMs,
  ines,
  makeConversation,
  makeMessage,
  minuteMs,
  startTs,
  type Stored,
  summarize,
} from './world.ts'

const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNkYPhfz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC'

/** Messenger: edited, unsent, reactions, attachments, quick replies, another app, held and failed. */
export function makeRich(): Stored {
  const stored = makeConversation({
    id: 50,
    person: { name: 'Hanna Lindqvist', says: [] },
    state: 'trouble',
    agoMs: 35 * minuteMs,
  })
  stored.messages = [
    makeMessage({ ts: yesterday(50), by: 'customer', text: 'Hi! Is the Flat White back?' }),
    makeMessage({
      ts: yesterday(49.8),
      by: 'bot',
      scene: 'menu',
      outboundId: '801',
      state: 'sent',
      text: 'It is. What would you like to know?',
      buttons: ['Price', 'Allergens', 'Order'],
      readTs: yesterday(48),
      deliveredTs: yesterday(49),
    }),
    makeMessage({ ts: yesterday(48), by: 'customer', kind: 'postback', text: 'Price' }),
    makeMessage({ ts: yesterday(47), by: 'app', text: 'Your parcel 4711 is on its way.' }),
    makeMessage({
      ts: minutesAgo(40),
      by: 'customer',
      text: 'My cup arrived broken, I want a new one',
      firstText: 'My cup arrived brkoen',
      isEdited: true,
      reactions: [{ by: 'page', emoji: '❤️' }],
    }),
    makeMessage({
      ts: minutesAgo(39.5),
      by: 'customer',
      attachments: [
        { type: 'image', url: picture, title: 'A broken cup' },
        { type: 'file', url: 'https://example.org/receipt.pdf', title: 'receipt.pdf' },
      ],
    }),
    makeMessage({ ts: minutesAgo(39), by: 'customer', isRemoved: true }),
    makeMessage({
      ts: minutesAgo(38),
      by: 'agent',
      agent: { id: ben.id, name: ben.name },
      outboundId: '802',
      state: 'sent',
      text: 'I am sorry about that, Hanna. I send you a new cup today.',
      deliveredTs: minutesAgo(37.9),
      readTs: minutesAgo(37),
      reactions: [{ by: 'customer', emoji: '❤️' }],
    }),
    makeMessage({ ts: minutesAgo(36), by: 'customer', text: '❤️❤️' }),
    makeMessage({
      id: 'o803',
      ts: minutesAgo(35.5),
      by: 'agent',
      agent: { id: ines.id, name: ines.name },
      outboundId: '803',
      state: 'held',
      reason: 'outcome_unclear',
      text: 'Here is your voucher for the wait: KETTLE-10',
    }),
    makeMessage({
      id: 'o804',
      ts: minutesAgo(35),
      by: 'bot',
      scene: 'survey',
      outboundId: '804',
      state: 'failed',
      reason: 'service_trouble',
      text: 'How did we do?',
    }),
  ]
  stored.head = {
    ...stored.head,
    ...summarize(stored),
    state: 'trouble',
    control: { by: 'agent', until: startTs + hourMs },
    assignedTo: { id: ines.id, name: ines.name },
    notes: [
      {
        id: '1',
        by: { id: ben.id, name: ben.name },
        ts: minutesAgo(37.5),
        text: 'New cup is on its way, do not send another one.',
      },
    ],
    present: [{ id: ben.id, name: ben.name, isTyping: true }],
  }
  return stored
}

/** Comments below posts: hidden, removed, answered, from an ad. */
export function makeComments(): Stored {
  const stored = makeConversation({
    id: 51,
    person: { name: 'Oskar Nowak', says: [] },
    state: 'waiting',
    agoMs: 14 * minuteMs,
  })
  const tooOld = (7 * 24 * hourMs) / minuteMs + 1
  stored.messages = [
    comment(tooOld, { commentId: 'c0', text: 'Do you grind beans, too?' }),
    comment(90, { commentId: 'c1', text: 'Is this decaf?', reactions: [{ by: 'page', emoji: '👍' }] }),
    comment(89, {
      by: 'bot',
      commentId: 'c2',
      scene: 'decaf',
      text: 'Yes, and it tastes of figs.',
      outboundId: '810',
    }),
    comment(30, { commentId: 'c3', text: 'Total rip-off, do not buy here!!!', isHidden: true }),
    comment(20, { commentId: 'c4', isRemoved: true }),
    comment(16, {
      commentId: 'c6',
      text: 'My order never came',
      privateReply: { until: startTs + hourMs, isTaken: true },
    }),
    comment(14, { commentId: 'c5', text: 'Where can I buy it in Leipzig?' }),
  ]
  stored.head = { ...stored.head, ...summarize(stored), channel: 'feed', adId: '238400123', state: 'waiting' }
  return stored
}

/** Everything that happens between messages. */
export function makeEvents(): Stored {
  const stored = makeConversation({
    id: 54,
    person: { name: 'Ewa Sokolova', says: [] },
    state: 'bot',
    agoMs: 5 * minuteMs,
  })
  const kinds = [
    'optin',
    'optin_stopped',
    'optin_resumed',
    'order',
    'pass_thread_control',
    'take_thread_control',
    'request_thread_control',
    'lead',
  ]
  stored.messages = [
    event(40, 'referral', { detail: 'ad' }),
    event(39, 'message', { text: 'Do you have oat milk?', reactions: [{ by: 'page', emoji: '👍' }] }),
    event(38, 'reaction', { reactions: [{ by: 'customer', emoji: '😮' }] }),
    event(37, 'reaction', { channel: 'feed', postId: '1_2', reactions: [{ by: 'customer', emoji: '❤️' }] }),
    event(36, 'account_linking', { detail: 'linked' }),
    event(35, 'account_linking', { detail: 'unlinked' }),
    event(34, 'referral'),
    ...kinds.map((kind, at) => event(33 - at, kind)),
    event(20, 'postback'),
    event(19, 'message', { by: 'page', isRemoved: true }),
    event(18, 'photo', { channel: 'feed' }),
    event(17, 'a_kind_of_next_year'),
  ]
  stored.head = { ...stored.head, ...summarize(stored) }
  return stored
}

/** As long as the longest threads. */
export function makeLong(count: number): Stored {
  const stored = makeConversation({
    id: 52,
    person: { name: 'Greta Endless', says: [] },
    state: 'agent',
    agoMs: hourMs,
  })
  stored.messages = Array.from({ length: count }, (_, at) =>
    makeMessage({
      id: `i${2_000_000 + at}`,
      ts: startTs - (count - at) * 5 * minuteMs,
      by: at % 3 === 0 ? 'bot' : 'customer',
      text: `Message ${at + 1}`,
    }),
  )
  stored.head = { ...stored.head, ...summarize(stored) }
  return stored
}

/** Facebook allows no message any more. */
export function makeClosed(): Stored {
  const stored = makeConversation({
    id: 53,
    person: { name: 'Paul Closed', says: ['Are you still there?'] },
    state: 'not_understood',
    agoMs: 9 * 24 * hourMs,
  })
  return stored
}

/** Of the customer. */
function event(minutes: number, kind: string, given: Partial<Message> = {}): Message {
  return makeMessage({ ts: minutesAgo(minutes), by: 'customer', kind, ...given })
}

function minutesAgo(minutes: number): number {
  return startTs - minutes * minuteMs
}

function yesterday(minutes: number): number {
  return minutesAgo(minutes) - 24 * hourMs
}

function comment(minutes: number, given: Partial<Message>): Message {
  const ts = minutesAgo(minutes)
  const until = ts + 7 * 24 * hourMs
  return makeMessage({
    ts,
    by: 'customer',
    ...(given.by === undefined ? { privateReply: { until, isTaken: false } } : {}),
    channel: 'feed',
    kind: 'comment',
    postId: '100200300400500_77',
    permalink: 'https://www.facebook.com/100200300400500/posts/77',
    ...given,
  })
}

import test from 'ava'
import { asTurnId } from '../../src/domain/ids.ts'
import type { StoredEvent, StoredOutbound, StoredTurn } from '../../src/why/stored-event.ts'
import { tellEvent } from '../../src/why/tell-event.ts'

const now = 1_795_000_000_000

const turn: StoredTurn = {
  id: asTurnId('7'),
  kind: 'message',
  hasText: true,
  openedTs: now - 1_900,
  readyTs: now - 1_900,
  handledTs: now - 1_800,
  isOpen: false,
  outcome: 'answered',
  scene: 'hours',
  alsoScene: undefined,
  understanding: {
    provider: 'local',
    version: '1',
    entities: [],
    intent: { name: 'hours', confidence: 0.9 },
  },
  askedIntents: [],
  meantIntent: undefined,
  earlierOpen: 0,
}

const part: StoredOutbound = {
  id: '3',
  act: 'say',
  text: 'We open at 9.',
  state: 'sent',
  reason: undefined,
  attempts: 1,
  createdTs: now - 1_800,
  claimedTs: now - 1_700,
  settledTs: now - 1_600,
  dueTs: undefined,
  platformId: 'm_2',
  isRecorded: true,
  deliveredTs: undefined,
  readTs: undefined,
}

const event: StoredEvent = {
  id: '99',
  pageId: '100',
  ts: now - 2_000,
  channel: 'facebookMessenger',
  type: 'message',
  verb: undefined,
  direction: 'in',
  isStandby: false,
  platformId: 'm_1',
  text: 'when?',
  editedTs: undefined,
  removedTs: undefined,
  isHidden: false,
  customer: { pId: 'facebook:601', originPId: undefined, evidence: [] },
  ledger: { is: 'found', receivedTs: now - 1_950, copies: 1 },
  turn,
  outbound: [part],
  thread: { psid: '601', silentUntil: 0, silentReason: undefined, waitingTs: undefined, page: undefined },
  moderation: [],
}

type Case = readonly [given: Partial<StoredEvent>, because: RegExp, change?: RegExp]

const unanswered = (outcome: string): Partial<StoredEvent> => ({ turn: { ...turn, outcome }, outbound: [] })
const open = (more: Partial<StoredTurn>): Partial<StoredEvent> => ({
  turn: { ...turn, isOpen: true, outcome: undefined, handledTs: undefined, ...more },
  outbound: [],
})
const sending = (
  state: string,
  reason?: string,
  more: Partial<StoredOutbound> = {},
): Partial<StoredEvent> => ({
  turn: { ...turn, outcome: 'waiting' },
  outbound: [{ ...part, state, reason, platformId: undefined, ...more }],
})
const noTurn = (more: Partial<StoredEvent>): Partial<StoredEvent> => ({
  turn: undefined,
  outbound: [],
  ...more,
})
const feed = { channel: 'facebookFeed', type: 'comment' } as const

const cases: readonly Case[] = [
  // Outcomes without a reply
  [unanswered('too_late'), /older than a reply may be/, /queues/],
  [unanswered('message_unsent'), /unsent/],
  [unanswered('content_removed'), /was removed/],
  [unanswered('content_hidden'), /was hidden before/],
  [unanswered('silent_person'), /An agent had written/, /resume 100 601/],
  [unanswered('silent_other_app'), /Another app/, /resume 100 601/],
  [unanswered('silent_handed_over'), /handed the thread over/, /resume 100 601/],
  [unanswered('silent_paused_by_hand'), /operator had paused/, /resume 100 601/],
  [unanswered('silent_unknown'), /another version/, /resume/],
  [unanswered('window_closed'), /24 hours/, /write again/],
  [unanswered('private_reply_too_late'), /7 days/],
  [unanswered('no_scene'), /No scene/, /nlp review/],
  [unanswered('nothing_to_say'), /says nothing/, /action/],
  [unanswered('hub_silent'), /hub did not respond/, /hub/],
  [unanswered('loop_guard'), /loop of two bots/, /PAGEBEAT_REPLIES_PER_MINUTE/],
  [unanswered('same_click'), /one click twice/],
  [unanswered('same_words'), /edited the text/],
  [unanswered('same_content'), /as a mention/],
  [unanswered('gathered'), /several messages in a row/],
  [unanswered('moderated'), /rule of moderation/],
  [unanswered('storyboard_failed'), /mistake in Pagebeat/, /log/],
  [unanswered('a_word_of_tomorrow'), /a_word_of_tomorrow/],
  // Outcomes with one
  [{}, /got a reply/],
  [{ turn: { ...turn, outcome: 'not_understood' } }, /fallback/, /nlp review/],
  [{ turn: { ...turn, outcome: 'asked_back' } }, /asked which/, /nlp review/],
  [{ turn: { ...turn, outcome: 'too_late' } }, /text for replies that come too late/],
  // Not decided yet
  [open({ readyTs: now + 900 }), /waits until .* for earlier messages/],
  [open({ earlierOpen: 2 }), /2 earlier events/],
  [open({ earlierOpen: 1 }), /1 earlier event of/],
  [open({ understanding: undefined }), /not understood yet/, /`nlp` workers/],
  [open({ understanding: undefined, hasText: false }), /No worker has chosen/, /`respond` workers/],
  [open({}), /No worker has chosen/, /`respond` workers/],
  // Decided, and not sent
  [sending('pending'), /on its way/],
  [sending('pending', 'token'), /no usable token/, /page token 100/],
  [sending('pending', 'throttled'), /rate limit/],
  [sending('pending', 'ECONNREFUSED'), /It waits: ECONNREFUSED/],
  [sending('unknown', 'worker_died'), /worker that was sending it died/],
  [sending('held', 'outcome_unclear'), /nobody can tell/, /outbound resend 3.*outbound drop 3/],
  [sending('held', 'a_word_of_tomorrow'), /Nobody can tell/, /outbound resend 3/],
  [sending('failed', 'opted_out'), /blocked or opted out/],
  [sending('failed', 'permission'), /lacks a permission/, /page check/],
  [sending('failed', 'media'), /could not fetch/, /address/],
  [sending('failed', 'given_up_by_hand'), /operator dropped/],
  [sending('failed', 'a_word_of_tomorrow'), /refused it: a_word_of_tomorrow/, /graph-errors/],
  [sending('failed'), /no reason is stored/],
  [sending('expired', 'too_late'), /older than a reply may be/],
  [sending('suppressed', 'window_closed'), /24 hours/],
  [sending('suppressed', 'silent_person'), /An agent had written/, /resume 100 601/],
  [sending('skipped', 'not_needed'), /part before it ended in another way/],
  [sending('scheduled', undefined, { dueTs: now + 60_000 }), /follow-up that is due at 20\d\d-/],
  [sending('skipped', 'customer_wrote'), /customer wrote before/],
  [noTurn({ direction: 'out', type: 'echo' }), /Page did it itself/],
  [noTurn({ type: 'read' }), /receipt/],
  [noTurn({ type: 'delivery' }), /receipt/],
  [noTurn({ type: 'unsend' }), /unsent get no reply/],
  [noTurn({ type: 'pass_thread_control' }), /who has the thread/],
  [noTurn({ type: 'account_linking', isStandby: true }), /logged in or out/],
  [noTurn({ type: 'order' }), /kind order are stored and never answered/],
  [noTurn({ type: 'message' }), /no storyboard with a scene/, /STORYBOARD/],
  [noTurn({ isStandby: true }), /standby/, /resume 100 601/],
  [noTurn({ channel: 'instagram', type: 'unsupported' }), /instagram are stored and never answered/],
  [noTurn({ ...feed, verb: 'remove' }), /\(remove\) gets no reply/],
  [noTurn({ ...feed, verb: 'add' }), /no storyboard with a scene/, /STORYBOARD/],
  [noTurn({ direction: 'out', type: 'echo', outbound: [part] }), /The bot sent it/],
]

for (const [index, [given, because, change]] of cases.entries())
  test(`tells the cause and the remedy, case ${index + 1}: ${because.source}`, (t) => {
    const told = tellEvent({ ...event, ...given }, now)
    t.regex(told.because, because)
    if (change !== undefined) t.regex(told.change ?? '', change)
    t.notRegex(JSON.stringify(told), /undefined|\[object|<pageId>|<psid>|when\?|We open/)
  })

function stepsOf(given: Partial<StoredEvent>): string {
  return tellEvent({ ...event, ...given }, now)
    .steps.map(({ says }) => says)
    .join('\n')
}

test('a part that was sent beside one that was not is told with the cause of that one', (t) => {
  const failed = { ...part, id: '4', state: 'failed', reason: 'media', platformId: undefined }
  const told = tellEvent({ ...event, outbound: [part, failed] }, now)
  t.is(told.became, '1 of 2 parts sent')
  t.regex(told.because, /could not fetch/)
})

test('deleted deliveries and understandings are named as deleted', (t) => {
  t.regex(stepsOf({ ledger: { is: 'not_kept' } }), /not kept any more \(PAGEBEAT_LEDGER_DAYS\)/)
  t.regex(stepsOf({ ledger: { is: 'not_found' } }), /no raw delivery names it/)
  t.regex(stepsOf({ turn: { ...turn, understanding: undefined } }), /its text is not kept any more/)
})

test('understanding, evidence, moderation and the Page are told', (t) => {
  const { steps } = tellEvent(
    {
      ...event,
      customer: { pId: '4711', originPId: 'facebook:601', evidence: ['link 5: a lead form has both'] },
      moderation: [{ rule: 'scam', act: 'hide', ts: now - 1_000 }],
      isHidden: true,
      thread: {
        psid: '601',
        silentUntil: now + 60_000,
        silentReason: 'person',
        waitingTs: now - 500,
        page: { heldUntil: now + 60_000, reason: 'throttled' },
      },
      turn: {
        ...turn,
        alsoScene: 'price',
        askedIntents: ['hours', 'price'],
        meantIntent: 'price',
        understanding: {
          provider: 'wit',
          version: '1',
          language: 'de',
          entities: [{ name: 'date', value: '2026-12-04', text: 'tomorrow', confidence: 1 }],
          intent: { name: 'hours', confidence: 0.61 },
          alternatives: [{ name: 'price', confidence: 0.3, isAlso: true }],
          passedOver: ['wit: timeout'],
        },
      },
      outbound: [{ ...part, attempts: 2, deliveredTs: now - 900, readTs: now - 800, isRecorded: false }],
    },
    now,
    { withTexts: true },
  )
  const text = steps.map(({ says }) => says).join('\n')
  for (const says of [
    /recorded at customer 4711 \(its id alone would be facebook:601\)/,
    /who they are: link 5/,
    /moderation: hide by the rule scam/,
    /understood by wit: intent hours 0\.61, also price 0\.30, entities date, language de/,
    /passed over wit: timeout/,
    /asked back: hours or price/,
    /the customer chose price/,
    /scene hours and price/,
    /outbound 3: say: "We open at 9\."/,
    /call 2/,
    /outbound 3: delivered/,
    /outbound 3: read/,
    /not among the interactions yet/,
    /silent in the thread until .* \(person\)/,
    /waits for an agent/,
    /Page is paused until .* \(throttled\)/,
  ])
    t.regex(text, says)
})

test('a part that another one made needless does not make a reply incomplete', (t) => {
  const skipped = { ...part, id: '4', state: 'skipped', reason: 'not_needed', platformId: undefined } as const
  const told = tellEvent({ ...event, turn, outbound: [part, skipped] }, now)
  t.is(told.became, 'answered')
  t.is(told.because, 'The customer got a reply.')
})

/** The rarer Messenger events by chance: postbacks, referrals, opt-ins, account linking, routing, feedback, orders, policy … */
import { WireNumber } from '../webhooks/wire.ts'
import { emitOther } from './messenger-actions.ts'
import type { MessagingEvent } from './messaging-event.ts'
import { claimSecond, type ChanceWorld } from './chance-world.ts'
import { pageInboxApp, type Thread } from './state.ts'

interface Kind extends Omit<MessagingEvent, 'of' | 'open'> {
  /** There is no sender at all, or one that is not yet a customer. */
  readonly isAboutPage?: boolean
}

const otherApp = '123456'
const handBack = { previous_owner_app_id: pageInboxApp, new_owner_app_id: otherApp, metadata: '' }
const request = { requested_owner_app_id: new WireNumber('123456789012345'), metadata: 'please' }
const game = { game_id: '77', player_id: '88', context_type: 'SOLO', context_id: '99' }

/** Each as likely as its weight. */
const kinds: readonly (readonly [weight: number, (world: ChanceWorld, thread: Thread) => Kind])[] = [
  [40, postback],
  [8, ({ random }) => simple('referral', referral({ ref: `poster_${random.below(20)}` }))],
  [3, leadReferral],
  [4, ({ random }) => simple('optin', { ref: `PLUGIN_${random.below(9)}` })],
  [2, userRefOptin],
  [4, marketingOptin],
  [5, accountLinking],
  [3, ({ random }) => simple('pass_thread_control', toInbox(random.chance(0.5) ? null : otherApp))],
  [2, () => simple('take_thread_control', handBack)],
  [2, () => simple('request_thread_control', request)],
  [1, () => ({ ...simple('app_roles', { '123456789': ['primary_receiver'] }), isAboutPage: true })],
  [1, policy],
  [3, reviewForm],
  [3, replyFeedback],
  [4, order],
  [2, ({ random }) => simple('game_play', { ...game, score: random.below(1000), payload: 'level 2' })],
  [2, () => simple('message_request', 'accept')],
]

export function otherKind(world: ChanceWorld, thread: Thread): void {
  const { isAboutPage = false, ...kind } = world.random.weighted(kinds)(world, thread)
  if (claimSecond(world, thread.page, kind.type.replace(/_(?:stopped|resumed)$/, '')))
    void emitOther(world, { ...kind, of: isAboutPage ? thread.page : thread })
}

/** An event of a kind that no document names. */
export function strangeKind(world: ChanceWorld, thread: Thread): void {
  if (!claimSecond(world, thread.page, 'unknown')) return
  const body = { telepathy: { thought: 'café?', strength: world.random.below(9) } }
  void emitOther(world, { type: 'unknown', of: thread, body })
}

/** An event whose only key has the name of its type. */
function simple(type: string, value: NonNullable<MessagingEvent['body'][string]>): Kind {
  return { type, body: { [type]: value } }
}

function toInbox(previous: string | null) {
  return { previous_owner_app_id: previous, new_owner_app_id: pageInboxApp, metadata: 'to the inbox' }
}

function replyFeedback({ random }: ChanceWorld, { messages }: Thread): Kind {
  const feedback = random.chance(0.7) ? 'Good response' : 'Bad response'
  const mid = messages.findLast(({ from }) => from === 'page')?.mid ?? 'm_none'
  return simple('response_feedback', { feedback, mid })
}

function referral({ ref }: { ref: string }) {
  return { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' }
}

function postback({ random, ids, faults }: ChanceWorld): Kind {
  const title = random.pick(['Get Started', 'Menü ☕', 'Opening hours'])
  const payload = `PB_${random.below(1000)}`
  const isOld = faults.happens('old-shapes')
  const mid = ids.message()
  const from = random.chance(0.1) ? { referral: referral({ ref: 'leaflet' }) } : {}
  return {
    ...simple('postback', isOld ? { payload, ...from } : { mid, title, payload, ...from }),
    isInboundMessage: true,
    values: { payload },
    standbyBody: { postback: { mid, title } },
    standbyValues: { payload: '' },
  }
}

function leadReferral({ random, ids }: ChanceWorld): Kind {
  const context = { ad_title: 'Resellers wanted', post_id: ids.object() }
  const lead = { data: [{ question: 'City?', answer: random.pick(['Łódź', 'Menlo Park', '東京']) }] }
  const from = { source: 'ADS', type: 'LEAD_COMPLETE', ad_id: ids.object(), ads_context_data: context }
  return { type: 'referral', body: { referral: from, lead } }
}

function userRefOptin({ random }: ChanceWorld): Kind {
  const reference = `checkbox-${random.below(1e9)}`
  const sender = { user_ref: reference }
  return { ...simple('optin', { ref: 'NEWSLETTER', ...sender }), sender, isAboutPage: true }
}

function marketingOptin({ random, faults }: ChanceWorld): Kind {
  const word = faults.happens('optin-words') ? '_' : ' '
  const [type, status] = random.chance(0.3)
    ? (['optin_stopped', `STOP${word}NOTIFICATIONS`] as const)
    : random.chance(0.1)
      ? (['optin_resumed', `RESUME${word}NOTIFICATIONS`] as const)
      : (['optin', undefined] as const)
  const optin = {
    type: 'notification_messages',
    payload: 'WEEKLY',
    title: 'Weekly news',
    notification_messages_token: '1234567890123456789',
    notification_messages_timezone: 'America/Los_Angeles',
    token_expiry_timestamp: 1795000000000,
    user_token_status: 'NOT_REFRESHED',
    notification_messages_status: status,
  }
  return { type, body: { optin } }
}

function accountLinking({ random }: ChanceWorld, thread: Thread): Kind {
  thread.linked = !thread.linked
  const linked = { status: 'linked', authorization_code: `code-${random.below(1e6)}` }
  return {
    ...simple('account_linking', thread.linked ? linked : { status: 'unlinked' }),
    noTimestamp: random.chance(0.3),
  }
}

function policy({ random }: ChanceWorld): Kind {
  const reason = 'The bot sent too much (https://developers.facebook.com/policy/#messengerplatform).'
  const key = random.chance(0.5) ? 'policy-enforcement' : 'policy_enforcement'
  return { type: 'policy_enforcement', isAboutPage: true, body: { [key]: { action: 'warning', reason } } }
}

function reviewForm({ random }: ChanceWorld): Kind {
  const follow_up = { type: 'free_form', payload: 'Très bien !' }
  const csat = { type: 'csat', payload: String(1 + random.below(5)), follow_up }
  const screens = [{ screen_id: 0, questions: { hauydmns8: csat } }]
  return { ...simple('messaging_feedback', { feedback_screens: screens }), noTimestamp: true }
}

function order({ random, ids }: ChanceWorld): Kind {
  const beans = {
    id: ids.object(),
    retailer_id: 'beans-1',
    name: 'Beans 1 kg',
    unit_price: 18.5,
    currency: 'EUR',
  }
  const products = [{ ...beans, quantity: 1 + random.below(3) }]
  return simple('order', { products, note: 'as a gift 🎁' })
}

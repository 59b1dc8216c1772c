/** The rarer Messenger events: postbacks, referrals, opt-ins, account linking, routing, feedback, orders, policy … */
import type { Contact } from './cast.ts'
import type { MessengerValues } from '../ledger/identity.ts'
import { otherMessaging } from './messenger-actions.ts'
import type { Stage } from './stage.ts'
import { WireNumber } from '../webhooks/wire.ts'
import type { Wire } from '../webhooks/wire.ts'

interface Kind {
  readonly type: string
  readonly body: Readonly<Record<string, Wire | undefined>>
  readonly values?: MessengerValues
  readonly sender?: Wire
  /** There is no sender at all, or one that is not yet a person. */
  readonly isAboutPage?: boolean
  readonly noTimestamp?: boolean
  readonly isInboundMessage?: boolean
  readonly standbyBody?: Readonly<Record<string, Wire | undefined>>
  readonly standbyValues?: MessengerValues
}

const kinds: readonly (readonly [number, (stage: Stage, contact: Contact) => Kind])[] = [
  [40, postback],
  [
    8,
    ({ random }) => ({
      type: 'referral',
      body: { referral: { ref: `poster_${random.below(20)}`, source: 'SHORTLINK', type: 'OPEN_THREAD' } },
    }),
  ],
  [3, leadReferral],
  [4, ({ random }) => ({ type: 'optin', body: { optin: { ref: `PLUGIN_${random.below(9)}` } } })],
  [2, userRefOptin],
  [4, marketingOptin],
  [5, accountLinking],
  [
    3,
    ({ random }) => ({
      type: 'pass_thread_control',
      body: {
        pass_thread_control: {
          previous_owner_app_id: random.chance(0.5) ? null : '123456',
          new_owner_app_id: '263902037430900',
          metadata: 'to the inbox',
        },
      },
    }),
  ],
  [
    2,
    () => ({
      type: 'take_thread_control',
      body: {
        take_thread_control: {
          previous_owner_app_id: '263902037430900',
          new_owner_app_id: '123456',
          metadata: '',
        },
      },
    }),
  ],
  [
    2,
    () => ({
      type: 'request_thread_control',
      body: {
        request_thread_control: {
          requested_owner_app_id: new WireNumber('123456789012345'),
          metadata: 'please',
        },
      },
    }),
  ],
  [
    1,
    () => ({
      type: 'app_roles',
      isAboutPage: true,
      body: { app_roles: { '123456789': ['primary_receiver'] } },
    }),
  ],
  [1, ({ random }) => policy(random.chance(0.5))],
  [3, feedback],
  [
    3,
    ({ random }, contact) => ({
      type: 'response_feedback',
      body: {
        response_feedback: {
          feedback: random.chance(0.7) ? 'Good response' : 'Bad response',
          mid: contact.outbound.at(-1)?.mid ?? 'm_none',
        },
      },
    }),
  ],
  [4, order],
  [
    2,
    ({ random }) => ({
      type: 'game_play',
      body: {
        game_play: {
          game_id: '77',
          player_id: '88',
          context_type: 'SOLO',
          context_id: '99',
          score: random.below(1000),
          payload: 'level 2',
        },
      },
    }),
  ],
  [2, () => ({ type: 'message_request', body: { message_request: 'accept' } })],
]
const weights = kinds.map(([weight]) => weight)

export function otherKinds(stage: Stage, contact: Contact): boolean {
  const make = kinds[stage.random.weighted(weights)]
  if (make === undefined) return false
  const { isAboutPage = false, ...kind } = make[1](stage, contact)
  return otherMessaging(stage, contact.page, { ...kind, contact: isAboutPage ? undefined : contact })
}

/** An event of a kind that no document names. */
export function strangeKind(stage: Stage, contact: Contact): boolean {
  return otherMessaging(stage, contact.page, {
    type: 'unknown',
    contact,
    body: { telepathy: { thought: 'café?', strength: stage.random.below(9) } },
  })
}

function postback({ random, ids, faults }: Stage): Kind {
  const title = random.pick(['Get Started', 'Menü ☕', 'Opening hours'])
  const payload = `PB_${random.below(1000)}`
  const old = random.chance(faults['old-shapes'])
  const mid = ids.message()
  const referral = random.chance(0.1)
    ? { ref: 'leaflet', source: 'SHORTLINK', type: 'OPEN_THREAD' }
    : undefined
  return {
    type: 'postback',
    isInboundMessage: true,
    body: { postback: old ? { payload, referral } : { mid, title, payload, referral } },
    values: { payload },
    standbyBody: { postback: { mid, title } },
    standbyValues: { payload: '' },
  }
}

function leadReferral({ random, ids }: Stage): Kind {
  return {
    type: 'referral',
    body: {
      referral: {
        source: 'ADS',
        type: 'LEAD_COMPLETE',
        ad_id: ids.object(),
        ads_context_data: { ad_title: 'Resellers wanted', post_id: ids.object() },
      },
      lead: { data: [{ question: 'City?', answer: random.pick(['Łódź', 'Menlo Park', '東京']) }] },
    },
  }
}

function userRefOptin({ random }: Stage): Kind {
  const reference = `checkbox-${random.below(1e9)}`
  return {
    type: 'optin',
    isAboutPage: true,
    sender: { user_ref: reference },
    body: { optin: { ref: 'NEWSLETTER', user_ref: reference } },
  }
}

function marketingOptin({ random }: Stage): Kind {
  const status = random.chance(0.3) ? 'STOP NOTIFICATIONS' : undefined
  return {
    type: 'optin',
    body: {
      optin: {
        type: 'notification_messages',
        payload: 'WEEKLY',
        title: 'Weekly news',
        notification_messages_token: '1234567890123456789',
        notification_messages_timezone: 'America/Los_Angeles',
        token_expiry_timestamp: 1795000000000,
        user_token_status: 'NOT_REFRESHED',
        notification_messages_status: status,
      },
    },
  }
}

function accountLinking({ random }: Stage, contact: Contact): Kind {
  contact.linked = !contact.linked
  const linked = { status: 'linked', authorization_code: `code-${random.below(1e6)}` }
  return {
    type: 'account_linking',
    noTimestamp: random.chance(0.3),
    body: { account_linking: contact.linked ? linked : { status: 'unlinked' } },
  }
}

function policy(old: boolean): Kind {
  const verdict = {
    action: 'warning',
    reason: 'The bot sent too much (https://developers.facebook.com/policy/#messengerplatform).',
  }
  return {
    type: 'policy_enforcement',
    isAboutPage: true,
    body: old ? { 'policy-enforcement': verdict } : { policy_enforcement: verdict },
  }
}

function feedback({ random }: Stage): Kind {
  const csat = {
    type: 'csat',
    payload: String(1 + random.below(5)),
    follow_up: { type: 'free_form', payload: 'Très bien !' },
  }
  return {
    type: 'messaging_feedback',
    noTimestamp: true,
    body: { messaging_feedback: { feedback_screens: [{ screen_id: 0, questions: { hauydmns8: csat } }] } },
  }
}

function order({ random, ids }: Stage): Kind {
  const product = {
    id: ids.object(),
    retailer_id: 'beans-1',
    name: 'Beans 1 kg',
    unit_price: 18.5,
    currency: 'EUR',
    quantity: 1 + random.below(3),
  }
  return { type: 'order', body: { order: { products: [product], note: 'as a gift 🎁' } } }
}

import type { MessengerValues } from '../ledger/identity.ts'
import type { Sending } from '../webhooks/delivery.ts'
import { encodeWire, WireNumber, type Wire } from '../webhooks/wire.ts'
import type { Page, Thread } from './state.ts'
import { secondOf, type World } from './world.ts'

type Body = Readonly<Record<string, Wire | undefined>>

/** One Messenger event, without faults: what it says, and what a reader must find. */
export interface MessagingEvent {
  readonly type: string
  /** The thread, or the Page where there is no sender at all or one that is not yet a customer. */
  readonly of: Thread | Page
  /** An echo: the Page is the sender. */
  readonly fromPage?: boolean
  /** What stands beside sender, recipient and timestamp. */
  readonly body: Body
  readonly values?: MessengerValues
  /** The watermark of a receipt or the number of an edit. */
  readonly extra?: string
  /** Undefined: the reader may fill the text column as it likes. */
  readonly text?: string | undefined
  /** Columns that the reader may fill as it likes. */
  readonly open?: readonly string[]
  /** The event's time, ms; now when left out. */
  readonly at?: number | undefined
  readonly noTimestamp?: boolean
  /** Stands in for `{id: psid}`, for example `{user_ref}`. */
  readonly sender?: Wire
  readonly isInboundMessage?: boolean
  /** The Page replies before the customer wrote, a receipt comes before its message. */
  readonly order?: number | undefined
  /** Left out: `messaging`, unless the fault `standby` happens. */
  readonly list?: 'messaging' | 'standby' | undefined
  /** The body to send under standby[], where it differs. */
  readonly standbyBody?: Body
  readonly standbyValues?: MessengerValues
  readonly sending?: Sending | undefined
}

/** Type → the subscription field that it comes under; `messaging_handovers` and the like where the names differ. */
const fields: Readonly<Record<string, string>> = {
  message: 'messages',
  unsend: 'messages',
  echo: 'message_echoes',
  edit: 'message_edits',
  reaction: 'message_reactions',
  delivery: 'message_deliveries',
  read: 'message_reads',
  postback: 'messaging_postbacks',
  optin: 'messaging_optins',
  optin_stopped: 'messaging_optins',
  optin_resumed: 'messaging_optins',
  referral: 'messaging_referrals',
  pass_thread_control: 'messaging_handovers',
  take_thread_control: 'messaging_handovers',
  request_thread_control: 'messaging_handovers',
  app_roles: 'messaging_handovers',
}

/**
 * The event is in the ledger, under the number `event`, and on its way, changed as the faults ask. `ts` is the time that it carries, in
 * ms: a whole second under the fault `seconds`.
 */
export function emitMessaging(world: World, event: MessagingEvent) {
  const { random, faults, ledger } = world
  const { of, fromPage = false, noTimestamp = false } = event
  const thread = 'psid' in of ? of : undefined
  const page = 'psid' in of ? of.page : of
  const now = event.at ?? Math.floor(world.now())
  const entryTime = now + random.below(200)
  const inSeconds = !noTimestamp && faults.happens('seconds')
  const ts = noTimestamp ? entryTime : inSeconds ? secondOf(now) * 1000 : now
  const mayStandBy = event.list === undefined && event.type !== 'policy_enforcement'
  const standby = event.list === 'standby' || (mayStandBy && faults.happens('standby'))
  const numeric = faults.happens('numeric-ids')
  const id = (digits: string): Wire => ({ id: numeric ? new WireNumber(digits) : digits })

  const person = event.sender ?? (thread === undefined ? undefined : id(thread.psid))
  const stamp = inSeconds ? secondOf(now) : now
  const head = {
    sender: fromPage ? id(page.id) : person,
    recipient: fromPage ? person : id(page.id),
    timestamp: noTimestamp ? undefined : faults.happens('string-timestamps') ? String(stamp) : stamp,
  }
  const actor = thread === undefined ? undefined : `facebook:${thread.psid}`
  const [sender = '', recipient = ''] = fromPage ? [page.id, thread?.psid] : [thread?.psid, page.id]
  const number = ledger.events.recordMessenger({
    ts,
    actor,
    text: event.text,
    extra: event.extra ?? '',
    standby,
    isInboundMessage: event.isInboundMessage === true,
    isOutboundMessage: event.type === 'echo',
    open: [
      ...(event.open ?? []),
      ...(thread === undefined ? ['pId', 'direction', 'senderId', 'recipientId'] : []),
    ],
    values: {
      pageId: page.id,
      pId: actor ?? '',
      channel: 'facebookMessenger',
      interactionType: event.type,
      direction: fromPage ? 'out' : 'in',
      ts: String(ts),
      timestamp: String(ts),
      senderId: sender,
      recipientId: recipient,
      ...event.values,
      ...(standby ? event.standbyValues : {}),
    },
  })
  const item = {
    page: page.id,
    field: standby ? 'standby' : (fields[event.type] ?? `messaging_${event.type}`),
    time: entryTime,
    order: event.order ?? world.order,
    timeless: noTimestamp,
    json: encodeWire({ ...head, ...(standby ? (event.standbyBody ?? event.body) : event.body) }),
  }
  const list = standby ? 'standby' : 'messaging'
  const delivered = world.emit({ ...item, event: number, list }, event.sending)
  if (!standby && event.standbyBody === undefined && faults.happens('standby-twice')) {
    ledger.events.alsoStandby(number)
    void world.emit({ ...item, event: ~number, list: 'standby', field: 'standby' })
  }
  return { event: number, ts, delivered }
}

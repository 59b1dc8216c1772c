import { secondOf } from './cast.ts'
import type { Contact, Page, Studio } from './cast.ts'
import type { MessengerValues } from '../ledger/identity.ts'
import { encodeWire, WireNumber } from '../webhooks/wire.ts'
import type { Wire } from '../webhooks/wire.ts'

/** One Messenger event before it is dressed: what it says, and what a reader must find. */
export interface Messaging {
  readonly type: string
  readonly page: Page
  readonly contact?: Contact | undefined
  /** An echo: the Page is the sender. */
  readonly fromPage?: boolean
  /** What stands beside sender, recipient and timestamp. */
  readonly body: Readonly<Record<string, Wire | undefined>>
  readonly values?: MessengerValues
  readonly extra?: string
  /** Undefined: the reader may fill the text column as it likes. */
  readonly text?: string | undefined
  readonly open?: readonly string[]
  readonly noTimestamp?: boolean
  /** Stands in for `{id: psid}`, for example `{user_ref}`. */
  readonly sender?: Wire
  readonly isInboundMessage?: boolean
  /** The Page answers before the person asked, a receipt comes before its message. */
  readonly order?: number
  /** The body to send under standby[], where it differs. */
  readonly standbyBody?: Readonly<Record<string, Wire | undefined>>
  readonly standbyValues?: MessengerValues
}

export interface Recorded {
  readonly event: number
  /** The time that the event carries, in ms: a whole second under the fault `seconds`. */
  readonly ts: number
}

/** The event is in the ledger and on its way, dressed as the faults ask. */
export function messaging(studio: Studio, event: Messaging): Recorded {
  const { random, faults, ledger } = studio
  const { page, contact, fromPage = false } = event
  const now = Math.floor(studio.now)
  const entryTime = now + random.below(200)
  const inSeconds = event.noTimestamp !== true && random.chance(faults.seconds)
  const ts = event.noTimestamp === true ? entryTime : inSeconds ? secondOf(now) * 1000 : now
  const standby = event.type !== 'policy_enforcement' && random.chance(faults.standby)
  const numeric = random.chance(faults['numeric-ids'])
  const id = (digits: string): Wire => ({ id: numeric ? new WireNumber(digits) : digits })

  const person = event.sender ?? (contact === undefined ? undefined : id(contact.psid))
  const stamp = inSeconds ? secondOf(now) : now
  const head = {
    sender: fromPage ? id(page.id) : person,
    recipient: fromPage ? person : id(page.id),
    timestamp:
      event.noTimestamp === true
        ? undefined
        : random.chance(faults['string-timestamps'])
          ? String(stamp)
          : stamp,
  }
  const actor = contact === undefined ? undefined : `facebook:${contact.psid}`
  const number = ledger.recordMessenger({
    ts,
    actor,
    text: event.text,
    extra: event.extra ?? '',
    standby,
    isInboundMessage: event.isInboundMessage === true,
    isOutboundMessage: event.type === 'echo',
    open: [
      ...(event.open ?? []),
      ...(contact === undefined ? ['pId', 'direction', 'senderId', 'recipientId'] : []),
    ],
    values: {
      pageId: page.id,
      pId: actor ?? '',
      channel: 'facebookMessenger',
      interactionType: event.type,
      direction: fromPage ? 'out' : 'in',
      ts: String(ts),
      timestamp: String(ts),
      senderId: fromPage ? page.id : (contact?.psid ?? ''),
      recipientId: fromPage ? (contact?.psid ?? '') : page.id,
      ...event.values,
      ...(standby ? event.standbyValues : {}),
    },
  })
  const item = {
    page: page.id,
    time: entryTime,
    order: event.order ?? studio.order,
    timeless: event.noTimestamp === true,
  }
  const json = encodeWire({ ...head, ...(standby ? (event.standbyBody ?? event.body) : event.body) })
  studio.emit({ ...item, event: number, list: standby ? 'standby' : 'messaging', json })
  if (!standby && event.standbyBody === undefined && random.chance(faults['standby-twice'])) {
    ledger.alsoStandby(number)
    studio.emit({ ...item, event: ~number, list: 'standby', json })
  }
  return { event: number, ts }
}

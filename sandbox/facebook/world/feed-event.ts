import { secondOf } from './cast.ts'
import type { Contact, Page, Studio } from './cast.ts'
import type { FeedValues } from '../ledger/identity.ts'
import { encodeWire, WireNumber } from '../webhooks/wire.ts'
import type { Wire } from '../webhooks/wire.ts'

/** One item of `changes[]` before it is dressed: what it says, and what a reader must find. */
export interface Change {
  readonly field: string
  readonly page: Page
  /** `page` when the Page itself acts; undefined when the platform names no actor. */
  readonly actor: Contact | 'page' | undefined
  readonly item?: string
  readonly verb?: string
  /** Text of the event; undefined when it carries none. */
  readonly message?: string | undefined
  /** Seconds; undefined for an event without a time of its own. */
  readonly created?: number | undefined
  /** The rest of `value`, as it goes out. */
  readonly value?: Readonly<Record<string, Wire | undefined>>
  /** The columns that `value` fills, beyond those that follow from the other properties. */
  readonly values?: FeedValues
  readonly open?: readonly string[]
  /** The actor goes out in other keys (reviewer_id), so no `from`. */
  readonly ownActorKeys?: boolean
  /** `from` is withheld whatever the faults say, as it was on the content that this is about. */
  readonly withheld?: boolean
  /** `from` must be there: nothing else would tell this event from another of the same second. */
  readonly needsActor?: boolean
  /** The contract does not say whose event this is. */
  readonly anyActor?: boolean
  /** The reader may fill `message` as it likes. */
  readonly looseText?: boolean
}

export interface RecordedChange {
  readonly event: number
  readonly ts: number
  readonly anonymous: boolean
}

/** The event is in the ledger and on its way, dressed as the faults ask. */
export function change(studio: Studio, event: Change): RecordedChange {
  const { random, faults, ledger } = studio
  const { page, actor, item, verb } = event
  const second = secondOf(studio.now)
  const isPerson = typeof actor === 'object'
  if (isPerson) actor.lastFeedSecond = second
  const mayWithhold = isPerson && event.needsActor !== true && event.ownActorKeys !== true
  const withheld = mayWithhold && (event.withheld === true || random.chance(faults['missing-from']))
  const who = withheld ? undefined : identityOf(actor, page)
  const nameless = isPerson && event.ownActorKeys !== true && random.chance(faults.nameless)
  const name = who === undefined || nameless ? undefined : who.name
  const repeatsOldTime =
    verb !== undefined && verb.startsWith('edit') && event.created !== undefined && event.created < second
  const ts = (event.created === undefined || repeatsOldTime ? second : event.created) * 1000

  const pId = who === undefined ? 'anonymous' : who.kind === 'page' ? `page:${who.id}` : `facebook:${who.id}`
  const text = event.message ?? ''
  const number = ledger.recordFeed({
    ts,
    actor: event.anyActor === true ? undefined : pId,
    name: who?.kind === 'person' ? name : undefined,
    text: event.looseText === true ? undefined : text,
    open: [...(event.open ?? []), ...(repeatsOldTime ? ['ts'] : [])],
    values: {
      pageId: page.id,
      pId,
      channel: 'facebookFeed',
      interactionType: event.field === 'feed' ? (item ?? 'feed') : event.field,
      direction: who?.kind === 'page' ? 'out' : 'in',
      ts: String(ts),
      field: event.field,
      item: item ?? '',
      verb: verb ?? '',
      sender_id: who?.id ?? '',
      sender_name: name ?? '',
      created_time: event.created === undefined ? '' : String(event.created * 1000),
      ...event.values,
    },
  })
  const from = event.ownActorKeys === true ? {} : actorKeys(studio, who, name)
  studio.emit({
    event: number,
    page: page.id,
    list: 'changes',
    time: second,
    order: studio.order,
    timeless: event.created === undefined || repeatsOldTime,
    json: encodeWire({
      field: event.field,
      value: { ...from, item, verb, ...event.value, created_time: event.created, message: event.message },
    }),
  })
  return { event: number, ts, anonymous: withheld }
}

interface Who {
  readonly kind: 'page' | 'person'
  readonly id: string
  readonly name: string
}

function identityOf(actor: Contact | 'page' | undefined, page: Page): Who | undefined {
  if (actor === undefined) return undefined
  if (actor === 'page') return { kind: 'page', id: page.id, name: page.name }
  return { kind: 'person', id: actor.feedId, name: actor.name }
}

function actorKeys(
  { random, faults }: Studio,
  who: Who | undefined,
  name: string | undefined,
): Record<string, Wire | undefined> {
  if (who === undefined) return {}
  if (random.chance(faults['old-shapes'])) return { sender_id: new WireNumber(who.id), sender_name: name }
  const id = random.chance(faults['numeric-ids']) ? new WireNumber(who.id) : who.id
  return { from: { id, name } }
}

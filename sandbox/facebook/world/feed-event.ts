import type { FeedValues } from '../ledger/identity.ts'
import type { Sending } from '../webhooks/delivery.ts'
import { encodeWire, WireNumber, type Wire } from '../webhooks/wire.ts'
import type { Author, Page } from './state.ts'
import { describeAuthor, secondOf, type World } from './world.ts'

type ColumnWire = string | number | WireNumber | readonly (string | WireNumber)[] | undefined

/** One item of `changes[]`, without faults: what it says, and what a reader must find. */
export interface FeedEvent {
  /** `feed` when left out. */
  readonly field?: string
  readonly page: Page
  /** Undefined when the platform names no actor. */
  readonly actor?: Author | undefined
  readonly item?: string
  readonly verb?: string
  /** Text of the event; undefined when it carries none. */
  readonly message?: string | undefined
  /** Seconds; now when left out, `none` for an event without a time of its own. */
  readonly created?: number | 'none'
  /** What stands in `value` and is a column of the same name. */
  readonly columns?: Readonly<Partial<Record<keyof FeedValues, ColumnWire>>>
  /** The rest of `value`, as it goes out. */
  readonly value?: Readonly<Record<string, Wire | undefined>>
  /** Columns that the reader may fill as it likes. */
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
  /** Of a review: it tells two of one customer apart. */
  readonly storyId?: string
  readonly sending?: Sending | undefined
}

export type EmittedFeedEvent = ReturnType<typeof emitFeedEvent>

/** The event is in the ledger, under the number `event`, and on its way, changed as the faults ask. */
export function emitFeedEvent(world: World, event: FeedEvent) {
  const { faults, ledger } = world
  const { page, actor, item, verb, field = 'feed' } = event
  const second = secondOf(world.now())
  const person = typeof actor === 'object' ? actor : undefined
  if (person !== undefined) person.lastFeedSecond = second
  const isNamed = event.ownActorKeys === true
  const mayWithhold = person !== undefined && event.needsActor !== true && !isNamed
  const withheld = mayWithhold && (event.withheld === true || faults.happens('missing-from'))
  const who = withheld || actor === undefined ? undefined : describeAuthor(world, actor, page)
  const nameless = person !== undefined && !isNamed && faults.happens('nameless')
  const name = nameless ? undefined : who?.name
  const created = event.created === 'none' ? undefined : (event.created ?? second)
  const repeatsOldTime = verb?.startsWith('edit') === true && created !== undefined && created < second
  const isTimeless = created === undefined || repeatsOldTime || !tellsOwnTime(event)
  const ts = (isTimeless ? second : created) * 1000
  const isPage = who !== undefined && person === undefined
  const pId = who === undefined ? 'anonymous' : `${isPage ? 'page' : 'facebook'}:${who.id}`
  const number = ledger.events.recordFeed({
    ts,
    actor: event.anyActor === true ? undefined : pId,
    name: isPage ? undefined : name,
    text: event.looseText === true ? undefined : (event.message ?? ''),
    open: [...(event.open ?? []), ...(repeatsOldTime ? ['ts'] : [])],
    storyId: event.storyId,
    values: {
      pageId: page.id,
      pId,
      channel: 'facebookFeed',
      interactionType: field === 'feed' ? (item ?? 'feed') : field,
      direction: isPage ? 'out' : 'in',
      ts: String(ts),
      field,
      item: item ?? '',
      verb: verb ?? '',
      sender_id: who?.id ?? '',
      sender_name: name ?? '',
      created_time: created === undefined ? '' : String(created * 1000),
      ...Object.fromEntries(
        Object.entries(event.columns ?? {}).map(([key, value]) => [key, columnOf(value)]),
      ),
    },
  })
  const from = isNamed || who === undefined ? {} : actorKeys(world, who.id, name)
  const { value: more, columns, message } = event
  const value = { ...from, item, verb, ...more, ...columns, created_time: created, message }
  const delivered = world.emit(
    {
      event: number,
      page: page.id,
      field,
      list: 'changes',
      time: second,
      order: world.order,
      timeless: isTimeless,
      json: encodeWire({ field, value }),
    },
    event.sending,
  )
  return { event: number, ts, anonymous: withheld, delivered }
}

function actorKeys(
  { faults }: World,
  id: string,
  name: string | undefined,
): Record<string, Wire | undefined> {
  if (faults.happens('old-shapes')) return { sender_id: new WireNumber(id), sender_name: name }
  return { from: { id: faults.happens('numeric-ids') ? new WireNumber(id) : id, name } }
}

/** A wire value as the text of its column; ids of a list stand one after another. */
function columnOf(value: ColumnWire): string {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return value instanceof WireNumber ? value.digits : value.map(columnOf).join(',')
}

/** For every other verb `created_time` is that of the content, or nothing that a reader may rely on. */
function tellsOwnTime({ verb, item }: FeedEvent): boolean {
  return (
    verb === undefined || verb === 'add' || verb === 'remove' || (item === 'comment' && verb === 'edited')
  )
}

/** As Facebook writes a time: `2024-02-06T09:31:16+0000`. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')
}

/** Webhooks on their way out: one event a POST, signed, through the sender with its retry regimes, if somebody subscribed. */
import type { Delivery } from './delivery.ts'
import { createSender } from './sender.ts'
import type { Outcome, Sender } from './sender.ts'
import { sign } from './sign.ts'
import { encodeWire } from './wire.ts'
import type { Wire } from './wire.ts'
import type { Page } from '../world/state.ts'

export interface Webhook {
  /** The receiver's address, for example http://127.0.0.1:3000/webhook. */
  readonly url: string
  /** Signs the deliveries: the app secret. */
  readonly secret: string
}

export interface OutgoingEvent {
  readonly page: Page
  /** The subscription field that it belongs to: messages, message_echoes, feed … */
  readonly field: string
  readonly list: 'messaging' | 'standby' | 'changes'
  readonly item: { readonly [key: string]: Wire | undefined }
  /** When it leaves, ms from now. */
  readonly afterMs?: number
  /** How many times it is delivered; 1 when left out. */
  readonly copies?: number
  /** A copy leaves so many ms after the one before; together when left out. */
  readonly apartMs?: number
}

export interface Outbox {
  /** Resolves when the first copy has come to its end; `unsubscribed` when nobody listens. Never rejects. */
  post(event: OutgoingEvent): Promise<Outcome>
  /** From now on deliveries go there; undefined = nowhere. */
  connect(webhook: Webhook | undefined): void
  readonly webhook: Webhook | undefined
  /** Fields subscribed at app level. */
  appFields: Set<string>
  /** The Pages that the platform has given up on after an hour of failure. */
  isGivenUp(page: Page): boolean
  /** Forgets that it had given up. */
  forgive(): void
  /** Deliveries that have not come to their end, waiting ones included. */
  readonly pending: number
  /** How often a delivery was sent again, as nobody had said 200 to it. */
  readonly repeats: number
  /** Deliveries by their end, over all senders. */
  readonly ends: ReadonlyMap<Outcome, number>
  close(): Promise<void>
}

export interface OutboxOptions {
  readonly webhook?: Webhook | undefined
  readonly now: () => number
  /** How much faster than real time the retry regimes run. */
  readonly timeScale?: number | undefined
  readonly connections?: number | undefined
  readonly sleep: (ms: number) => Promise<void>
}

export function createOutbox({ webhook, now, timeScale, connections = 32, sleep }: OutboxOptions): Outbox {
  const senders = new Set<Sender>()
  const ends = new Map<Outcome, number>()
  let current = webhook
  let sender = open(webhook)
  let lastId = 0
  let pending = 0

  return {
    appFields: new Set<string>(allFields),
    ends,
    get webhook() {
      return current
    },
    get pending() {
      return pending
    },
    get repeats() {
      return [...senders].reduce((sum, { counts }) => sum + counts.retries, 0)
    },
    async post(event) {
      pending += 1
      if (event.afterMs !== undefined && event.afterMs > 0) await sleep(event.afterMs)
      const copies = deliver(event, this.appFields)
      void Promise.all(copies).then(() => (pending -= 1))
      const outcome = await Promise.race(copies)
      ends.set(outcome, (ends.get(outcome) ?? 0) + 1)
      return outcome
    },
    connect(next) {
      current = next
      sender = open(next)
    },
    isGivenUp: (page) => sender?.unsubscribed.has(page.id) ?? false,
    forgive() {
      sender = open(current)
    },
    async close() {
      await Promise.all([...senders].map((each) => each.close()))
    },
  }

  function open(target: Webhook | undefined): Sender | undefined {
    if (target === undefined) return undefined
    const made = createSender({
      ...target,
      connections,
      ...(timeScale === undefined ? {} : { timeScale }),
    })
    senders.add(made)
    return made
  }

  /** One promise a copy. */
  function deliver(event: OutgoingEvent, appFields: ReadonlySet<string>): readonly Promise<Outcome>[] {
    const field = event.list === 'standby' ? 'standby' : event.field
    const isWanted = appFields.has(field) && event.page.subscribedFields?.has(field) === true
    if (sender === undefined || current === undefined || !isWanted) return [Promise.resolve('unsubscribed')]
    const delivery = seal(event, current.secret)
    const through = sender
    const { copies = 1, apartMs = 0 } = event
    return Array.from({ length: copies }, async (_, index) => {
      if (index * apartMs > 0) await sleep(index * apartMs)
      return await through.send(delivery)
    })
  }

  function seal({ page, list, item }: OutgoingEvent, secret: string): Delivery {
    const time = list === 'changes' ? Math.floor(now() / 1000) : Math.floor(now())
    const json = encodeWire({ object: 'page', entry: [{ id: page.id, time, [list]: [item] }] })
    const body = Buffer.from(json, 'latin1')
    return {
      id: (lastId += 1),
      regime: list === 'changes' ? 'page' : 'messenger',
      body,
      signature: sign(body, secret),
      events: [],
      pages: [page.id],
      // Nothing here renews its times: a copy is the same bytes.
      timeless: true,
      kind: 'real',
    }
  }
}

/** Every field that this simulator sends something under, and what people ask for beside them. */
export const allFields: readonly string[] = [
  'feed',
  'mention',
  'ratings',
  'messages',
  'message_echoes',
  'message_edits',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'messaging_postbacks',
  'messaging_optins',
  'messaging_referrals',
  'messaging_handovers',
  'messaging_account_linking',
  'messaging_policy_enforcement',
  'messaging_feedback',
  'standby',
  'leadgen',
  'name',
  'picture',
  'conversations',
]

/** Webhooks that leave one event a POST, signed, through the sender with its retries, if the field is subscribed. */
import { noFaults } from '../faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { createRandom } from '../world/random.ts'
import type { Page } from '../world/state.ts'
import type { Item, Outcome, Sending } from './delivery.ts'
import { seal } from './packing.ts'
import { createSender } from './sender.ts'
import type { Sender } from './sender.ts'

export interface Webhook {
  /** The receiver's address, for example http://127.0.0.1:3000/webhook. */
  readonly url: string
  /** Signs the deliveries: the app secret. */
  readonly secret: string
}

export interface Outbox {
  /** Resolves when the first copy has come to its end; `unsubscribed` when nobody listens. Never rejects. */
  post(item: Item, sending?: Sending): Promise<Outcome>
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
  /** How often a delivery was sent again, as it was not answered with 200. */
  readonly repeats: number
  /** Deliveries by their end, over all senders. */
  readonly ends: ReadonlyMap<Outcome, number>
  close(): Promise<void>
}

export interface OutboxOptions {
  readonly webhook?: Webhook | undefined
  readonly ledger: Ledger
  readonly pages: ReadonlyMap<string, Page>
  /** How much faster than real time the retry schedules run. */
  readonly timeScale?: number | undefined
  readonly connections?: number | undefined
  readonly sleep: (ms: number) => Promise<void>
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { webhook, ledger, pages, timeScale = 1, connections = 32, sleep } = options
  const senders = new Set<Sender>()
  const ends = new Map<Outcome, number>()
  const random = createRandom('outbox')
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
    async post(item, sending = {}) {
      const { afterMs = 0 } = sending
      pending += 1
      if (afterMs > 0) await sleep(afterMs)
      const copies = deliver(item, { ...sending, isWanted: isWanted(item, this.appFields) })
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
    const made = createSender({ ...target, connections, timeScale, ledger })
    senders.add(made)
    return made
  }

  function isWanted({ field, page }: Item, appFields: ReadonlySet<string>): boolean {
    return appFields.has(field) && pages.get(page)?.subscribedFields?.has(field) === true
  }

  /** One promise a copy. */
  function deliver(
    item: Item,
    { copies = 1, apartMs = 0, isWanted: wanted }: Sending & { isWanted: boolean },
  ): readonly Promise<Outcome>[] {
    const through = sender
    if (through === undefined || current === undefined || !wanted) return [Promise.resolve('unsubscribed')]
    const packer = { random, faults: noFaults, secret: current.secret, nextId: () => (lastId += 1) }
    const delivery = seal(packer, [item])
    return Array.from({ length: copies }, async (_, index) => {
      if (index * apartMs > 0) await sleep(index * apartMs)
      return await through.send(delivery)
    })
  }
}

/** Every field that this simulator sends something under, and what people ask for beside them. */
export const allFields: readonly string[] = `
  feed mention ratings messages message_echoes message_edits message_deliveries message_reads
  message_reactions messaging_postbacks messaging_optins messaging_referrals messaging_handovers
  messaging_account_linking messaging_policy_enforcement messaging_feedback standby leadgen name
  picture conversations`
  .trim()
  .split(/\s+/)

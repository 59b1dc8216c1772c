/** Webhooks that leave one event a POST, signed, through the sender with its retries, if the field is subscribed. */
import { noFaults } from '../faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { createRandom } from '../world/random.ts'
import type { Page } from '../world/state.ts'
import type { Item, Outcome, Sending } from './delivery.ts'
import { seal } from './packing.ts'
import { createSender, type Sender } from './sender.ts'

export interface Webhook {
  /** The receiver's address, for example http://127.0.0.1:3000/webhook. */
  readonly url: string
  /** Signs the deliveries: the app secret. */
  readonly secret: string
}

interface OutboxOptions {
  readonly webhook?: Webhook | undefined
  readonly ledger: Ledger
  readonly pages: ReadonlyMap<string, Page>
  /** How much faster than real time the retry schedules run. */
  readonly timeScale?: number | undefined
  readonly sleep: (ms: number) => Promise<void>
}

export type Outbox = ReturnType<typeof createOutbox>

export function createOutbox({ webhook, ledger, pages, timeScale = 1, sleep }: OutboxOptions) {
  const senders = new Set<Sender>()
  const random = createRandom('outbox')
  let current = webhook
  let sender = open(webhook)
  let lastId = 0
  let pending = 0

  return {
    /** Fields subscribed at app level. */
    appFields: new Set(allFields),
    get webhook() {
      return current
    },
    /** Deliveries that have not come to their end, waiting ones included. */
    get pending() {
      return pending
    },
    /** How often a delivery was sent again, as it was not answered with 200. */
    get repeats() {
      return [...senders].reduce((sum, { counts }) => sum + counts.retries, 0)
    },
    /** Resolves when the first copy has come to its end; `unsubscribed` when nobody listens. Never rejects. */
    async post(item: Item, { afterMs = 0, copies = 1, apartMs = 0 }: Sending = {}): Promise<Outcome> {
      pending += 1
      if (afterMs > 0) await sleep(afterMs)
      const { field, page } = item
      const isWanted = this.appFields.has(field) && pages.get(page)?.subscribedFields?.has(field) === true
      const ends = isWanted ? deliver(item, { copies, apartMs }) : [Promise.resolve('unsubscribed' as const)]
      void Promise.all(ends).then(() => (pending -= 1))
      return await Promise.race(ends)
    },
    /** From now on deliveries go there; undefined = nowhere. */
    connect(next: Webhook | undefined): void {
      current = next
      sender = open(next)
    },
    /** The platform has given up on the Page after an hour of failure. */
    isGivenUp: (page: Page) => sender?.unsubscribed.has(page.id) ?? false,
    /** Forgets that it had given up. */
    forgive(): void {
      sender = open(current)
    },
    async close(): Promise<void> {
      await Promise.all([...senders].map((each) => each.close()))
    },
  }

  function open(target: Webhook | undefined): Sender | undefined {
    if (target === undefined) return undefined
    const made = createSender({ ...target, connections: 32, timeScale, ledger })
    senders.add(made)
    return made
  }

  /** One promise a copy. */
  function deliver(item: Item, { copies, apartMs }: { copies: number; apartMs: number }): Promise<Outcome>[] {
    const through = sender
    if (through === undefined || current === undefined) return [Promise.resolve('unsubscribed')]
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
  picture conversations business_integrity response_feedback inbox_labels messenger_template_status_update send_cart
  messaging_customer_information`
  .trim()
  .split(/\s+/)

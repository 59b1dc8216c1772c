import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from '../../sandbox/facebook/webhooks/delivery.ts'
import type { Sender } from '../../sandbox/facebook/webhooks/sender.ts'
import type { RandomWorld } from '../../sandbox/facebook/world/random-world.ts'

export interface WaveOptions {
  readonly world: RandomWorld
  readonly createSender: () => Sender
  /** How many items may have left by now. */
  readonly owed: () => number
  /** Called when everything has been sent once: a kill after that meets no new work. */
  readonly onSent: () => Promise<void>
}

/** Deliveries that may wait for a response, retries included. */
const mostPending = 64

/** How long deliveries may still wait for another try when all have been sent once; then a new sender sends them at once. */
const patienceMs = 1_500

export interface Sent {
  /** Items of real deliveries, copies included. */
  readonly items: number
  readonly forged: number
  /** Deliveries that waited for another try when the storm was over, or had used up theirs. */
  readonly late: number
  readonly attempts: number
  readonly retries: number
  /** By status; 0 for none at all. */
  readonly answers: ReadonlyMap<number, number>
  readonly acceptedForgeries: number
}

/** The world's events went out in waves, and every real delivery was acked, unless it is refused for good. */
export async function sendInWaves({ world, createSender, owed, onSent }: WaveOptions): Promise<Sent> {
  const sender = createSender()
  const underWay = new Set<Promise<void>>()
  const late: Delivery[] = []
  let items = 0
  let forged = 0

  async function send(delivery: Delivery): Promise<void> {
    const outcome = await sender.send(delivery)
    if (outcome !== 'acked' && outcome !== 'refused') late.push(delivery)
  }

  for (;;) {
    const due = owed() - items
    if (due < 1) {
      await pause(10)
      continue
    }
    const some = world.next(Math.min(due, 200))
    if (some.length === 0) break
    for (const delivery of some) {
      while (underWay.size >= mostPending) await Promise.race(underWay)
      if (delivery.kind === 'forged') forged += 1
      else items += delivery.events.length
      const sent = send(delivery).finally(() => underWay.delete(sent))
      underWay.add(sent)
    }
  }
  await onSent()
  await Promise.race([Promise.all(underWay), pause(patienceMs)])
  await sender.close()
  await Promise.all(underWay)
  const last = createSender()
  for (const delivery of late) await last.send(delivery)
  await last.close()
  return { items, forged, late: late.length, ...totalOf(sender, last) }
}

function totalOf(
  { counts: first }: Sender,
  { counts: second }: Sender,
): Pick<Sent, 'attempts' | 'retries' | 'answers' | 'acceptedForgeries'> {
  const statuses = new Set([...first.answers.keys(), ...second.answers.keys()])
  return {
    attempts: first.attempts + second.attempts,
    retries: first.retries + second.retries + second.deliveries.acked,
    acceptedForgeries: first.acceptedForgeries + second.acceptedForgeries,
    answers: new Map(
      [...statuses].map((status) => [
        status,
        (first.answers.get(status) ?? 0) + (second.answers.get(status) ?? 0),
      ]),
    ),
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from '../../sandbox/facebook/webhooks/delivery.ts'
import type { Sender, SenderOptions } from '../../sandbox/facebook/webhooks/sender.ts'
import { nameOfBody } from './raw-ledger.ts'
import type { RandomWorld } from '../../sandbox/facebook/world/random-world.ts'

type OnAnswer = NonNullable<SenderOptions['onAnswer']>

export interface WaveOptions {
  readonly world: RandomWorld
  readonly createSender: (onAnswer: OnAnswer) => Sender
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
  readonly attempts: number
  readonly retries: number
  /** By status; 0 for none at all. */
  readonly answers: ReadonlyMap<number, number>
  /** Names of the bodies that were answered 200. */
  readonly ackedBodies: ReadonlySet<string>
  readonly acceptedForgeries: number
}

/** The world's events went out in waves, and every real delivery was acked, unless it is refused for good. */
export async function sendInWaves({ world, createSender, owed, onSent }: WaveOptions): Promise<Sent> {
  const [answers, ackedBodies] = [new Map<number, number>(), new Set<string>()]
  /** Those that waited for another try when the storm was over, or had used up theirs. */
  const late: Delivery[] = []
  let [attempts, deliveries, items, forged, acceptedForgeries] = [0, 0, 0, 0, 0]
  const onAnswer: OnAnswer = ({ status, delivery }) => {
    attempts += 1
    answers.set(status, (answers.get(status) ?? 0) + 1)
    if (status !== 200) return
    ackedBodies.add(nameOfBody(delivery.body))
    if (delivery.kind === 'forged') acceptedForgeries += 1
  }
  const sender = createSender(onAnswer)
  const underWay = new Set<Promise<void>>()

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
      deliveries += 1
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
  const last = createSender(onAnswer)
  for (const delivery of late) await last.send(delivery)
  await last.close()
  const retries = attempts - deliveries
  return { items, forged, attempts, retries, answers, ackedBodies, acceptedForgeries }
}

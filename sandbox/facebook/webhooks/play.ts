/** The deliveries of a random world go out at the asked rate, or as fast as the receiver answers. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery } from './delivery.ts'
import type { Sender } from './sender.ts'
import type { RandomWorld } from '../world/random-world.ts'

interface PlayOptions {
  readonly world: RandomWorld
  readonly sender: Sender
  /** Items a second; as fast as answered when left out. */
  readonly rate?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Sees every delivery before it goes out. */
  readonly onDelivery?: ((delivery: Delivery) => void) | undefined
  /** At most this many deliveries wait for their end (retries of an unreachable receiver). */
  readonly mostPending?: number
}

export interface Played {
  /** Items handed to the sender, copies and forgeries included. */
  readonly items: number
  readonly seconds: number
}

/** Resolves when every delivery has come to its end. With a rate, deliveries leave on time whether or not earlier ones are answered. */
export async function play(options: PlayOptions): Promise<Played> {
  const { world, sender, rate, signal, onDelivery, mostPending = 20_000 } = options
  const startedMs = performance.now()
  const underWay = new Set<Promise<unknown>>()
  let items = 0
  for (;;) {
    if (signal?.aborted === true) break
    const owed =
      rate === undefined ? 200 : Math.floor(((performance.now() - startedMs) / 1000) * rate) - items
    if (owed < 1) {
      await pause(Math.max(1, Math.min(20, 1000 / (rate ?? 1000))))
      continue
    }
    const deliveries = world.next(Math.min(owed, 2000))
    if (deliveries.length === 0) break
    for (const delivery of deliveries) {
      if (rate === undefined) await sender.room()
      while (underWay.size >= mostPending) await Promise.race(underWay)
      onDelivery?.(delivery)
      items += Math.max(1, delivery.events.length)
      const sent = sender.send(delivery).finally(() => underWay.delete(sent))
      underWay.add(sent)
    }
  }
  await Promise.all(underWay)
  return { items, seconds: (performance.now() - startedMs) / 1000 }
}

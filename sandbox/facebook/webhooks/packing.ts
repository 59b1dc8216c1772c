/** Turns a window of items into POSTs as the platform batches them: one retry schedule a POST, for Messenger also one Page. */
import { sign, type Delivery, type Item } from './delivery.ts'
import type { Faults } from '../faults.ts'
import type { Random } from '../world/random.ts'

export interface Packer {
  readonly random: Random
  readonly faults: Faults
  readonly secret: string
  /** Items a POST: between the two, small ones as likely as large ones. */
  readonly batch: readonly [number, number]
  nextId(): number
}

/** Every item is in exactly one delivery, except those that the fault `duplicates` repeats. */
export function pack(packer: Packer, items: readonly Item[]): Delivery[] {
  const { random, faults } = packer
  const ordered = faults.happens('shuffle')
    ? shuffled(random, items)
    : items.toSorted((a, b) => a.order - b.order)
  const open = new Map<string, { size: number; items: Item[] }>()
  const deliveries: Delivery[] = []
  for (const item of ordered) {
    const lane = item.list === 'changes' ? 'page' : item.page
    let parcel = open.get(lane)
    if (parcel === undefined) {
      parcel = { size: batchSize(packer), items: [] }
      open.set(lane, parcel)
    }
    parcel.items.push(item)
    if (parcel.items.length < 1000 && random.chance(0.5) && faults.happens('duplicates'))
      parcel.items.splice(random.below(parcel.items.length + 1), 0, item)
    if (parcel.items.length < parcel.size) continue
    deliveries.push(seal(packer, parcel.items))
    open.delete(lane)
  }
  for (const parcel of open.values()) deliveries.push(seal(packer, parcel.items))
  return deliveries
}

/** One POST with these items; `secret` is another one for a forgery. */
export function seal(
  packer: Omit<Packer, 'batch'>,
  items: readonly Item[],
  secret = packer.secret,
): Delivery {
  const { random, faults } = packer
  const entries: string[] = []
  let index = 0
  while (index < items.length) {
    const first = items[index]
    if (first === undefined) break
    const group = [first]
    for (index += 1; index < items.length; index += 1) {
      const next = items[index]
      if (next === undefined || !fitsEntry(first, next) || !random.chance(0.3)) break
      group.push(next)
    }
    const id = faults.happens('numeric-ids') ? first.page : `"${first.page}"`
    entries.push(
      `{"id":${id},"time":${first.time},"${first.list}":[${group.map((item) => item.json).join(',')}]}`,
    )
  }
  // The items are escaped to ASCII already, so one byte a character is exact.
  const body = Buffer.from(`{"object":"page","entry":[${entries.join(',')}]}`, 'latin1')
  const first = items[0]
  return {
    id: packer.nextId(),
    regime: first?.list === 'changes' ? 'page' : 'messenger',
    body,
    signature: sign(body, secret),
    events: items.map((item) => item.event),
    pages: [...new Set(items.map((item) => item.page))],
    timeless: items.some((item) => item.timeless),
    kind: secret === packer.secret ? 'real' : 'forged',
  }
}

function fitsEntry(first: Item, next: Item): boolean {
  if (first.page !== next.page || first.list !== next.list) return false
  return first.list === 'changes' ? first.time === next.time : !first.timeless && !next.timeless
}

function batchSize({ random, batch: [least, most] }: Packer): number {
  if (most <= least) return least
  return Math.min(most, Math.floor(least * Math.exp(random.next() * Math.log((most + 1) / least))))
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const drawn = items.map((item) => [random.next(), item] as const)
  return drawn.toSorted(([a], [b]) => a - b).map(([, item]) => item)
}

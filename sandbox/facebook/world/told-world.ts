/** A world with a clock of its own: its events gather until they are taken and packed. */
import { noFaults, type Faults } from '../faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Item } from '../webhooks/delivery.ts'
import { createIdentifiers } from './identifiers.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

export interface ToldWorldOptions {
  readonly random: Random
  readonly ledger: Ledger
  readonly memory: World['memory']
  /** When the clock starts, ms. */
  readonly baseTime: number
  readonly faults?: Faults
}

const acked = Promise.resolve('acked' as const)

export function createToldWorld({ random, ledger, memory, baseTime, faults = noFaults }: ToldWorldOptions) {
  let clock = baseTime
  let order = 0
  let items: Item[] = []
  const world: World = {
    random,
    faults,
    ids: createIdentifiers(random),
    ledger,
    now: () => clock,
    pages: new Map(),
    people: new Map(),
    memory,
    get order() {
      return order
    },
    emit(item) {
      items.push(item)
      return acked
    },
  }
  return {
    world,
    /** The next step begins `ms` later. */
    advance(ms: number): void {
      clock += ms
      order += 1
    },
    takeItems(): Item[] {
      const taken = items
      items = []
      return taken
    },
  }
}

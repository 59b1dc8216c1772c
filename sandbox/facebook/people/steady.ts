/** A steady stream of messages, for measuring how long answers take; one person may be hot, with a share of all of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../random.ts'
import type { SeenMessage } from '../graph-api/ledger.ts'
import type { Person } from '../graph-api/people.ts'
import type { SimulatedGraph } from '../graph-api/server.ts'

export interface SteadyOptions {
  readonly page: string
  readonly people: readonly Person[]
  readonly perSecond: number
  readonly forMs: number
  /** This person writes this share of the messages, 0..1. */
  readonly hot?: { readonly person: Person; readonly share: number }
  /** The index is of all messages, not of one person. */
  readonly textOf?: (message: { readonly index: number; readonly person: Person }) => string
  readonly seed?: number | string
}

export interface Written {
  readonly index: number
  readonly person: Person
  /** When its webhook left, ms since the epoch. */
  readonly at: number
}

/** Resolves when the last message is written; a slow receiver does not slow the stream. */
export async function writeSteadily(options: SteadyOptions): Promise<Written[]> {
  const { page, people, perSecond, forMs, hot, seed = 1 } = options
  const { textOf = ({ index }) => `message ${index}` } = options
  const random = createRandom(`${seed} steady`)
  const total = Math.round((perSecond * forMs) / 1000)
  const startedMs = performance.now()
  const written: Written[] = []
  for (let index = 0; index < total; index += 1) {
    const dueMs = startedMs + (index * 1000) / perSecond
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    const person = hot !== undefined && random.chance(hot.share) ? hot.person : random.pick(people)
    const { at } = person.write(page, textOf({ index, person }))
    written.push({ index, person, at })
  }
  return written
}

export interface Delay {
  readonly index: number
  readonly person: Person
  readonly ms: number
}

/** From each message to the first answer that carries its index (the last number in its text), in the order written. */
export function answerDelays(
  graph: Pick<SimulatedGraph, 'ledger'>,
  written: readonly Written[],
  indexOf: (seen: SeenMessage) => number | undefined = lastNumber,
): Delay[] {
  const firstSeen = new Map<string, number>()
  for (const seen of graph.ledger.seen) {
    const key = `${seen.person} ${indexOf(seen) ?? ''}`
    if (!firstSeen.has(key)) firstSeen.set(key, seen.at)
  }
  return written.flatMap(({ index, person, at }) => {
    const answeredAt = firstSeen.get(`${person.key} ${index}`)
    return answeredAt === undefined ? [] : [{ index, person, ms: answeredAt - at }]
  })
}

/** The value below which this share (0..1) of them lies; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

export function lastNumber({ text = '' }: SeenMessage): number | undefined {
  const found = text.match(/\d+/g)?.at(-1)
  return found === undefined ? undefined : Number(found)
}

/** People who write to Pages and wait for no reply, at a bounded rate; their webhooks arrive shuffled and some of them twice. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../sandbox/facebook/world/random.ts'
import type { Person } from '../../sandbox/facebook/people/person.ts'
import type { SimulatedGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { countSettled } from './graph-storm.ts'

export interface Written {
  readonly person: string
  readonly page: string
  readonly psid: string
  readonly mid?: string
  /** `m1`, `m2` … of this customer, and perhaps words after it. */
  readonly text: string
  /** When it happened, ms. */
  readonly at: number
  /** When its webhook left, ms. */
  readonly leftAt: number
  /** When the receiver had said 200 to it, or to the first of its copies, ms. */
  readonly ackedAt: number
}

export interface Writer {
  readonly person: Person
  readonly page: string
  written: number
}

export interface ChatterOptions {
  readonly graph: SimulatedGraph
  readonly random: Random
  /** Whose turn it is: each next call is one message. */
  readonly next: () => Writer
  readonly messages: number
  readonly perSecond: number
  /** Longest delay of a webhook after its message, ms. */
  readonly shuffleMs: number
  /** Of this share of webhooks there are two, the second at most `shuffleMs` after the first. */
  readonly doubled: number
  /** While this number of messages has no reply yet, no customer writes. */
  readonly mostUnanswered?: number
  /** What is said in the writer's n-th message besides its number. */
  readonly words?: (writer: Writer, index: number) => string
  readonly signal?: AbortSignal
  readonly onWrite?: () => void
}

export function createWriters(
  graph: SimulatedGraph,
  { people, pageIds, from = 0 }: { people: number; pageIds: readonly string[]; from?: number },
): Writer[] {
  return Array.from({ length: people }, (_, index) => ({
    person: graph.createPerson({ name: `Customer ${from + index + 1}` }),
    page: pageIds[index % pageIds.length] ?? '',
    written: 0,
  }))
}

/** In turn, and who is next to whom differs from round to round. */
export function inTurn(writers: readonly Writer[], random: Random): () => Writer {
  let round: Writer[] = []
  return () => {
    if (round.length === 0) round = shuffled(writers, random)
    const writer = round.pop()
    if (writer === undefined) throw new RangeError('nobody to write')
    return writer
  }
}

/** Resolves when all is written; the last webhooks may still be on their way. */
export async function chatter(options: ChatterOptions): Promise<Written[]> {
  const { graph, random, next, messages, perSecond, shuffleMs, doubled, mostUnanswered = Infinity } = options
  const all: Written[] = []
  const settledBefore = countSettled(graph)
  let dueMs = performance.now()
  while (all.length < messages && options.signal?.aborted !== true) {
    const isAhead = all.length - (countSettled(graph) - settledBefore) >= mostUnanswered
    if (isAhead || performance.now() < dueMs) {
      await pause(4)
      if (isAhead) dueMs = performance.now()
      continue
    }
    dueMs += 1_000 / perSecond
    const writer = next()
    const { person, page } = writer
    const index = (writer.written += 1)
    const text = options.words === undefined ? `m${index}` : `m${index} ${options.words(writer, index)}`
    const afterMs = shuffleMs > 0 ? random.below(shuffleMs) : 0
    const copies = random.chance(doubled)
      ? { copies: 2, apartMs: shuffleMs > 0 ? random.below(shuffleMs) : 0 }
      : {}
    const { id: mid, at, delivered } = person.write(page, text, { afterMs, ...copies })
    const psid = person.psid(page)
    options.onWrite?.()
    const leftAt = Date.now() + afterMs
    const one = { person: person.key, page, psid, mid, text, at, leftAt, ackedAt: Infinity }
    void noteAck(delivered, one)
    all.push(one)
  }
  return all
}

async function noteAck(delivered: Promise<string>, one: { ackedAt: number }): Promise<void> {
  if ((await delivered) === 'acked') one.ackedAt = Date.now()
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, rank: random.next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

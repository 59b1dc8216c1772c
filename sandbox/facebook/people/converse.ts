/**
 * Bots that hold conversations for load tests: each person writes numbered messages, whose webhooks come shuffled and
 * doubled, while the messages keep their own time. `judgeConversations` reads in the ledger whether the answers came in order.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../sender.ts'
import { createRandom } from '../random.ts'
import type { SeenMessage } from '../graph-api/ledger.ts'
import type { Person } from '../graph-api/people.ts'
import type { SimulatedGraph } from '../graph-api/server.ts'
import { lastNumber } from './steady.ts'

export interface ConverseOptions {
  readonly page: string
  readonly people: readonly Person[]
  /** How many each writes. */
  readonly messages: number
  /** A webhook leaves up to so many ms late, each by its own chance. */
  readonly shuffleMs?: number
  /** Share of webhooks that are delivered twice, 0..1. */
  readonly duplicates?: number
  /** Time between two messages of a person, ms. */
  readonly everyMs?: number
  /** What is written: the index is in it, so that an answer can repeat it. */
  readonly textOf?: (message: { readonly index: number; readonly person: Person }) => string
  readonly seed?: number | string
}

export interface Conversed {
  readonly written: number
  /** Webhooks by their end. */
  readonly ends: ReadonlyMap<Outcome, number>
}

/** Resolves when all is written and of every webhook one copy has come to its end. */
export async function converse(options: ConverseOptions): Promise<Conversed> {
  const { page, people, messages, shuffleMs = 0, duplicates = 0, everyMs = 0, seed = 1 } = options
  const { textOf = ({ index }) => `message ${index}` } = options
  const random = createRandom(`${seed} converse`)
  const ends = new Map<Outcome, number>()
  const deliveries: Promise<void>[] = []
  let written = 0
  for (let index = 0; index < messages; index += 1) {
    for (const person of people) {
      const { delivered } = person.write(page, textOf({ index, person }), {
        ...(shuffleMs > 0 ? { afterMs: random.below(shuffleMs) } : {}),
        ...(random.chance(duplicates) ? { copies: 2 } : {}),
      })
      written += 1
      deliveries.push(count(delivered))
    }
    // Lets go of the thread between rounds, so that webhooks leave while others are written.
    await sleep(everyMs)
  }
  await Promise.all(deliveries)
  return { written, ends }

  async function count(delivered: Promise<Outcome>): Promise<void> {
    const end = await delivered
    ends.set(end, (ends.get(end) ?? 0) + 1)
  }
}

export interface ConversationsJudged {
  /** Answers that carry an index. */
  readonly answers: number
  /** The same index answered more than once to the same person. */
  readonly doubled: readonly SeenMessage[]
  /** An answer to an index lower than that of an answer before it. */
  readonly disordered: readonly SeenMessage[]
  /** Indexes nobody answered, as `person-1 17`. */
  readonly missing: readonly string[]
}

/** `indexOf` finds in an answer which message it answers; by default the last number in its text. */
export function judgeConversations(
  graph: Pick<SimulatedGraph, 'ledger'>,
  {
    page,
    people,
    messages,
    indexOf = lastNumber,
  }: {
    readonly page: string
    readonly people: readonly Person[]
    readonly messages: number
    readonly indexOf?: (seen: SeenMessage) => number | undefined
  },
): ConversationsJudged {
  const doubled: SeenMessage[] = []
  const disordered: SeenMessage[] = []
  const missing: string[] = []
  let answers = 0
  for (const person of people) {
    const answered = new Set<number>()
    let highest = -1
    for (const seen of graph.ledger.seenBy(person, page)) {
      const index = indexOf(seen)
      if (index === undefined) continue
      answers += 1
      if (answered.has(index)) doubled.push(seen)
      else if (index < highest) disordered.push(seen)
      answered.add(index)
      highest = Math.max(highest, index)
    }
    for (let index = 0; index < messages; index += 1)
      if (!answered.has(index)) missing.push(`${person.key} ${index}`)
  }
  return { answers, doubled, disordered, missing }
}

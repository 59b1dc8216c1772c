/** One person talks and listens: says something, waits for the answer to end, says the next thing, as a transcript asks. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenMessage } from '../graph-api/ledger.ts'
import type { Tapped } from '../graph-api/messenger-acts.ts'
import type { Person } from '../graph-api/people.ts'
import type { SimulatedGraph } from '../graph-api/server.ts'

/** `comment` is under the post or comment `target`. */
export type Line = Said & {
  /** How many messages the answer has at least; 1 when left out, 0 for silence. */
  readonly hears?: number
}

type Said =
  | { readonly write: string }
  | { readonly tap: Tapped }
  | { readonly comment: string; readonly target: string }
  | { readonly postOnPage: string }
  | { readonly getStarted: true }
  | { readonly refer: string }

export interface Exchange {
  readonly line: Line
  /** What the person saw until it was quiet. */
  readonly heard: readonly SeenMessage[]
}

export interface TalkOptions {
  readonly graph: Pick<SimulatedGraph, 'ledger'>
  readonly person: Person
  readonly page: string
  readonly lines: readonly Line[]
  /** How long to wait for an answer; 5,000. */
  readonly patienceMs?: number
  /** An answer has ended when nothing came for so long; 300. */
  readonly quietMs?: number
}

/** Resolves with one exchange a line. A line that taps what is not there throws RangeError. */
export async function talk(options: TalkOptions): Promise<Exchange[]> {
  const { graph, person, page, lines, patienceMs = 5_000, quietMs = 300 } = options
  const exchanges: Exchange[] = []
  for (const line of lines) {
    const heard: SeenMessage[] = []
    const waiting = Promise.withResolvers<void>()
    const { hears = 1 } = line
    const stop = graph.ledger.watch((entry) => {
      if (entry.is !== 'seen' || entry.person !== person.key || entry.page !== page) return
      heard.push(entry)
      if (hears > 0 && heard.length >= hears) waiting.resolve()
    })
    say(person, page, line)
    // Silence is believed after the whole patience, since an answer may be slow.
    await Promise.race([waiting.promise, sleep(patienceMs, undefined, { ref: false })])
    for (let count = -1; count < heard.length;) {
      count = heard.length
      await sleep(quietMs)
    }
    stop()
    exchanges.push({ line, heard })
  }
  return exchanges
}

function say(person: Person, page: string, line: Line): void {
  if ('write' in line) person.write(page, line.write)
  else if ('tap' in line) person.tap(page, line.tap)
  else if ('comment' in line) person.comment(line.target, line.comment)
  else if ('postOnPage' in line) person.postOnPage(page, line.postOnPage)
  else if ('refer' in line) person.refer(page, line.refer)
  else person.getStarted(page)
}

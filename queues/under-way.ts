import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobFields, queueKeys } from './bullmq-keys.ts'
import { createDeepBacklog, type Reading } from './deep-backlog.ts'
import { parseQueue } from './parse.ts'
import { defaultPrefix } from './publish.ts'
import { stitchQueue } from './stitch.ts'

/** Reads the events that the receiver has acknowledged and that are in no table yet. */
export interface UnderWay {
  /**
   * Whether an unfinished job carries an event of this customer's thread from before `ts` (ms since the epoch), but
   * not from before `since`: those are too late for a reply. Events of `anyTime` count always. A job whose content was
   * not read counts if it contains the customer's id. `except`: ids of jobs whose events are all stored.
   */
  mentions(customerId: string, ts: number, except?: readonly string[]): Promise<boolean>
}

/** In the order in which an event goes through them. */
const queues = [parseQueue.name, stitchQueue.name]

/**
 * The most jobs that the script reads at every question: those that workers take next, and those that were added since
 * this process read all of a longer queue. With 100 in place of 20, replies took twice as long while 5,000 old messages
 * drained (`npm run prove:backlog -- --backlog 5000`).
 */
const mostJobs = { next: 20, added: 1_000 }

const runUnderWay = scriptOf(new URL('./under-way.lua', import.meta.url))

/** What the script returns. */
const codes = { yes: 1, no: 0, noButDelayed: 2 }

export function createUnderWay(connection: Redis, prefix = defaultPrefix, since = () => 0): UnderWay {
  const keys = queues.map((name) => queueKeys(prefix, name))
  const lists = keys.flatMap(({ active, waiting, delayed }) => [active, waiting, delayed])
  const deep = createDeepBacklog(connection, keys, since)

  /**
   * What the reading and the script tell together. In a list, jobs are before those that waited at the reading, or
   * behind them. The script reads those before, and as many behind that the last of them waited at the reading.
   */
  async function ask(question: Question, reading?: Reading): Promise<'yes' | 'perhaps' | 'no'> {
    const { customerId, since: first, ts, except } = question
    const found = await runUnderWay(connection, lists, [
      customerId,
      JSON.stringify(customerId),
      first,
      ts,
      mostJobs.next,
      mostJobs.added,
      jobFields.data,
      keys.length,
      ...keys.flatMap(({ jobPrefix }, queue) => [jobPrefix, reading?.newest[queue] ?? '']),
      ...except,
    ])
    const [code, ...deepest]: readonly unknown[] = Array.isArray(found) ? found : []
    if (code === codes.yes) return 'yes'
    if (code === codes.no && deepest.every((id) => id === '')) {
      deep.clear()
      return 'no'
    }
    deep.renew()
    const isKnown = (id: unknown): boolean => id === '' || reading?.has(String(id)) === true
    const isRead =
      code === codes.no || (code === codes.noButDelayed && reading?.isAfter(question.at) === true)
    if (reading === undefined || !isRead || !deepest.every(isKnown)) return 'perhaps'
    return reading.mentions(customerId, question, except) ? 'perhaps' : 'no'
  }

  return {
    async mentions(customerId, ts, except = []) {
      const question = { customerId, ts, except, since: since(), at: performance.now() }
      const answer = await ask(question, deep.recent())
      if (answer !== 'perhaps') return answer === 'yes'
      return (await ask(question, await deep.read())) !== 'no'
    },
  }
}

interface Question {
  readonly customerId: string
  readonly since: number
  readonly ts: number
  readonly except: readonly string[]
  /** When it was asked, by `performance.now()`. */
  readonly at: number
}

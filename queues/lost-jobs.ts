import type { Redis } from 'ioredis'
import { scriptOf } from '../src/redis/run-script.ts'
import { jobLists, jobSets, keyTypes } from './bullmq-keys.ts'

export interface LostJobs {
  /**
   * Each job of the queue is in one of its lists, and no key beside a job keeps BullMQ from finishing it. A script that
   * fails half-way has taken jobs out of a list, and put them into none. It reads the names of all keys of the queue.
   */
  putBackLost(): Promise<PutBack>
}

export interface PutBack {
  readonly count: number
  /** Ids of jobs that are no hash and in no list. */
  readonly untouchable: readonly string[]
  /** Keys beside jobs that were removed. */
  readonly removed: number
}

const putBack = scriptOf(new URL('./put-back.lua', import.meta.url))
const atOnce = 500

export function createLostJobs(connection: Redis, jobPrefix: string, lockEnding: string): LostJobs {
  const [lists, sets] = [jobLists, jobSets].map((names) => names.map((name) => jobPrefix + name))

  async function namesOfKeys(): Promise<readonly string[]> {
    const names = new Set<string>()
    const match = `${jobPrefix.replaceAll(/[\\[\]*?^-]/g, String.raw`\$&`)}*`
    for await (const keys of connection.scanStream({ match, count: 1_000 }))
      for (const key of keys) names.add(String(key).slice(jobPrefix.length))
    return [...names].filter((name) => !Object.hasOwn(keyTypes, name))
  }

  /** At one moment: a job that moves from list to list is not missed. */
  async function idsInLists(): Promise<ReadonlySet<string>> {
    const reading = connection.multi()
    for (const list of lists ?? []) reading.lrange(list, 0, -1)
    for (const set of sets ?? []) reading.zrange(set, '0', '-1')
    const results = (await reading.exec()) ?? []
    return new Set(results.flatMap(([, ids]) => (Array.isArray(ids) ? ids.map(String) : [])))
  }

  async function removeBeside(names: readonly string[]): Promise<number> {
    let removed = 0
    const check = async (name: string): Promise<void> => {
      const key = jobPrefix + name
      if (await isInTheWay(name, key)) removed += await connection.del(key)
    }
    for (let first = 0; first < names.length; first += atOnce)
      await Promise.all(names.slice(first, first + atOnce).map(check))
    return removed
  }

  async function isInTheWay(name: string, key: string): Promise<boolean> {
    if (/:(?:dependencies|unsuccessful)$/.test(name)) return true // of flows: Pagebeat has none
    if (name.startsWith('dn:')) return !(await isNextJob(key))
    if (!name.startsWith('de:') && !name.endsWith(lockEnding)) return false
    return !['string', 'none'].includes(await connection.type(key))
  }

  async function isNextJob(key: string): Promise<boolean> {
    if ((await connection.type(key)) !== 'hash') return false
    try {
      const options: unknown = JSON.parse((await connection.hget(key, 'opts')) ?? '')
      return typeof options === 'object' && options !== null && !Array.isArray(options)
    } catch {
      return false
    }
  }

  return {
    async putBackLost() {
      const names = await namesOfKeys()
      const removed = await removeBeside(names.filter((name) => name.includes(':')))
      const ids = await idsInLists()
      const lost = names.filter((name) => !name.includes(':') && !ids.has(name)) // an id has no colon
      let count = 0
      const untouchable: string[] = []
      for (let first = 0; first < lost.length; first += atOnce) {
        const keys = [...(lists ?? []), `${jobPrefix}marker`, ...(sets ?? [])]
        const some = lost.slice(first, first + atOnce)
        const result = await putBack(connection, keys, [jobPrefix, jobLists.length, ...some])
        const [number, broken]: readonly unknown[] = Array.isArray(result) ? result : []
        count += Number(number)
        if (Array.isArray(broken)) untouchable.push(...broken.map(String))
      }
      return { count, untouchable, removed }
    },
  }
}

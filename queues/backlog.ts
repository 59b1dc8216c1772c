import type { Redis } from 'ioredis'
import { jobFields, queueKeys } from './bullmq-keys.ts'

/** Fewer waiting jobs are no backlog: a worker takes as many at once. More than `many` are one, whatever their age. */
const jobs = { few: 32, many: 500 }
/** A next job that has waited for longer shows that the workers are behind. */
const behindMs = 1_000
const everyMs = 500

/**
 * Says whether a queue is behind: more jobs wait than workers take within about a second. Then a fresh job goes before
 * the others, so that customers who write now do not wait for the end of an outage. The order of a conversation does
 * not depend on the order of jobs (`under-way.ts`, and the turns in MySQL).
 *
 * It asks Redis in the background, twice a second at most, and only while jobs are added. So it tells the last
 * reading. A queue that is not behind any more is empty, and there the order makes no difference.
 */
export function watchBacklogs(redis: Redis, prefix: string): (queue: string) => boolean {
  const readings = new Map<string, { at: number; isBehind: boolean }>()

  async function read(queue: string): Promise<boolean> {
    const { waiting, jobPrefix } = queueKeys(prefix, queue)
    const count = await redis.llen(waiting)
    if (count <= jobs.few || count > jobs.many) return count > jobs.many
    const places = [0, Math.floor(count / 2), -1] // fresh jobs are at both ends
    const ids = await Promise.all(places.map((place) => redis.lindex(waiting, place)))
    const added = await Promise.all(
      ids.map(async (id) => Number(await redis.hget(jobPrefix + id, jobFields.added))),
    )
    return added.some((at) => at > 0 && Date.now() - at > behindMs)
  }

  /** Where Redis does not respond, the job that is added now fails too, and its error is handled. */
  async function update(queue: string, reading: { isBehind: boolean }): Promise<void> {
    reading.isBehind = await read(queue).catch(() => reading.isBehind)
  }

  return function isBehind(queue) {
    const reading = readings.get(queue) ?? { at: -Infinity, isBehind: false }
    readings.set(queue, reading)
    if (performance.now() - reading.at > everyMs) {
      reading.at = performance.now()
      void update(queue, reading)
    }
    return reading.isBehind
  }
}

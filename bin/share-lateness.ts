import type { Redis } from 'ioredis'
import { type Disorder, type Lateness, createLateness, memoryMs } from '../src/domain/lateness.ts'

const lookEveryMs = 100

/**
 * How far a Page's events come behind each other, known to all workers as soon as one has seen it: a hash in Redis, read ten
 * times a second. Without Redis each knows what it saw itself.
 */
export function shareLateness(redis: Redis, prefix: string): { readonly lateness: Lateness; stop(): void } {
  const key = `${prefix}:lateness`
  const lateness = createLateness({
    onDisorder: (pageId, { lateMs, at }) => {
      redis.hset(key, pageId, `${lateMs} ${at}`).catch(ignore)
    },
  })
  async function look(): Promise<void> {
    const found = await redis.hgetall(key)
    for (const [pageId, value] of Object.entries(found)) {
      const disorder = read(value)
      if (Date.now() - disorder.at <= memoryMs) lateness.learn(pageId, disorder)
      else await redis.hdel(key, pageId)
    }
  }
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    look()
      .catch(ignore)
      .finally(() => {
        isLooking = false
      })
  }, lookEveryMs)
  timer.unref()
  return { lateness, stop: () => clearInterval(timer) }
}

function read(value: string): Disorder {
  const [lateMs = 0, at = 0] = value.split(' ').map(Number)
  return { lateMs, at }
}

/** The next look, or what this process sees itself, makes up for it. */
function ignore(): void {}

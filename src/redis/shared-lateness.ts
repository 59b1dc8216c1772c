import type { Redis } from 'ioredis'
import { asPageId, type PageId } from '../domain/ids.ts'
import { type Disorder, type Lateness, createLateness, minuteMs } from '../domain/lateness.ts'

/** How often a worker reads what others measured, while it records events and when it has nothing to do. */
const lookEveryMs = 100
const idleLookEveryMs = 1_000
/** A worker without an event for this long has nothing to do. */
const idleAfterMs = 2_000

/**
 * The lateness of each Page's events, shared by all workers: a hash in Redis. A busy worker reads it ten times a
 * second, an idle one once a second, and one that has recorded no event only at its start. `now` must be the same clock
 * for all of them. Without Redis each worker knows what it measured itself.
 */
export function shareLateness(
  redis: Redis,
  { prefix, now }: { readonly prefix: string; readonly now: () => number },
): { readonly lateness: Lateness; stop(): void } {
  const key = `${prefix}:lateness`
  const shared = new Map<string, Disorder>()
  const measured = createLateness({
    onDisorder: (pageId, disorder) => {
      const known = shared.get(pageId)
      if (known !== undefined && known.lateMs > disorder.lateMs && isOfLate(known, disorder.at)) return
      shared.set(pageId, disorder)
      void tell(pageId, disorder).catch(ignore)
    },
  })
  /** The hash expires when no worker has written to it for a while. */
  async function tell(pageId: PageId, { lateMs, at }: Disorder): Promise<void> {
    await redis.hset(key, pageId, `${lateMs} ${at}`)
    await redis.pexpire(key, 2 * minuteMs)
  }
  async function look(): Promise<void> {
    const found = await redis.hgetall(key)
    for (const [pageId, value] of Object.entries(found)) {
      const disorder = read(value)
      if (shared.get(pageId)?.at === disorder.at) continue
      shared.set(pageId, disorder)
      if (isOfLate(disorder, now())) measured.learn(asPageId(pageId), disorder)
    }
  }
  let seenAt = -Infinity
  let isStopped = false
  const isIdle = (): boolean => performance.now() - seenAt > idleAfterMs
  let timer: NodeJS.Timeout | undefined
  void look().catch(ignore)
  function lookAfter(ms: number): NodeJS.Timeout {
    const next = setTimeout(() => {
      look()
        .catch(ignore)
        .finally(() => {
          // A look that was begun by an event in between has its own timer.
          if (!isStopped && timer === next) timer = lookAfter(isIdle() ? idleLookEveryMs : lookEveryMs)
        })
    }, ms)
    return next.unref()
  }
  const lateness: Lateness = {
    ...measured,
    seen(event, at) {
      if (isIdle() && !isStopped) {
        clearTimeout(timer)
        timer = lookAfter(lookEveryMs)
      }
      seenAt = performance.now()
      return measured.seen(event, at)
    },
  }
  return {
    lateness,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** True in the first half of its life, so that it is shared again before it expires. */
function isOfLate({ at }: Disorder, now: number): boolean {
  return now - at < minuteMs / 2
}

function read(value: string): Disorder {
  const [lateMs = 0, at = 0] = value.split(' ').map(Number)
  return { lateMs, at }
}

/** The next read, or this worker's own measurements, replace a lost one. */
function ignore(): void {}

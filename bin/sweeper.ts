import type { Publisher } from '../queues/publish.ts'
import { hop } from '../queues/define-queue.ts'
import { respondQueue } from '../queues/respond.ts'
import type { Minds } from '../src/db/minds.ts'
import type { Logger } from '../src/telemetry/log.ts'

const lookEveryMs = 150
const forgottenEveryMs = 10_000
const atOnce = 500

/**
 * Wakes conversations whose time has come: an answer that had to wait, a wake-up that was lost. Several workers may do it at
 * once; a wake-up too many is harmless.
 */
export function startSweeper({
  minds,
  publisher,
  log,
}: {
  minds: Pick<Minds, 'takeDue' | 'findForgotten'>
  publisher: Publisher
  log: Logger
}): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  let forgottenAt = 0

  async function look(): Promise<void> {
    const now = Date.now()
    const isTime = now - forgottenAt > forgottenEveryMs
    if (isTime) forgottenAt = now
    const due = await minds.takeDue(now, atOnce)
    const forgotten = isTime ? await minds.findForgotten(now, atOnce) : []
    const ids = [...new Set([...due, ...forgotten])]
    await publisher.publish(ids.map((conversationId) => hop(respondQueue, { v: 1, conversationId })))
  }

  function schedule(): void {
    if (stopped) return
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) =>
          log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'sweeping later'),
        )
        .finally(schedule)
    }, lookEveryMs)
  }

  schedule()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

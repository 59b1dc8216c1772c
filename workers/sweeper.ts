import type { Publisher } from '../queues/publish.ts'
import { hop } from '../queues/define-queue.ts'
import { respondQueue } from '../queues/respond.ts'
import type { Minds } from '../src/db/conversation/minds.ts'
import type { Logger } from '../src/telemetry/log.ts'

const lookEveryMs = 150
const forgottenEveryMs = 2_000
const recordEveryMs = 500
const atOnce = 500
/** A look under way may wait for a Redis that is gone: nothing is lost when it does not end. */
const stopMs = 2_000

/**
 * Wakes conversations whose time has come: an answer that had to wait, a wake-up that was lost; and records what was sent and
 * had no echo. Several workers may do it at once; a wake-up or a record too many is harmless.
 */
export function startSweeper({
  minds,
  record,
  publisher,
  log,
}: {
  minds: Pick<Minds, 'takeDue' | 'findForgotten'>
  /** Of what was sent (`workers/respond/record-sent.ts`). */
  record: () => Promise<void>
  publisher: Publisher
  log: Logger
}): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()
  let [forgottenAt, recordedAt] = [0, 0]

  async function look(): Promise<void> {
    const now = Date.now()
    const due = await minds.takeDue(now, atOnce)
    await wake(due)
    if (now - forgottenAt > forgottenEveryMs) {
      forgottenAt = now
      await wake(await minds.findForgotten(now, atOnce))
    }
    if (now - recordedAt > recordEveryMs) {
      recordedAt = now
      await record()
    }
  }

  async function wake(ids: readonly string[]): Promise<void> {
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
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const impatience = setTimeout(resolve, stopMs)
      await Promise.race([looking, late])
      clearTimeout(impatience)
    },
  }
}

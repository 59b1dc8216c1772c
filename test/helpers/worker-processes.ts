import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { type StitchJob, stitchQueue } from '../../queues/stitch.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createTestDatabase } from './database.ts'
import { at, decodeAll, message } from './decoded.ts'
import { createTestRedis } from './redis.ts'
import { type RunningProgram, startProgram } from './running-program.ts'
import { untilIdle } from './running-stages.ts'

const program = fileURLToPath(new URL('marked-worker.ts', import.meta.url))

export interface WorkerProcess {
  readonly child: ChildProcess
  /** Resolves when it has printed this text. */
  readonly until: RunningProgram['until']
  /** How it ended: its status, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>
}

/** A queue of stitch with jobs of marked messages, and worker processes (`marked-worker.ts`) to start and to hurt. */
export async function openWorkerTest(t: ExecutionContext) {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()])
  const publisher = createPublisher(redis.connection, redis.prefix)
  const queue = openQueue(stitchQueue.name, redis.connection, redis.prefix)
  const db = createDatabase({ url: database.url, poolSize: 2 })
  const living = new Set<ChildProcess>()
  t.teardown(async () => {
    for (const child of living) child.kill('SIGKILL')
    await Promise.all([publisher.close(), queue.close(), db.destroy()])
    await redis.close()
    await database.drop()
  })

  function start(env: Readonly<Record<string, string>> = {}): WorkerProcess {
    const worker = startProgram([process.execPath, program], {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      PREFIX: redis.prefix,
      ...env,
    })
    living.add(worker.child)
    const ended = worker.exited.then((status) => {
      living.delete(worker.child)
      return status ?? worker.child.signalCode ?? 0
    })
    return { child: worker.child, ended, until: worker.until }
  }

  return {
    database,
    queue,
    deadLetters: createDeadLetters(db),
    start,
    /**
     * A worker runs until the queue is idle, another one after each crash. Returns the signals that the crashes were.
     */
    async superviseUntilIdle(): Promise<unknown[]> {
      const crashes: unknown[] = []
      const idle = untilIdle([queue]).then(() => 'idle' as const)
      for (;;) {
        const worker = start({ SLOW_MS: '200' })
        const next = await Promise.race([idle, worker.ended])
        if (next === 'idle') {
          worker.child.kill('SIGTERM')
          await worker.ended
          return crashes
        }
        crashes.push(next)
      }
    },
    /** One job of messages with these mids. */
    publish: (...mids: readonly string[]) => {
      const { events } = decodeAll(mids.map((mid, index) => message('601', mid, at(index))))
      const job: StitchJob = { v: 1, receivedAt: 1, events }
      return publisher.publish([hop(stitchQueue, job)])
    },
    stored: async () =>
      (await database.query('select mid from chanFacebookMessenger order by mid')).map(({ mid }) =>
        String(mid),
      ),
  }
}

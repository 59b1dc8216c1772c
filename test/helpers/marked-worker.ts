/**
 * A worker process like `pagebeat work stitch`, but some messages are marked: a mid that begins with `kill` ends the
 * process, `hang` blocks its event loop for ever; one with `slow` in it takes SLOW_MS. It says on standard output
 * when it works, and which messages it begins with. As `marked-worker.ts step` it is the isolated process.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startWatchdog } from '../../workers/watchdog.ts'
import { untilSignal } from '../../bin/command-line/until-signal.ts'
import { workerConnection } from '../../queues/connection.ts'
import { createPublisher } from '../../queues/publish.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { createIsolate, serveIsolated } from '../../workers/isolate.ts'
import { createPipeline } from '../../workers/pipeline.ts'
import { startDamageSweep } from '../../workers/damage-sweep.ts'
import { startStage } from '../../workers/start-stage.ts'

const { DATABASE_URL: url = '', REDIS_URL: redisUrl = '', PREFIX: prefix = '', SLOW_MS = '0' } = process.env
const hungMs = 3_000
const db = createDatabase({ url, poolSize: 4 })
const interactions = createEventRecorder(db)
const deadLetters = createDeadLetters(db)
const stages = createPipeline({
  ledger: createLedger(db),
  deadLetters,
  receipts: createReceipts(db),
  onRecorded: () => undefined,
  interactions: {
    async record(events) {
      const mids = events.map(midOf)
      console.log(`begins ${mids.join(' ')}`)
      if (mids.some((mid) => mid.includes('slow'))) await pause(Number(SLOW_MS))
      if (mids.some((mid) => mid.startsWith('kill'))) process.kill(process.pid, 'SIGKILL')
      if (mids.some((mid) => mid.startsWith('hang')))
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      return await interactions.record(events)
    },
  },
})

if (process.argv[2] === 'step') serveIsolated(stages)
else await serve()

async function serve(): Promise<void> {
  const connection = workerConnection(redisUrl)
  const publisher = createPublisher(connection, prefix)
  const isolated = createIsolate(fileURLToPath(import.meta.url), ['step'], hungMs)
  const log = createLogger('silent', 'test')
  const damageSweep = startDamageSweep({ connection, prefix, recordDeadLetters: deadLetters.record, log })
  const running = stages
    .filter(({ name }) => name === 'stitch')
    .map((stage) =>
      startStage(stage, {
        connection,
        prefix,
        concurrency: 8,
        publisher,
        recordDeadLetters: deadLetters.record,
        isolate: isolated.isolate,
        onRedisError: () => undefined,
        damageSweep,
        log,
      }),
    )
  const watchdog = startWatchdog(hungMs)
  const signal = untilSignal()
  console.log('works')
  await signal
  await Promise.all(running.map((stage) => stage.close()))
  await damageSweep.stop()
  isolated.close()
  await publisher.close()
  connection.disconnect()
  await db.destroy()
  await watchdog.stop()
}

function midOf(event: PageEvent): string {
  return ('messenger' in event && event.messenger.mid) || '-'
}

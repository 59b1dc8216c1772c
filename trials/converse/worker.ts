/**
 * A worker process like `pagebeat work`, with a storyboard in code and waits from the command line. It says `loaded`, runs the
 * stages that it is told, says `ready`, and ends with the process that started it, however that one ends. With `step` in front
 * it is the isolated process that such a worker starts for a suspicious job.
 */
import { flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { openConversation } from '../../bin/wiring/open-conversation.ts'
import { openPipeline, createRecordSent } from '../../bin/wiring/open-pipeline.ts'
import { startSweeper } from '../../workers/sweeper.ts'
import { producerConnection, workerConnection } from '../../queues/connection.ts'
import { createPublisher } from '../../queues/publish.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import type { Understand } from '../../src/domain/understanding.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { shareMetrics } from '../../src/redis/shared-metrics.ts'
import { endWithParent } from '../../workers/end-with-parent.ts'
import { createIsolate, serveIsolated } from '../../workers/isolate.ts'
import type { StageName } from '../../src/domain/stage-name.ts'
import { startStage } from '../../workers/start-stage.ts'
import { echoing } from './echoing-storyboard.ts'
import { examples } from './examples.ts'
import { fromArgs, type WorkerSettings } from './worker-settings.ts'

const args = process.argv.slice(2)
const settings = fromArgs(args)
if (args[0] === 'step') serveIsolated(open(settings, 2).stages)
else {
  endWithParent()
  process.once('message', ({ stages }: { stages: readonly StageName[] }) => work(settings, stages))
  if (!process.connected) process.exit(0) // the process that started this one died meanwhile
  process.send?.('loaded')
  flushCompileCache() // a process that is killed does not keep it at its end
}

function open(
  { redisUrl, databaseUrl, prefix, graphUrl, appId, appSecret, secretKey, ...rest }: WorkerSettings,
  poolSize: number,
) {
  const log = createLogger('warn', 'worker')
  const db = createDatabase({ url: databaseUrl, poolSize })
  const redis = workerConnection(redisUrl)
  const conversation = openConversation({
    db,
    redis,
    prefix,
    log,
    storyboard: echoing,
    understand: createUnderstand(rest.understand),
    callHub: async () => ({ silent: 'no_network' }),
    waits: rest,
    config: {
      graphUrl,
      graphVersion: 'v26.0',
      appSecret,
      appId,
      secretKeys: [secretKey],
      wit: undefined,
      replyMinutes: rest.replyMinutes,
      silenceMinutes: 120,
      repliesPerMinute: 1_000_000,
    },
  })
  return { log, db, redis, conversation, stages: openPipeline(db, conversation) }
}

/** Loaded only where it is wanted: a worker that is killed twice a second must start quickly. */
function createUnderstand(how: WorkerSettings['understand']): Understand {
  if (how === 'none') return async () => ({ provider: 'none', version: 'converse', entities: [] })
  const loading = how === 'production' ? loadProduction() : loadLocal()
  return async (utterance) => (await loading)(utterance)
}

async function loadProduction(): Promise<Understand> {
  const [{ createConversationTools }, { createLearn }, { readWitConfig }] = await Promise.all([
    import('../../bin/wiring/conversation-tools.ts'),
    import('../../bin/wiring/learn.ts'),
    import('../../bin/wiring/conversation-config.ts'),
  ])
  return createConversationTools({
    storyboard: () => ({ examples }),
    learn: createLearn(readWitConfig(process.env)),
    env: process.env,
    params: { get: async () => undefined },
  }).understand
}

async function loadLocal(): Promise<Understand> {
  const { trainLocal } = await import('../../src/nlp/local/train-local.ts')
  const model = trainLocal(examples)
  return async (utterance) => model.understand(utterance)
}

function work(given: WorkerSettings, chosen: readonly StageName[]): void {
  const { log, db, redis, conversation, stages } = open(given, 8)
  const { prefix, concurrency } = given
  const publisher = createPublisher(redis, prefix)
  const deadLetters = createDeadLetters(db)
  const isolated = createIsolate(fileURLToPath(import.meta.url), ['step', ...args])
  const running = stages
    .filter(({ name }) => chosen.some((each) => each === name))
    .map((stage) =>
      startStage(stage, {
        connection: redis,
        prefix,
        concurrency,
        publisher,
        recordDeadLetters: deadLetters.record,
        isolate: isolated.isolate,
        log,
      }),
    )
  const sweeper = chosen.includes('respond')
    ? startSweeper({
        wakeUps: conversation.wakeUps,
        recordSent: createRecordSent(db, conversation),
        publisher,
        log,
      })
    : undefined
  const probe = producerConnection(given.redisUrl, { commandTimeoutMs: 2_000 })
  const sharing = shareMetrics(probe, { prefix, role: 'worker', heartbeatMs: 500 })
  process.on('SIGTERM', () => void stop())
  process.send?.('ready')

  async function stop(): Promise<void> {
    await Promise.all(running.map((stage) => stage.close()))
    await sweeper?.stop()
    await conversation.close()
    await sharing.stop()
    isolated.close()
    await publisher.close()
    redis.disconnect()
    probe.disconnect()
    await db.destroy()
    process.exit(0)
  }
}

import { asPageId } from '../../src/domain/ids.ts'
import { randomBytes } from 'node:crypto'
import type { ExecutionContext } from 'ava'
import { createLinkTools } from '../../bin/wiring/link-tools.ts'
import { openConversation, type ConversationOptions } from '../../bin/wiring/open-conversation.ts'
import type { NotifierConfig } from '../../bin/wiring/notifier-config.ts'
import { lateEventsOf } from '../../bin/wiring/open-late-events.ts'
import { openNotifier } from '../../bin/wiring/open-notifier.ts'
import { openPipeline, createRecordSent } from '../../bin/wiring/open-pipeline.ts'
import { createActivity } from '../../workers/respond/activity.ts'
import { startSweeper } from '../../workers/sweeper.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { startGraph, type GraphOptions } from '../../sandbox/facebook/graph-api/server.ts'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { pageTokenKey } from '../../src/db/pages/page-tokens.ts'
import { createDeliveryCommit } from '../../src/receiver/commit.ts'
import { startReceiver } from '../../src/receiver/server.ts'
import { createPrivacyRequests } from '../../src/redis/privacy-requests.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { createLogger, type Logger } from '../../src/telemetry/log.ts'
import type { Stage } from '../../workers/stage.ts'
import { startDamageSweep } from '../../workers/damage-sweep.ts'
import { startStage } from '../../workers/start-stage.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { createTestRedis } from './redis.ts'
import { untilIdle } from './running-stages.ts'

export const beanery = { id: '100200300400500', name: 'Beanery', token: 'EAAB-beanery' }

export type ConversationRun = Pick<ConversationOptions, 'storyboard' | 'waits'> &
  Partial<Pick<ConversationOptions, 'understand' | 'callHub' | 'agentsAreFast'>> & {
    readonly graph?: Partial<GraphOptions>
    readonly repliesPerMinute?: number
    /** The brand's service that knows the customers of log-ins. */
    readonly accountLink?: { readonly url: string; readonly secret: string }
    /** No stage replies and no sweeper runs: turns are opened and understood, and stay open. */
    readonly withoutRespond?: boolean
    /** People are told of facts. */
    readonly notifier?: NotifierConfig
    /** Left out: nothing is logged. */
    readonly log?: Logger
    /** The URL of another user of this database, for all stages. */
    readonly userUrl?: (database: TestDatabase) => Promise<string>
    /** Awaited between taking a job and running its step. */
    readonly beforeStep?: (stage: string, data: unknown) => Promise<void>
  }

/** Receiver, all stages and the sweeper in this process, between a simulated Facebook and real servers. */
export async function runConversation(t: ExecutionContext, run: ConversationRun) {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()])
  const url = (await run.userUrl?.(database)) ?? database.url
  const db = createDatabase({ url, poolSize: 12 })
  const log = run.log ?? createLogger('silent', 'test')
  const publisher = createPublisher(redis.connection, redis.prefix)
  const receiver = await startReceiver({
    port: 0,
    host: '127.0.0.1',
    appSecrets: ['shh'],
    verifyToken: 'token',
    notReadyBecause: () => undefined,
    onError: () => undefined,
    privacyRequests: createPrivacyRequests(redis.connection, redis.prefix),
    publicUrl: 'http://brand.example',
    deliveries: createDeliveryCommit(
      (deliveries) => publisher.publish([hop(parseQueue, createParseJob(deliveries))]),
      { isReady: () => true, deadlineMs: 5_000 },
    ),
  })
  const graph = await startGraph({
    appId: '4711',
    appSecret: 'shh',
    seed: t.title,
    webhook: { url: `http://127.0.0.1:${receiver.port}/webhook`, secret: 'shh' },
    pages: [beanery],
    ...run.graph,
  })
  const secretKeys = [randomBytes(32).toString('base64')]
  const params = createAppParams(db, createSecretBox(secretKeys))
  for (const { id, token } of run.graph?.pages ?? [beanery])
    await params.set({ key: pageTokenKey(asPageId(id)), value: token, isSecret: true })
  const activity = createActivity()
  const late = lateEventsOf(db, { secretKeys, rule: 'until_they_write' })
  const conversation = openConversation({
    activity,
    agentsAreFast: true,
    db,
    redis: redis.connection,
    prefix: redis.prefix,
    log,
    understand: async () => ({ provider: 'none', version: 'test', entities: [] }),
    callHub: async () => ({ silent: 'no_network' }),
    ...run,
    tombstones: late.tombstones,
    config: {
      graphUrl: graph.url,
      graphVersion: 'v26.0',
      appSecret: 'shh',
      appId: '4711',
      secretKeys,
      wit: undefined,
      replyMinutes: 15,
      silenceMinutes: 120,
      repliesPerMinute: run.repliesPerMinute ?? 1_000,
      accountLink: run.accountLink,
      country: 'DE',
    },
  })
  const deadLetters = createDeadLetters(db)
  const runs = (stage: string): boolean => stage !== 'respond' || run.withoutRespond !== true
  const links = createLinkTools({ secretKeys, country: 'DE', log })
  const stages = openPipeline(db, { conversation, late, links }).filter(({ name }) => runs(name))
  const damageSweep = startDamageSweep({
    connection: redis.connection,
    prefix: redis.prefix,
    recordDeadLetters: deadLetters.record,
    log,
  })
  const running = stages.map((stage) =>
    startStage(delayed(stage, run.beforeStep), {
      connection: redis.connection,
      prefix: redis.prefix,
      concurrency: 16,
      publisher,
      recordDeadLetters: deadLetters.record,
      isolate: () => Promise.reject(new Error('nothing crashes here')),
      onRedisError: () => undefined,
      damageSweep,
      log,
    }),
  )
  const sweeper =
    run.withoutRespond === true
      ? undefined
      : startSweeper({
          wakeUps: conversation.wakeUps,
          activity,
          closeTooLate: conversation.closeTooLate,
          recordSent: createRecordSent(db, conversation, late),
          publisher,
          now: conversation.now,
          onError: damageSweep.onError,
          log,
        })
  const notifier =
    run.notifier &&
    openNotifier({
      db,
      now: conversation.now,
      redis: redis.connection,
      prefix: redis.prefix,
      replying: activity,
      config: run.notifier,
      messengerProfile: () => undefined,
      log,
    })
  const queues = stages.map(({ name }) => openQueue(name, redis.connection, redis.prefix))
  t.teardown(async () => {
    await sweeper?.stop()
    await notifier?.stop()
    await graph.close()
    await receiver.close()
    await damageSweep.stop()
    await Promise.all(running.map((stage) => stage.close()))
    await Promise.all([publisher.close(), ...queues.map((queue) => queue.close())])
    await conversation.close()
    await Promise.all([redis.close(), db.destroy()])
    await database.drop()
  })
  const { record } = createEventRecorder(db, { conversationRules: conversation.conversationRules })
  const recording = { outbound: createOutboundRows(db, conversation.now), record, now: conversation.now }
  return {
    database,
    db,
    redis,
    queues,
    receiverUrl: `http://127.0.0.1:${receiver.port}`,
    /** For commands that call the simulated Facebook. */
    env: {
      DATABASE_URL: database.url,
      FACEBOOK_APP_SECRET: 'shh',
      GRAPH_API_URL: graph.url,
      PAGEBEAT_SECRET_KEY: secretKeys.join(),
    },
    deadLetters,
    publisher,
    turns: conversation.turns,
    closeTooLate: conversation.closeTooLate,
    graph,
    wakeUps: conversation.wakeUps,
    deps: conversation.deps(),
    recording,
    untilIdle: () => untilIdle(queues),
  }
}

function delayed(stage: Stage, before: ConversationRun['beforeStep']): Stage {
  if (before === undefined) return stage
  return {
    ...stage,
    async run(data, hooks) {
      await before(stage.name, data)
      return await stage.run(data, hooks)
    },
  }
}

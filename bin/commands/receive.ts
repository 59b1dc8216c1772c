import type { Command } from 'commander'
import { producerConnection } from '../../queues/connection.ts'
import { requireDurable } from '../../queues/durability.ts'
import { createStoreWatch } from '../../queues/store-watch.ts'
import { readConfig } from '../../src/config.ts'
import { commitDeadlineMs, createDeliveryCommit } from '../../src/receiver/commit.ts'
import { startReceiver } from '../../src/receiver/server.ts'
import { spoolDeadlines } from '../../src/receiver/spool/commit-or-spool.ts'
import { createPrivacyRequests } from '../../src/redis/privacy-requests.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { shareMetrics } from '../../src/redis/shared-metrics.ts'
import { untilSignal } from '../command-line/until-signal.ts'
import { openDeliveryStore } from '../wiring/open-delivery-store.ts'
import { openSpool, takeSpoolFolder } from '../wiring/open-spool.ts'
import { logDifferentSettings, settingsOfReceiver } from '../wiring/shared-settings.ts'

/** The outcome of a slower commit is unknown: the receiver answers 503, and Facebook sends the delivery again. */
const withoutSpool = { redisCommandMs: 240, redisMs: commitDeadlineMs } as const

export function registerReceive(program: Command): void {
  program
    .command('receive')
    .description('run the webhook receiver: verify each delivery, store it in Redis, then answer 200')
    .action(receive)
}

async function receive(): Promise<void> {
  const config = readConfig(process.env, {
    required: [
      'PORT',
      'HOST',
      'RECEIVER_CONNECTIONS',
      'REDIS_URL',
      'FACEBOOK_APP_SECRET',
      'FACEBOOK_VERIFY_TOKEN',
      'PAGEBEAT_ALLOW_VOLATILE',
      'PAGEBEAT_QUEUE_PREFIX',
      'LOG_LEVEL',
      'RECEIVER_SPOOL_BYTES',
    ],
    optional: ['RECEIVER_SPOOL', 'RECEIVER_URL'],
  })
  const log = createLogger(config.LOG_LEVEL, 'receiver')
  const allowVolatile = config.PAGEBEAT_ALLOW_VOLATILE
  const folder =
    config.RECEIVER_SPOOL === undefined ? undefined : await takeSpoolFolder(config.RECEIVER_SPOOL)
  const deadlines = folder === undefined ? withoutSpool : spoolDeadlines
  const trouble = logRedisTrouble({ log })
  const redis = producerConnection(config.REDIS_URL, {
    commandTimeoutMs: deadlines.redisCommandMs,
    report: trouble,
  })
  await requireDurable(redis, { allowVolatile })
  const whenAway =
    folder === undefined
      ? 'Redis is not ready: the receiver answers 503'
      : 'Redis is not ready: deliveries go to the spool'
  const watch = createStoreWatch(redis, {
    prefix: config.PAGEBEAT_QUEUE_PREFIX,
    allowVolatile,
    lastTrouble: trouble.last,
    onChange(reason) {
      if (reason === undefined) log.info('Redis is ready: deliveries are accepted')
      else log.error({ reason }, whenAway)
    },
  })
  const store = openDeliveryStore(redis, { prefix: config.PAGEBEAT_QUEUE_PREFIX, watch })
  const inRedis = createDeliveryCommit(store.addLive, {
    isReady: () => watch.notReadyBecause() === undefined,
    onGroup: (size) => metrics.commitDeliveries.observe(size),
    deadlineMs: deadlines.redisMs,
  })
  const spool =
    folder === undefined
      ? undefined
      : await openSpool(folder, { mostBytes: config.RECEIVER_SPOOL_BYTES, log, store, watch })
  const receiver = await startReceiver({
    port: config.PORT,
    host: config.HOST,
    appSecrets: config.FACEBOOK_APP_SECRET,
    verifyToken: config.FACEBOOK_VERIFY_TOKEN,
    deliveries: spool?.commit(inRedis) ?? inRedis,
    privacyRequests: createPrivacyRequests(
      redis,
      config.PAGEBEAT_QUEUE_PREFIX,
      () => watch.notReadyBecause() === undefined,
    ),
    publicUrl: config.RECEIVER_URL,
    notReadyBecause: spool?.notReadyBecause ?? watch.ask,
    bounds: { connections: config.RECEIVER_CONNECTIONS },
    onConnectionClosed: () => log.warn('a connection was closed: too many, or too many pipelined requests'),
    onError: (error) => log.error({ reason: error.name }, 'a request failed'),
  })
  const sharing = shareMetrics(redis, { prefix: config.PAGEBEAT_QUEUE_PREFIX, role: 'receiver' })
  const settings = logDifferentSettings(redis, {
    prefix: config.PAGEBEAT_QUEUE_PREFIX,
    settings: () => settingsOfReceiver(config.FACEBOOK_APP_SECRET),
    log,
  })
  log.info({ port: receiver.port }, 'webhook at /webhook, health at /healthz and /readyz')

  const signal = await untilSignal()
  log.info({ signal }, 'stopping: open requests are finished first')
  await receiver.close()
  await spool?.stop()
  await settings.stop()
  await sharing.stop()
  watch.stop()
  await store.close()
  redis.disconnect()
  log.info('stopped')
}

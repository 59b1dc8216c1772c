import type { Command } from 'commander'
import { producerConnection } from '../../queues/connection.ts'
import { hop } from '../../queues/define-queue.ts'
import { createGathering } from '../../queues/gather.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { requireDurable } from '../../queues/durability.ts'
import { createStoreWatch } from '../../queues/store-watch.ts'
import { readConfig } from '../../src/config.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import { createDeliveryCommit } from '../../src/receiver/commit.ts'
import { startReceiver } from '../../src/receiver/server.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { shareMetrics } from '../../src/redis/shared-metrics.ts'
import { untilSignal } from '../command-line/until-signal.ts'
import { logDifferentSettings, settingsOfReceiver } from '../wiring/shared-settings.ts'

/** The outcome of a slower commit is unknown: the receiver answers 503, and Facebook sends the delivery again. */
const commandTimeoutMs = 240

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
    ],
  })
  const log = createLogger(config.LOG_LEVEL, 'receiver')
  const allowVolatile = config.PAGEBEAT_ALLOW_VOLATILE
  const trouble = logRedisTrouble({ log })
  const redis = producerConnection(config.REDIS_URL, { commandTimeoutMs, report: trouble })
  await requireDurable(redis, { allowVolatile })
  const publisher = createPublisher(redis, config.PAGEBEAT_QUEUE_PREFIX)
  const gathering = createGathering(redis, { prefix: config.PAGEBEAT_QUEUE_PREFIX })
  const watch = createStoreWatch(redis, {
    prefix: config.PAGEBEAT_QUEUE_PREFIX,
    allowVolatile,
    lastTrouble: trouble.last,
    onChange(reason) {
      if (reason === undefined) log.info('Redis is ready: deliveries are accepted')
      else log.error({ reason }, 'Redis is not ready: the receiver answers 503')
    },
  })
  const deliveries = createDeliveryCommit(
    async (group) => {
      // Deliveries may have waited for the commit before theirs, and Redis is full by now.
      const notReady = watch.notReadyBecause()
      if (notReady !== undefined) throw new Error(notReady)
      watch.adding(group.reduce((bytes, { body }) => bytes + body.length, 0))
      try {
        const read = group.map((delivery) => ({ ...delivery, threadEvents: threadEventsOf(delivery.body) }))
        if (read.every(({ threadEvents }) => threadEvents.length === 0)) await gathering.add(read)
        else await publisher.publish([hop(parseQueue, createParseJob(read))])
      } catch (error) {
        watch.suspect(error)
        throw error
      }
    },
    {
      isReady: () => watch.notReadyBecause() === undefined,
      onGroup: (size) => metrics.commitDeliveries.observe(size),
    },
  )
  const receiver = await startReceiver({
    port: config.PORT,
    host: config.HOST,
    appSecrets: config.FACEBOOK_APP_SECRET,
    verifyToken: config.FACEBOOK_VERIFY_TOKEN,
    deliveries,
    notReadyBecause: watch.ask,
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
  await settings.stop()
  await sharing.stop()
  watch.stop()
  await publisher.close()
  await gathering.close()
  redis.disconnect()
  log.info('stopped')
}

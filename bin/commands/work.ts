import { Argument, type Command } from 'commander'
import { producerConnection, workerConnection } from '../../queues/connection.ts'
import { createPublisher } from '../../queues/publish.ts'
import { createRoom } from '../../queues/room.ts'
import { requireDurable } from '../../queues/durability.ts'
import { readConfig } from '../../src/config.ts'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { findTooLate } from '../../src/storyboard/check/find-too-late.ts'
import { formatProblem } from '../../src/storyboard/problem.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import { shareMetrics } from '../../src/redis/shared-metrics.ts'
import { createIsolate } from '../../workers/isolate.ts'
import { type StageName, stageNames } from '../../src/domain/stage-name.ts'
import { startDamageSweep } from '../../workers/damage-sweep.ts'
import { createSharedRounds } from '../../workers/shared-rounds.ts'
import { startStage } from '../../workers/start-stage.ts'
import { createConversationTools } from '../wiring/conversation-tools.ts'
import { readConversationConfig } from '../wiring/conversation-config.ts'
import { createLearn } from '../wiring/learn.ts'
import { openHousekeeping } from '../wiring/open-housekeeping.ts'
import { startWorkerHealth } from '../wiring/worker-health.ts'
import { readNotifierConfig } from '../wiring/notifier-config.ts'
import { openConversation } from '../wiring/open-conversation.ts'
import { openLeadWork } from '../wiring/open-lead-work.ts'
import { openNotifier } from '../wiring/open-notifier.ts'
import { openLinkTools } from '../wiring/link-config.ts'
import { openLateEvents } from '../wiring/open-late-events.ts'
import { openPipeline, createRecordSent } from '../wiring/open-pipeline.ts'
import { openPrivacy } from '../wiring/open-privacy.ts'
import { readPrivacyConfig } from '../wiring/privacy-config.ts'
import { openWatchedDatabase } from '../wiring/open-watched-database.ts'
import { startSweeper } from '../../workers/sweeper.ts'
import { programFile } from '../command-line/program-file.ts'
import { untilMigrated } from '../command-line/until-migrated.ts'
import { untilSignal } from '../command-line/until-signal.ts'
import { requireSameTime } from '../wiring/watch-clock.ts'
import { openReader } from '../wiring/open-reader.ts'
import { logDifferentSettings, readingStages, settingsOfWorker } from '../wiring/shared-settings.ts'
import { startStoryboardRecord } from '../wiring/record-storyboard.ts'
import { watchStoryboard } from '../wiring/watch-storyboard.ts'
import { createActivity } from '../../workers/respond/activity.ts'
import { startWatchdog } from '../../workers/watchdog.ts'

export function registerWork(program: Command): void {
  program
    .command('work')
    .description(
      'run the named stages of the pipeline, or all without a name; start as many workers as you need',
    )
    .addArgument(new Argument('[stages...]', 'stages to run').choices(stageNames))
    .action(work)
}

async function work(named: StageName[]): Promise<void> {
  const config = readConfig(process.env, {
    required: [
      'REDIS_URL',
      'DATABASE_URL',
      'DATABASE_POOL',
      'PAGEBEAT_CONCURRENCY',
      'PAGEBEAT_LEDGER_DAYS',
      'PAGEBEAT_UNSENT_MESSAGES',
      'PAGEBEAT_ALLOW_VOLATILE',
      'PAGEBEAT_QUEUE_PREFIX',
      'LOG_LEVEL',
    ],
  })
  const prefix = config.PAGEBEAT_QUEUE_PREFIX
  const log = createLogger(config.LOG_LEVEL, 'worker')
  const stop = new AbortController()
  const stopped = untilSignal().finally(() => stop.abort())
  const conversationConfig = readConversationConfig(process.env)
  const notifierConfig = readNotifierConfig(process.env)
  const privacyConfig = readPrivacyConfig(process.env)
  const runs = (stage: string): boolean => named.length === 0 || named.some((name) => name === stage)
  const trouble = logRedisTrouble({ log })
  const readerConfig = stageNames.some((stage) => runs(stage) && readingStages.has(stage))
    ? conversationConfig?.reader
    : undefined
  const reader =
    readerConfig &&
    openReader(readerConfig, {
      redisUrl: config.REDIS_URL,
      prefix,
      trouble,
      log,
    })
  const learn = createLearn(conversationConfig?.wit, reader?.reader)
  const storyboard = conversationConfig && watchStoryboard(conversationConfig.storyboardFile, { learn, log })
  const tooLate =
    conversationConfig && storyboard && findTooLate(storyboard.current(), conversationConfig.replyMinutes)
  if (tooLate !== undefined)
    log.warn({ problem: formatProblem(tooLate) }, 'a scene of the storyboard is never reached')
  const { db, watch } = openWatchedDatabase({ url: config.DATABASE_URL, poolSize: config.DATABASE_POOL }, log)
  if (!(await untilMigrated(db, { log, stop: stop.signal }))) return await db.destroy()
  const clock = await requireSameTime(db)
  const probe = producerConnection(config.REDIS_URL, { commandTimeoutMs: 2_000, report: trouble })
  watch.start()
  await requireDurable(probe, { allowVolatile: config.PAGEBEAT_ALLOW_VOLATILE })

  const connection = workerConnection(config.REDIS_URL, trouble)
  const publisher = createPublisher(connection, prefix, createRoom(connection))
  const activity = createActivity()
  const deadLetters = createDeadLetters(db)
  const late = await openLateEvents(db, { ...privacyConfig, runs })
  const conversation =
    conversationConfig &&
    storyboard &&
    openConversation({
      db,
      clock,
      redis: connection,
      prefix,
      storyboard: storyboard.current,
      ...createConversationTools({
        storyboard: storyboard.current,
        learn,
        env: process.env,
        params: createAppParams(db, createSecretBox(conversationConfig.secretKeys)),
      }),
      config: conversationConfig,
      tombstones: late?.tombstones,
      activity,
      concurrency: config.PAGEBEAT_CONCURRENCY,
      log,
    })
  const leads = openLeadWork({
    db,
    now: clock.now,
    redis: connection,
    prefix,
    env: process.env,
    rules: conversation?.conversationRules,
    tombstones: late?.tombstones,
  })
  const stages = openPipeline(db, { conversation, late, leads, links: openLinkTools(process.env, log) })
  const isolated = createIsolate(programFile, ['step'])
  const chosen = stages.filter(({ name }) => runs(name))
  const damageSweep = startDamageSweep({
    connection,
    prefix,
    recordDeadLetters: deadLetters.record,
    log,
  })
  const running = chosen.map((stage) =>
    startStage(stage, {
      connection,
      prefix,
      concurrency: config.PAGEBEAT_CONCURRENCY,
      publisher,
      recordDeadLetters: deadLetters.record,
      isolate: isolated.isolate,
      onRedisError: trouble.onTrouble,
      damageSweep,
      database: watch,
      log,
    }),
  )
  const repliesHere = conversation !== undefined && chosen.some(({ name }) => name === 'respond')
  const sweeper = repliesHere
    ? startSweeper({
        wakeUps: conversation.wakeUps,
        activity,
        closeTooLate: conversation.closeTooLate,
        recordSent: createRecordSent(db, conversation, late),
        publisher,
        now: conversation.now,
        database: watch,
        onError: damageSweep.onError,
        log,
      })
    : undefined
  if (repliesHere) startStoryboardRecord({ db, storyboard, now: clock.now, stop: stop.signal, log })
  const rounds = createSharedRounds({ redis: connection, prefix, database: watch, log })
  if (runs('enrich')) leads?.startRounds(rounds, { publisher, log })
  const notifier = runs('respond')
    ? openNotifier({
        db,
        now: clock.now,
        redis: connection,
        prefix,
        config: notifierConfig,
        replying: conversation && activity,
        messengerProfile: () => storyboard?.current().messengerProfile,
        database: watch,
        log,
      })
    : undefined
  const watchdog = startWatchdog()
  const privacy = openPrivacy({
    db,
    redis: connection,
    prefix,
    config: privacyConfig,
    notifyUrls: notifierConfig.receivers,
    rounds,
    now: clock.now,
    log,
  })
  openHousekeeping({
    db,
    ledgerDays: config.PAGEBEAT_LEDGER_DAYS,
    unsentMessages: config.PAGEBEAT_UNSENT_MESSAGES,
    privacy,
    rounds,
    log,
  })
  const sharing = shareMetrics(probe, { prefix, role: 'worker', stages: stageNames.filter(runs) })
  const health = startWorkerHealth({ connection, trouble, sharing, watch, log })
  const settings = logDifferentSettings(probe, {
    prefix,
    settings: () =>
      settingsOfWorker({
        stages: stageNames.filter(runs), // also those that do nothing without a storyboard
        databaseUrl: config.DATABASE_URL,
        ledgerDays: config.PAGEBEAT_LEDGER_DAYS,
        unsentMessages: config.PAGEBEAT_UNSENT_MESSAGES,
        conversation: conversationConfig,
        storyboard: storyboard?.current,
      }),
    log,
  })
  log.info({ stages: chosen.map(({ name }) => name) }, 'working')

  const signal = await stopped
  log.info({ signal }, 'finishing the jobs under way')
  watch.stop()
  await Promise.all(running.map((stage) => stage.close()))
  await sweeper?.stop()
  await notifier?.stop()
  await rounds.stop()
  await privacy.close()
  storyboard?.stop()
  reader?.close()
  await conversation?.close()
  await leads?.close()
  await Promise.all([settings.stop(), sharing.stop()])
  health.stop()
  await damageSweep.stop()
  isolated.close()
  await publisher.close()
  connection.disconnect()
  probe.disconnect()
  await db.destroy()
  await watchdog.stop()
  log.info('stopped')
}

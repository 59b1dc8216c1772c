import type { Command } from 'commander'
import { workerConnection } from '../../queues/connection.ts'
import { readConfig } from '../../src/config.ts'
import { createAppParams } from '../../src/db/pages/app-params.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createDatabaseClock } from '../../src/db/mysql/database-clock.ts'
import { createSecretBox } from '../../src/secret-box.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { serveIsolated } from '../../workers/isolate.ts'
import { createConversationTools } from '../wiring/conversation-tools.ts'
import { readConversationConfig } from '../wiring/conversation-config.ts'
import { createLearn } from '../wiring/learn.ts'
import { openConversation } from '../wiring/open-conversation.ts'
import { openLinkTools } from '../wiring/link-config.ts'
import { lateEventsOf } from '../wiring/open-late-events.ts'
import { openLeadWork } from '../wiring/open-lead-work.ts'
import { openPipeline } from '../wiring/open-pipeline.ts'
import { readPrivacyConfig } from '../wiring/privacy-config.ts'
import { watchStoryboard } from '../wiring/watch-storyboard.ts'

/** The isolated process: a worker starts it for a job that may have killed its process. Not for operators. */
export function registerStep(program: Command): void {
  program.command('step', { hidden: true }).action(() => {
    const config = readConfig(process.env, {
      required: ['DATABASE_URL', 'REDIS_URL', 'PAGEBEAT_QUEUE_PREFIX', 'LOG_LEVEL'],
    })
    const log = createLogger(config.LOG_LEVEL, 'worker')
    const db = createDatabase({ url: config.DATABASE_URL, poolSize: 2 })
    const conversation = readConversationConfig(process.env)
    const learn = createLearn(conversation?.wit) // without the reader: it would take longer to learn than the job
    const storyboard = conversation && watchStoryboard(conversation.storyboardFile, { learn, log })
    const { secretKeys, rule } = readPrivacyConfig(process.env)
    const late = secretKeys && lateEventsOf(db, { secretKeys, rule })
    const open =
      conversation &&
      storyboard &&
      openConversation({
        db,
        redis: workerConnection(config.REDIS_URL, logRedisTrouble({ log })),
        prefix: config.PAGEBEAT_QUEUE_PREFIX,
        storyboard: storyboard.current,
        ...createConversationTools({
          storyboard: storyboard.current,
          learn,
          env: process.env,
          params: createAppParams(db, createSecretBox(conversation.secretKeys)),
        }),
        config: conversation,
        tombstones: late?.tombstones,
        log,
      })
    const leads = openLeadWork({
      db,
      now: createDatabaseClock(db).now,
      redis: workerConnection(config.REDIS_URL, logRedisTrouble({ log })),
      prefix: config.PAGEBEAT_QUEUE_PREFIX,
      env: process.env,
      rules: open?.conversationRules,
      tombstones: late?.tombstones,
    })
    const links = openLinkTools(process.env, log)
    serveIsolated(openPipeline(db, { conversation: open, late, links, leads }))
  })
}

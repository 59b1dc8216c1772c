import { createServer, type Server } from 'node:http'
import type { Command } from 'commander'
import { producerConnection } from '../../queues/connection.ts'
import { openQueue } from '../../queues/publish.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { boundConnections } from '../../src/http/bound-connections.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
import { isLoopback } from '../../src/http/require-login.ts'
import { listen } from '../../src/listen.ts'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'
import { createLogger } from '../../src/telemetry/log.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { createBoardApp } from '../board/board-app.ts'
import { createScrape } from '../board/scrape.ts'
import { untilSignal } from '../command-line/until-signal.ts'

export function registerBoard(program: Command): void {
  program
    .command('board')
    .description('run the queue monitor (/queues) and the metrics for Prometheus (/metrics)')
    .action(board)
}

const settings = [
  'BOARD_PORT',
  'BOARD_HOST',
  'BOARD_USER',
  'BOARD_WRITABLE',
  'REDIS_URL',
  'PAGEBEAT_QUEUE_PREFIX',
  'LOG_LEVEL',
] as const

const optional = ['DATABASE_URL', 'BOARD_TRUSTED_PROXIES'] as const

/** Throws ConfigError. BOARD_PASSWORD may be missing only where no other machine can reach the queue monitor. */
function readBoardConfig(
  env: NodeJS.ProcessEnv,
): Config<(typeof settings)[number], 'BOARD_PASSWORD' | (typeof optional)[number]> {
  if (isLoopback(env['BOARD_HOST'] || '127.0.0.1')) {
    return readConfig(env, { required: settings, optional: ['BOARD_PASSWORD', ...optional] })
  }
  return readConfig(env, { required: [...settings, 'BOARD_PASSWORD'], optional })
}

/** Operators and Prometheus need few. */
const mostConnections = 500

async function board(): Promise<void> {
  const config = readBoardConfig(process.env)
  const log = createLogger(config.LOG_LEVEL, 'board')
  const prefix = config.PAGEBEAT_QUEUE_PREFIX
  const redis = producerConnection(config.REDIS_URL, {
    commandTimeoutMs: 4_000,
    report: logRedisTrouble({ log }),
  })
  const queues = new Map(stageNames.map((stage) => [stage, openQueue(stage, redis, prefix)]))
  const db = openDatabase(config.DATABASE_URL)
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 })
  server.maxHeadersCount = 100
  const connections = boundConnections(server, { most: mostConnections })
  const app = createBoardApp({
    login:
      config.BOARD_PASSWORD === undefined
        ? undefined
        : { user: config.BOARD_USER, password: config.BOARD_PASSWORD },
    writable: config.BOARD_WRITABLE,
    queueOf: (stage) => queues.get(stage) ?? openQueue(stage, redis, prefix),
    isRedisReady: () => redis.status === 'ready',
    scrape: createScrape({
      redis,
      prefix,
      queues: [...queues.values()],
      countOpenDeadLetters: db && createDeadLetters(db).countOpen,
    }),
    onError: (error) => log.warn({ reason: error.name }, 'a request failed'),
    addressOf: createAddressOf(config.BOARD_TRUSTED_PROXIES ?? []),
    onLogin: connections.vouchFor,
  })
  const handle = app.callback()
  server.on('request', (req, res) => {
    if (connections.mayRespond(req, res)) void handle(req, res)
  })
  const port = await listen(server, { port: config.BOARD_PORT, host: config.BOARD_HOST })
  log.info({ port, writable: config.BOARD_WRITABLE }, 'queue monitor at /queues, metrics at /metrics')

  const signal = await untilSignal()
  log.info({ signal }, 'stopping')
  await closeServer(server)
  redis.disconnect()
  await db?.destroy()
  log.info('stopped')
}

/** Counts dead letters once a scrape. Short time-outs: a slow or absent database must not delay the scrape. */
function openDatabase(url: string | undefined): ReturnType<typeof createDatabase> | undefined {
  if (url === undefined) return undefined
  return createDatabase({
    url,
    poolSize: 1,
    queryTimeoutMs: 500,
    connectTimeoutMs: 500,
    acquireTimeoutMs: 500,
  })
}

async function closeServer(server: Server): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), 2_000)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  clearTimeout(deadline)
}

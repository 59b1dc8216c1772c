import type { Command } from 'commander'
import { serveSite, siteFolder } from '../../console/server/http/static-site.ts'
import type { OidcSettings } from '../../console/server/session/oidc-client.ts'
import { startConsole } from '../../console/server/start-console.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { requireMigrated } from '../../src/db/migrations/pending-migrations.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { ConfigError } from '../../src/errors.ts'
import { createAddressOf } from '../../src/http/client-address.ts'
import { isLoopback } from '../../src/http/require-login.ts'
import { createLogger, type Logger } from '../../src/telemetry/log.ts'
import { minuteMs } from '../../src/domain/lateness.ts'
import { openConsoleQueues } from '../wiring/open-console-queues.ts'
import { openWakeUps } from '../wiring/open-wake-ups.ts'
import { createReviewProcess } from '../console/review-process.ts'
import { rebuild } from '../console/rebuild.ts'
import { untilSignal } from '../command-line/until-signal.ts'

export function registerConsole(pagebeat: Command): void {
  const command = pagebeat
    .command('console')
    .description('run the console, where agents answer customers; `pagebeat user add` makes its users')
    .action(runConsole)
  command
    .command('rebuild')
    .description(
      'empty the Inbox and the numbers of Insights, and fill them again from the other tables; notes and assignments stay',
    )
    .action(rebuild)
}

const required = [
  'CONSOLE_PORT',
  'CONSOLE_HOST',
  'DATABASE_URL',
  'DATABASE_POOL',
  'GRAPH_API_URL',
  'LOG_LEVEL',
  'PAGEBEAT_QUEUE_PREFIX',
  'PAGEBEAT_UNDO_SECONDS',
  'PAGEBEAT_SILENCE_MINUTES',
  'FACEBOOK_HUMAN_AGENT',
] as const
const optional = [
  'REDIS_URL',
  'STORYBOARD',
  'IDENTITY_COUNTRY',
  'CONSOLE_URL',
  'CONSOLE_TRUSTED_PROXIES',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
] as const
type ConsoleConfig = Config<(typeof required)[number], (typeof optional)[number]>

async function runConsole(): Promise<void> {
  const config = readConfig(process.env, { required, optional })
  const oidc = toOidcSettings(config)
  const site = serveSite(siteFolder)
  const log = createLogger(config.LOG_LEVEL, 'console')
  const db = createDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL,
    queryTimeoutMs: 8_000,
    connectTimeoutMs: 3_000,
    acquireTimeoutMs: 3_000,
  })
  await requireMigrated(db)
  const wakeUps = openWakeUps(config, log)
  const queues = openConsoleQueues(config, log)
  const running = await startConsole({
    db,
    now: Date.now,
    port: config.CONSOLE_PORT,
    host: config.CONSOLE_HOST,
    consoleUrl: config.CONSOLE_URL,
    oidc,
    // The simulated Facebook of `npm start` has its pictures at its own address.
    pictureOrigins: isLoopback(new URL(config.GRAPH_API_URL).hostname) ? [config.GRAPH_API_URL] : [],
    addressOf: createAddressOf(config.CONSOLE_TRUSTED_PROXIES ?? []),
    agentRules: {
      undoMs: config.PAGEBEAT_UNDO_SECONDS * 1_000,
      silenceMs: config.PAGEBEAT_SILENCE_MINUTES * minuteMs,
      mayUseHumanAgent: config.FACEBOOK_HUMAN_AGENT,
    },
    ...(wakeUps === undefined ? {} : { wake: wakeUps.wake }),
    ...(queues === undefined ? {} : { queues }),
    ...(config.STORYBOARD === undefined ? {} : { review: createReviewProcess(pagebeatFile()) }),
    ...(config.IDENTITY_COUNTRY === undefined ? {} : { country: config.IDENTITY_COUNTRY }),
    site,
    onError: (error) => logFailure(log, error),
  })
  log.info({ port: running.port, url: config.CONSOLE_URL, oidc: oidc !== undefined }, 'console')

  const signal = await untilSignal()
  log.info({ signal }, 'stopping')
  await running.close()
  await Promise.all([wakeUps?.close(), queues?.close()])
  await db.destroy()
  log.info('stopped')
}

/** The file of `pagebeat`, which runs now. */
function pagebeatFile(): string {
  return process.argv[1] ?? ''
}

/** Throws ConfigError when the settings do not fit each other. */
function toOidcSettings(config: ConsoleConfig): OidcSettings | undefined {
  const {
    CONSOLE_URL: url,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  } = config
  const problems: string[] = []
  if (url === undefined && !isLoopback(config.CONSOLE_HOST))
    problems.push(
      'CONSOLE_URL is not set: the console needs its public address unless CONSOLE_HOST is loopback',
    )
  if (issuer !== undefined) {
    if (url === undefined)
      problems.push('CONSOLE_URL is not set: the identity provider sends users back to it')
    if (clientId === undefined) problems.push('OIDC_CLIENT_ID is not set: OIDC_ISSUER needs it')
    if (clientSecret === undefined) problems.push('OIDC_CLIENT_SECRET is not set: OIDC_ISSUER needs it')
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return issuer === undefined || clientId === undefined || clientSecret === undefined
    ? undefined
    : { issuer, clientId, clientSecret }
}

/** The name and code of an error; its stack only where it is a fault of the program. Messages may quote a request. */
function logFailure(log: Logger, error: unknown): void {
  const { name, code, stack } = describe(error)
  if (code === undefined) log.error({ reason: name, stack }, 'a request failed')
  else log.warn({ reason: name, code }, 'a request failed')
}

function describe(error: unknown): { name: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
  const { name } = error
  const stack = frames.join('\n')
  return 'code' in error && typeof error.code === 'string'
    ? { name, code: error.code, stack }
    : { name, stack }
}

/**
 * `npm start`: the real thing on real servers, with a simulated Facebook in front of it. Ends with a summary of what was
 * tracked, judged by the simulated Facebook's own ledger, and stays up until it is told to stop.
 */
import { randomBytes } from 'node:crypto'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { openProcesses } from '../processes.ts'
import { checkAgainstDatabase, readMark } from '../facebook/ledger/check-tables.ts'
import { createDay, playDay } from '../facebook/world/day.ts'
import { createSender } from '../facebook/webhooks/sender.ts'
import { verifyWebhook } from '../facebook/webhooks/verify.ts'
import { type RunningPage, startPage } from '../page/server.ts'
import { findFreePort, isFree } from '../servers/free-port.ts'
import { startServers } from '../servers/start-servers.ts'
import { untilStopped } from '../stop-signal.ts'
import { untilUp } from '../until-up.ts'
import { startDemoConsole } from './console.ts'
import { type Conversed, converse, demoAppId } from './converse.ts'
import { followTables, type LiveLog } from './live-log.ts'
import { printConversation, printSummary } from './summary.ts'
import { paint } from './paint.ts'

export interface DemoOptions {
  readonly once: boolean
  readonly seed: string
}

/** The exit status: 0 if and only if everything that was simulated was tracked. */
export async function runDemo({ once, seed }: DemoOptions): Promise<number> {
  const stopped = new AbortController()
  const stop = untilStopped().then(() => stopped.abort())
  const started = performance.now()
  console.log(paint.bold('Pagebeat: a day on a Page, tracked live\n'))

  const servers = await startServers({ log: progress })
  const processes = await openProcesses(progress)
  let conversed: Conversed | undefined
  let log: LiveLog | undefined
  let page: RunningPage | undefined
  try {
    const { applied } = await migrateToLatest({ databaseUrl: servers.databaseUrl })
    progress(
      applied.length === 0
        ? 'The tables are up to date'
        : `Created the tables (${applied.length} migrations)`,
    )

    const ports = {
      receiver: await portNear(Number(process.env['PORT'] || 3000)),
      board: await portNear(Number(process.env['BOARD_PORT'] || 3001)),
      console: await portNear(Number(process.env['CONSOLE_PORT'] || 3002)),
    }
    const secrets = {
      appSecret: randomBytes(16).toString('hex'),
      verifyToken: randomBytes(8).toString('hex'),
    }
    const secretKey = randomBytes(32).toString('base64')
    const env = {
      REDIS_URL: servers.redisUrl,
      LOG_LEVEL: 'warn',
      // Given servers may be anything; for a trial that is all right, and said in the summary.
      PAGEBEAT_ALLOW_VOLATILE: servers.redis.owned ? '0' : '1',
      PAGEBEAT_QUEUE_PREFIX: servers.redis.owned ? '{pagebeat}' : `{pagebeat-trial-${process.pid}}`,
    }
    const database = { DATABASE_URL: servers.databaseUrl }
    processes.start('receiver', {
      args: ['receive'],
      env: {
        ...env,
        HOST: '127.0.0.1',
        PORT: String(ports.receiver),
        FACEBOOK_APP_SECRET: secrets.appSecret,
        FACEBOOK_VERIFY_TOKEN: secrets.verifyToken,
      },
    })
    processes.start('workers', { args: ['work'], env: { ...env, ...database } })
    processes.start('board', {
      args: ['board'],
      env: { ...env, ...database, BOARD_HOST: '127.0.0.1', BOARD_PORT: String(ports.board) },
    })
    const webhookUrl = `http://127.0.0.1:${ports.receiver}/webhook`
    const boardUrl = `http://127.0.0.1:${ports.board}`
    await untilUp([`http://127.0.0.1:${ports.receiver}/readyz`, `${boardUrl}/healthz`], {
      processes,
      signal: stopped.signal,
    })
    const refusal = await verifyWebhook({ url: webhookUrl, verifyToken: secrets.verifyToken })
    if (refusal !== undefined) throw new Error(`Facebook cannot verify ${webhookUrl}: ${refusal}`)
    progress(
      `Receiver, workers and queue monitor are up, the webhook is verified (${seconds(started)} since the start)\n`,
    )

    const day = createDay({ secret: secrets.appSecret, seed })
    const mark = await readMark(servers.databaseUrl)
    log = await followTables(servers.databaseUrl, mark)
    const sender = createSender({
      url: webhookUrl,
      secret: secrets.appSecret,
      ledger: day.ledger,
      connections: 4,
    })
    await playDay({
      day,
      sender,
      signal: stopped.signal,
      onMoment: ({ line, time }) => log?.say(time, line),
    })
    stopped.signal.throwIfAborted()
    const verdict = await checkAgainstDatabase(day.ledger, servers.databaseUrl, { mark, deadlineMs: 60_000 })
    const rows = await log.stop()
    await sender.close()
    console.log(`\n${paint.bold('Now it answers: the example storyboards, as their transcripts say')}`)
    conversed = await converse({
      processes,
      env: { ...env, ...database },
      databaseUrl: servers.databaseUrl,
      webhookUrl,
      appSecret: secrets.appSecret,
      secretKey,
      seed,
      signal: stopped.signal,
    })
    const { graph, results } = conversed
    const talked = await checkAgainstDatabase(graph.ledger, servers.databaseUrl, { mark, deadlineMs: 60_000 })
    await log.close()
    const commandEnv = {
      ...database,
      REDIS_URL: servers.redisUrl,
      PAGEBEAT_QUEUE_PREFIX: env.PAGEBEAT_QUEUE_PREFIX,
      PAGEBEAT_SECRET_KEY: secretKey,
      FACEBOOK_APP_ID: demoAppId,
      FACEBOOK_APP_SECRET: secrets.appSecret,
      GRAPH_API_URL: graph.url,
      CONSOLE_PORT: String(ports.console),
    }
    printSummary({ verdict, once, rows, webhookUrl, boardUrl, servers, secrets, commandEnv })
    printConversation(conversed, talked)
    if (!once && !stopped.signal.aborted) {
      page = await startPage({ graph, databaseUrl: servers.databaseUrl, port: await portNear(3003) })
      const { link, email } = await startDemoConsole({
        processes,
        databaseUrl: servers.databaseUrl,
        queues: env,
        port: ports.console,
        graphUrl: graph.url,
        signal: stopped.signal,
      })
      console.log(`\n${paint.bold('Be a customer yourself')}  ${paint.cyan(page.url)}`)
      console.log(`${paint.bold('Answer as an agent')}      ${paint.cyan(link)}`)
      console.log(
        paint.dim(
          `  The link signs in once, within 15 minutes. Another one, after the export above: npm run pagebeat -- user link ${email}`,
        ),
      )
      console.log(`\n${paint.bold('It stays up: Ctrl-C stops everything.')}`)
      await stop
    }
    const isAsWritten = results.every(({ differences }) => differences.length === 0)
    return verdict.ok && talked.ok && isAsWritten ? 0 : 1
  } catch (error) {
    if (stopped.signal.aborted) return 130
    throw error
  } finally {
    await log?.close()
    await page?.close()
    await conversed?.close()
    await processes.close()
    await servers.stop()
  }
}

/** This port when it is free, another when not. */
async function portNear(preferred: number): Promise<number> {
  return (await isFree(preferred)) ? preferred : await findFreePort()
}

function progress(line: string): void {
  console.log(paint.dim(`  ${line}`))
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

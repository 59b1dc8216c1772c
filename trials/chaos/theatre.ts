import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { createConnection } from 'mysql2/promise'
import { workerConnection } from '../../queues/connection.ts'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { startServers, type Servers } from '../../sandbox/servers/start-servers.ts'
import { type Crew, startCrew } from '../../sandbox/processes.ts'
import { type Queues, watchQueues } from './resume-watch.ts'

export const secret = 'chaos app secret'

/** Where one run plays: its own database and queues, on the servers of this program. */
export interface Scene {
  readonly name: string
  readonly databaseUrl: string
  readonly webhookUrl: string
  readonly queues: Queues
  /** The receiver takes deliveries, and the workers wait for them. */
  open(workers: number, concurrency: number): Promise<void>
  /** The receiver takes deliveries. */
  untilReceiving(): Promise<void>
  /** True when no job is left, false when some are after `ms`. */
  untilQuiet(ms: number): Promise<boolean>
  /** Receiver and workers have ended in order. */
  close(): Promise<void>
}

export interface Theatre {
  readonly servers: Servers
  readonly crew: Crew
  createScene(name: string): Promise<Scene>
  close(): Promise<void>
}

/** Redis and MariaDB of our own, whatever the environment offers: we are going to kill them. */
export async function openTheatre(log: (line: string) => void): Promise<Theatre> {
  delete process.env['REDIS_URL']
  delete process.env['DATABASE_URL']
  const servers = await startServers({ log })
  const crew = await startCrew()
  const redis = workerConnection(servers.redisUrl)
  return {
    servers,
    crew,
    createScene: (name) => createScene(name, { servers, crew, redis }),
    async close() {
      redis.disconnect()
      await Promise.all([crew.close(), servers.stop()])
    },
  }
}

async function createScene(
  name: string,
  { servers, crew, redis }: { servers: Servers; crew: Crew; redis: Redis },
): Promise<Scene> {
  const databaseUrl = await createDatabase(servers.databaseUrl, `pagebeat_${name}`)
  await migrateToLatest({ databaseUrl })
  const port = await findFreePort()
  const prefix = `{${name}}`
  const queues = watchQueues(redis, prefix)
  const members: string[] = []
  const untilReceiving = () => untilReady(`http://127.0.0.1:${port}/readyz`)

  return {
    name,
    databaseUrl,
    webhookUrl: `http://127.0.0.1:${port}/webhook`,
    queues,
    untilReceiving,
    async open(workers, concurrency) {
      const common = { REDIS_URL: servers.redisUrl, PAGEBEAT_QUEUE_PREFIX: prefix, LOG_LEVEL: 'warn' }
      const facebook = { FACEBOOK_APP_SECRET: secret, FACEBOOK_VERIFY_TOKEN: 'chaos' }
      crew.employ('receiver', ['receive'], {
        ...common,
        ...facebook,
        PORT: String(port),
        HOST: '127.0.0.1',
      })
      members.push('receiver')
      for (let number = 1; number <= workers; number += 1) {
        crew.employ(`worker ${number}`, ['work'], {
          ...common,
          DATABASE_URL: databaseUrl,
          PAGEBEAT_CONCURRENCY: String(concurrency),
        })
        members.push(`worker ${number}`)
      }
      await Promise.all([untilReceiving(), queues.untilManned(workers)])
    },
    async untilQuiet(ms) {
      const giveUpAt = Date.now() + ms
      for (let quiet = 0; quiet < 3;) {
        if (Date.now() > giveUpAt) return false
        const open = await queues.countOpen()
        quiet = Object.keys(open).length === 0 ? quiet + 1 : 0
        await pause(100)
      }
      return true
    },
    async close() {
      await crew.dismiss(members.splice(0))
      await queues.close()
    },
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const connection = await createConnection(serverUrl)
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`)
  await connection.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function untilReady(url: string): Promise<void> {
  const giveUpAt = Date.now() + 30_000
  while (Date.now() < giveUpAt) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.status === 200) return
    await pause(50)
  }
  throw new Error('The receiver did not get ready within 30 s')
}

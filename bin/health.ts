/**
 * Health check of a container: exits with 0 when its Pagebeat process works. The role comes from the command line of
 * process 1. The receiver and the queue monitor must answer `/healthz`. The heartbeat of a worker must be in Redis, and
 * the worker must say that it reaches Redis and that the database takes its work.
 */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { producerConnection } from '../queues/connection.ts'
import { readConfig } from '../src/config.ts'
import { findProcesses } from '../src/redis/shared-metrics.ts'
import { endWith } from './command-line/end-with.ts'
import { askHealth } from './wiring/health-socket.ts'

const commandLine =
  process.env['PAGEBEAT_HEALTH_OF'] ?? readFileSync('/proc/1/cmdline', 'utf8').replaceAll('\0', ' ')

await checkRole(/pagebeat(?:\.[jt]s)? (\w+)/.exec(commandLine)?.[1]).catch((error: unknown) => {
  endWith(error)
  process.exitCode = 1
})

async function checkRole(role: string | undefined): Promise<void> {
  if (role === 'receive') await requireResponse(readConfig(process.env, { required: ['PORT'] }).PORT)
  if (role === 'board')
    await requireResponse(readConfig(process.env, { required: ['BOARD_PORT'] }).BOARD_PORT)
  if (role === 'work') await requireHeartbeat()
}

async function requireResponse(port: number): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(3_000) })
  if (status !== 200) throw new Error(`/healthz answered ${status}`)
}

async function requireHeartbeat(): Promise<void> {
  const config = readConfig(process.env, { required: ['REDIS_URL', 'PAGEBEAT_QUEUE_PREFIX'] })
  const redis = producerConnection(config.REDIS_URL, { commandTimeoutMs: 3_000 })
  try {
    await new Promise((resolve, reject) => {
      redis
        .once('ready', resolve)
        .once('close', () => reject(new Error('Redis is not reachable: check REDIS_URL')))
    })
    const pids = await findProcesses(redis, config.PAGEBEAT_QUEUE_PREFIX, hostname())
    if (pids.length === 0) throw new Error('no heartbeat from this worker in the last 30 s')
    const troubles = await Promise.all(pids.map(askHealth))
    if (troubles.every((trouble) => trouble !== undefined)) throw new Error(troubles.join('; '))
  } finally {
    redis.disconnect()
  }
}

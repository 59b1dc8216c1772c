import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { Redis } from 'ioredis'
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { findProgram } from '../../sandbox/servers/programs.ts'
import { type RunningProgram, startProgram } from '../helpers/running-program.ts'
import { until } from '../helpers/until.ts'

export interface Sentinels {
  /** `host:port,host:port,…` */
  readonly hosts: string
  /** The sentinels make the replica the primary, while both live. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

export interface Watched {
  /** The URL of the primary. */
  readonly url: string
  readonly name: string
  /** Of the sentinels themselves. */
  readonly password: string
}

/** Three real sentinels watch the primary, and two of them must agree that it is gone, after a second. */
export async function startSentinels({ url, name, password }: Watched): Promise<Sentinels> {
  const program = await findProgram('redis', () => undefined)
  if (program.from === 'docker')
    throw new Error('Sentinels do not reach a Redis in Docker: install redis-server')
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-sentinels-'))
  const { hostname, port } = new URL(url)
  const ports = [await findFreePort(), await findFreePort(), await findFreePort()]
  const running = ports.map((own) => {
    const file = path.join(folder, `${own}.conf`)
    const lines = [
      `port ${own}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `requirepass ${password}`,
      `sentinel sentinel-pass ${password}`,
      `sentinel monitor ${name} ${hostname} ${port} 2`,
      `sentinel down-after-milliseconds ${name} 1000`,
      `sentinel failover-timeout ${name} 5000`,
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    return startProgram([program.file, file, '--sentinel'], { ...program.env })
  })
  const client = new Redis({ port: ports[0] ?? 0, host: '127.0.0.1', password, maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  await until('the sentinels know each other and the replica', async () => {
    const found = String(await client.call('SENTINEL', 'MASTER', name))
    return found.includes('num-other-sentinels,2') && found.includes('num-slaves,1')
  })
  return {
    hosts: ports.map((own) => `127.0.0.1:${own}`).join(','),
    async failOver() {
      await client.call('SENTINEL', 'FAILOVER', name)
    },
    async stop() {
      client.disconnect()
      await Promise.all(running.map((each) => each.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface WatchedOverTls {
  /** Of the Redis that the sentinel names `main`. */
  readonly port: number
  /** The sentinel's own port. */
  readonly own: number
  readonly cert: string
  readonly key: string
  readonly ca: string
}

/** One real sentinel that speaks TLS only. It ends with the test. */
export async function startTlsSentinel(
  t: Pick<ExecutionContext, 'teardown'>,
  { port, own, cert, key, ca }: WatchedOverTls,
): Promise<RunningProgram> {
  const program = await findProgram('redis', () => undefined)
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-sentinel-'))
  const file = path.join(folder, 'sentinel.conf')
  const lines = [
    'port 0',
    `tls-port ${own}`,
    `tls-cert-file ${cert}`,
    `tls-key-file ${key}`,
    `tls-ca-cert-file ${ca}`,
    'tls-auth-clients no',
    'tls-replication yes',
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor main 127.0.0.1 ${port} 1`,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  if (program.from === 'docker') throw new Error('A sentinel does not reach a Redis in Docker')
  const running = startProgram([program.file, file, '--sentinel'], { ...program.env })
  t.teardown(async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return running
}

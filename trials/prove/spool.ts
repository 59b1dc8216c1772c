/** Redis is away for minutes, receivers with a spool are killed meanwhile, and Facebook goes on sending. */
import { mkdirSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, createConnection } from 'mysql2/promise'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { sign } from '../../sandbox/facebook/webhooks/delivery.ts'
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { untilUp } from '../../sandbox/until-up.ts'
import { type Host, openHost } from '../host.ts'
import { createInstallation } from '../installation.ts'
import { workersOf } from '../layout.ts'
import { createJudgement, formatSeconds, type Judged } from '../report.ts'
import { appSecret, verifyToken } from '../secrets.ts'
import { quantile } from '../statistics.ts'

export interface SpoolOptions {
  /** How long Redis is away. */
  readonly seconds: number
  /** Deliveries a second. */
  readonly rate: number
  /** How often a receiver is killed meanwhile. */
  readonly kills: number
}

const promised = { ackedShare: 0.999, p99Ms: 150 }
const settleMs = 600_000
const page = '880011220033440'

interface Sent {
  readonly commentId: string
  readonly body: Buffer
  /** Of the first attempt: 0 where the connection broke. */
  status: number
  ms: number
  isAcked: boolean
}

export async function runSpool({ seconds, rate, kills }: SpoolOptions): Promise<Judged> {
  const host = await openHost({ servers: 'own' })
  const installation = await createInstallation(host, { name: 'pagebeat_spool' })
  const database = await createConnection(installation.databaseUrl)
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  try {
    await installation.startWorkers(workersOf('one', { workers: 1, only: ['parse', 'stitch', 'receipts'] }))
    const ports = [
      await startReceiver(host, installation.prefix, 1),
      await startReceiver(host, installation.prefix, 2),
    ]
    await host.servers.redis.kill('SIGKILL')
    await pause(1_000)
    const killing = killReceivers(host, { times: kills, everyMs: (seconds * 1_000) / (kills + 1) })
    const sent = await sendSteadily(seconds * rate, rate, (one, n) => attempt(one, agent, inTurn(ports, n)))
    await killing
    const { line, expect, lines, failures } = createJudgement()
    const acked = sent.filter(({ status }) => status === 200)
    const share = acked.length / sent.length
    const p99 = quantile(
      acked.map(({ ms }) => ms),
      0.99,
    )
    line('deliveries, receivers killed', `${sent.length}, ${kills}`)
    line('  acknowledged at the first attempt', `${(share * 100).toFixed(3)}%`)
    line('  connection broken, refused', `${countOf(sent, 0)}, ${countOf(sent, 503)}`)
    line(
      '  time to the 200: p50, p99, longest',
      [0.5, 0.99, 1].map((q) => formatQuantile(acked, q)).join(', '),
    )
    expect(share >= promised.ackedShare, `${sent.length - acked.length} got no 200 at the first attempt`)
    expect(p99 <= promised.p99Ms, `99% of the 200s took ${Math.round(p99)} ms`)

    const began = performance.now()
    await host.servers.redis.restart()
    await sendAgain(sent, (one, n) => attempt(one, agent, inTurn(ports, n)))
    const rows = await untilRows(database, sent.length)
    line('all in the tables after Redis was back', formatSeconds(performance.now() - began))
    const lost = sent.filter(({ commentId, isAcked }) => isAcked && !rows.has(commentId))
    const doubled = [...rows.values()].filter((count) => count > 1)
    line('  acknowledged and lost, doubled', `${lost.length}, ${doubled.length}`)
    expect(lost.length === 0, `${lost.length} acknowledged deliveries are in no table`)
    expect(doubled.length === 0, `${doubled.length} events are in the tables twice`)
    return { lines, failures }
  } finally {
    agent.destroy()
    await database.end()
    await host.processes.stop(['receiver 1', 'receiver 2'])
    await installation.stop()
    await host.close()
  }
}

/** Its port. It runs again after each kill. */
async function startReceiver({ servers, processes }: Host, prefix: string, number: number): Promise<number> {
  const port = await findFreePort()
  const folder = path.join(processes.folder, `spool-${number}`)
  mkdirSync(folder, { mode: 0o700 })
  processes.start(`receiver ${number}`, {
    args: ['receive'],
    env: {
      REDIS_URL: servers.redisUrl,
      PAGEBEAT_QUEUE_PREFIX: prefix,
      LOG_LEVEL: 'warn',
      FACEBOOK_APP_SECRET: appSecret,
      FACEBOOK_VERIFY_TOKEN: verifyToken,
      HOST: '127.0.0.1',
      PORT: String(port),
      RECEIVER_SPOOL: folder,
    },
  })
  await untilUp([`http://127.0.0.1:${port}/readyz`], { processes })
  return port
}

async function killReceivers(
  { processes }: Host,
  { times, everyMs }: { readonly times: number; readonly everyMs: number },
): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    await pause(everyMs)
    await processes.signal(`receiver ${(index % 2) + 1}`, 'SIGKILL')
  }
}

type Attempt = (one: Sent, number: number) => Promise<void>

/** Each at its time, however long the others take. */
async function sendSteadily(count: number, rate: number, send: Attempt): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  const open: Promise<void>[] = []
  const startedMs = performance.now()
  for (let number = 0; number < count; number += 1) {
    const earlyMs = startedMs + (number * 1_000) / rate - performance.now()
    if (earlyMs > 0) await pause(earlyMs)
    const commentId = `${page}_7${String(number).padStart(9, '0')}`
    const body = toBody(number, commentId)
    const one: Sent = { commentId, body, status: 0, ms: 0, isAcked: false }
    sent.push(one)
    open.push(send(one, number))
  }
  await Promise.all(open)
  return sent
}

/** Facebook sends a delivery without a 200 again. The figures are those of the first attempts. */
async function sendAgain(sent: readonly Sent[], send: Attempt): Promise<void> {
  const giveUpAt = performance.now() + settleMs
  let open = sent.filter(({ isAcked }) => !isAcked)
  while (open.length > 0 && performance.now() < giveUpAt) {
    for (const [number, one] of open.entries()) await send(one, number)
    open = open.filter(({ isAcked }) => !isAcked)
    await pause(100)
  }
}

/** As a load balancer does: a receiver that takes no connection is passed over. */
async function attempt(one: Sent, agent: Agent, ports: readonly number[]): Promise<void> {
  const started = performance.now()
  for (const port of ports) {
    const status = await post(one.body, agent, port)
    if (status === undefined) continue
    one.status = status
    break
  }
  one.ms = performance.now() - started
  one.isAcked = one.status === 200
}

/** The status; 0 where the connection broke; undefined where there was none. */
function post(body: Buffer, agent: Agent, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-hub-signature-256': sign(body, appSecret).sha256,
    }
    const sending = request({ host: '127.0.0.1', port, path: '/webhook', method: 'POST', headers, agent })
    sending.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
      response.on('error', () => resolve(0))
    })
    sending.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? undefined : 0),
    )
    sending.end(body)
  })
}

function inTurn(ports: readonly number[], number: number): readonly number[] {
  return number % 2 === 0 ? ports : ports.toReversed()
}

function countOf(sent: readonly Sent[], status: number): number {
  return sent.filter((one) => one.status === status).length
}

function formatQuantile(sent: readonly Sent[], share: number): string {
  return `${quantile(
    sent.map((one) => one.ms),
    share,
  ).toFixed(1)} ms`
}

/** How often each comment is in the tables, once all are there or the time is up. */
async function untilRows(database: Connection, count: number): Promise<ReadonlyMap<string, number>> {
  const giveUpAt = performance.now() + settleMs
  for (;;) {
    const rows = await query(
      database,
      'select comment_id, count(*) n from chanFacebookFeed group by comment_id',
    )
    if (rows.length >= count || performance.now() > giveUpAt)
      return new Map(rows.map((row) => [textOf(row, 'comment_id'), Number(textOf(row, 'n'))]))
    await pause(1_000)
  }
}

/** A comment of a customer of its own. */
function toBody(number: number, commentId: string): Buffer {
  const seconds = Math.floor(Date.now() / 1_000)
  const postId = `${page}_1`
  const value = {
    from: { id: `88${String(number).padStart(12, '0')}`, name: `Customer ${number}` },
    post: { id: postId, status_type: 'mobile_status_update', is_published: true },
    message: `comment ${number}`,
    post_id: postId,
    comment_id: commentId,
    created_time: seconds,
    item: 'comment',
    parent_id: postId,
    verb: 'add',
  }
  const entry = [{ id: page, time: seconds, changes: [{ field: 'feed', value }] }]
  return Buffer.from(JSON.stringify({ object: 'page', entry }))
}

import test from 'ava'
import { trackingStageNames } from '../../../workers/pipeline.ts'
import { type Job, UnrecoverableError, Worker } from 'bullmq'
import { hop } from '../../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../../queues/parse.ts'
import { createPublisher, openQueue } from '../../../queues/publish.ts'
import { startTcpProxy } from '../../../sandbox/network/tcp-proxy.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { parseExposition } from '../board/exposition.ts'
import { runCommand } from '../board/running-command.ts'
import { until } from '../../helpers/until.ts'
import {
  marker,
  secret,
  redis,
  environment,
  run,
  get,
  valueOf,
  delivery,
  send,
} from '../board/board-trial.ts'

test.after.always(() => redis.close())

test.serial('metrics have the counts of receiver and worker, and the state of the queues', async (t) => {
  const database = await createTestDatabase()
  t.teardown(() => database.drop())
  const prefix = `${redis.prefix}-work`
  const env = environment(prefix, { DATABASE_URL: database.url })
  const [receiver, worker, board] = await Promise.all([
    run(t, ['receive'], {
      ...env,
      HOST: '127.0.0.1',
      PORT: '0',
      FACEBOOK_APP_SECRET: secret,
      FACEBOOK_VERIFY_TOKEN: 'x',
    }),
    run(t, ['work'], env),
    run(t, ['board'], env),
  ])
  for (let index = 0; index < 5; index += 1) await send(receiver, delivery(index))
  await send(receiver, 'no JSON')
  await until(
    'five comments are stored',
    async () => (await database.query('SELECT 1 FROM chanFacebookFeed')).length === 5,
  )
  await until(
    'a dead letter is stored',
    async () => (await database.query('SELECT 1 FROM deadLetter')).length === 1,
  )
  const alive = parseExposition((await get(board, '/metrics')).text)
  for (const stage of trackingStageNames) t.is(valueOf(alive, 'pagebeat_queue_workers', { stage }), 1, stage)
  t.is(
    valueOf(alive, 'pagebeat_queue_workers', { stage: 'respond' }),
    0,
    'without a storyboard there is no worker of respond',
  )

  t.deepEqual(await Promise.all([receiver.stop(), worker.stop()]), [0, 0])
  const { status, text } = await get(board, '/metrics')
  t.is(status, 200)
  const samples = parseExposition(text)
  t.is(valueOf(samples, 'pagebeat_webhooks_total', { result: 'acked', role: 'receiver' }), 6)
  t.is(valueOf(samples, 'pagebeat_ack_seconds_count', { role: 'receiver' }), 6)
  t.true((valueOf(samples, 'pagebeat_commit_deliveries_sum', { role: 'receiver' }) ?? 0) >= 6)
  t.is(
    valueOf(samples, 'pagebeat_events_total', { kind: 'comment', channel: 'facebookFeed', role: 'worker' }),
    5,
  )
  t.true((valueOf(samples, 'pagebeat_batch_items_sum', { stage: 'parse', role: 'worker' }) ?? 0) >= 6)
  t.true((valueOf(samples, 'pagebeat_batch_items_sum', { stage: 'stitch', role: 'worker' }) ?? 0) >= 5)
  t.true((valueOf(samples, 'pagebeat_lag_seconds_count', { role: 'worker' }) ?? 0) > 0)
  t.true((valueOf(samples, 'pagebeat_dead_letters_total', { stage: 'parse', role: 'worker' }) ?? 0) >= 1)
  t.is(valueOf(samples, 'pagebeat_dead_letters_open', { stage: 'parse' }), 1)
  t.is(valueOf(samples, 'pagebeat_queue_jobs', { stage: 'stitch', state: 'waiting' }), 0)
  t.is(valueOf(samples, 'pagebeat_up'), 2)
  t.true((valueOf(samples, 'pagebeat_process_start_time_seconds', { role: 'worker' }) ?? 0) > 1_700_000_000)
  t.is(new Set(samples.map(({ labels }) => labels['instance']).filter(Boolean)).size, 2)
  t.false(text.includes('Erika'))
})

test.serial(
  'the gauges of the queues agree with BullMQ, and know how long the oldest job waits',
  async (t) => {
    const prefix = `${redis.prefix}-wait`
    const board = await run(t, ['board'], environment(prefix))
    const queue = openQueue('parse', redis.connection, prefix)
    const publisher = createPublisher(redis.connection, prefix)
    for (let index = 0; index < 3; index += 1) {
      await publisher.publish([hop(parseQueue, createParseJob([{ body: delivery(index), at: 1 }]))])
    }
    const oldest = (await queue.getJobs(['waiting'], 0, 0, true))[0]
    await redis.connection.hset(queue.toKey(oldest?.id ?? ''), 'timestamp', Date.now() - 3_600_000)
    await queue.add('parse', {}, { delay: 60_000 })
    const samples = parseExposition((await get(board, '/metrics')).text)
    const counts = await queue.getJobCounts()
    for (const state of ['waiting', 'active', 'delayed', 'prioritized', 'completed', 'failed']) {
      t.is(valueOf(samples, 'pagebeat_queue_jobs', { stage: 'parse', state }), counts[state], state)
    }
    t.is(counts['waiting'], 3)
    t.true((valueOf(samples, 'pagebeat_queue_oldest_waiting_seconds', { stage: 'parse' }) ?? 0) >= 3_600)
    t.is(valueOf(samples, 'pagebeat_queue_oldest_waiting_seconds', { stage: 'stitch' }), 0)
    t.is(valueOf(samples, 'pagebeat_dead_letters_open'), undefined, 'it has no database')
  },
)

/** Jobs waiting, completed and failed, with the marker in every field that a job has. */
async function jobsFullOfText(prefix: string): Promise<string[]> {
  const queue = openQueue('stitch', redis.connection, prefix)
  const opts = { jobId: 'waiting-1', telemetry: { metadata: marker, omitContext: true } }
  const waiting = await queue.add(marker, { [marker]: marker, valueRaw: marker }, opts)
  const jobs: Job[] = [waiting]
  const connection = redis.connection.duplicate({ maxRetriesPerRequest: null })
  const worker = new Worker(
    'stitch',
    (job: Job) => {
      if (job.id === 'failed-1') throw new UnrecoverableError(marker)
      return Promise.resolve({ text: marker })
    },
    { connection, prefix, name: marker.replaceAll(' ', '_') },
  )
  for (const jobId of ['completed-1', 'failed-1'])
    jobs.push(await queue.add(marker, { text: marker }, { jobId }))
  await until(
    'three jobs have ended',
    async () => (await queue.getJobCountByTypes('completed', 'failed')) === 3,
  )
  await worker.close()
  connection.disconnect()
  jobs.push(await queue.add(marker, { text: marker }, { jobId: 'waiting-2' }))
  for (const job of jobs) {
    await job.updateProgress({ text: marker })
    await job.log(marker)
    const fields = { returnvalue: JSON.stringify(marker), failedReason: marker, stacktrace: JSON.stringify([marker]), pb: marker, deid: marker, defa: marker, rjk: marker } // prettier-ignore
    await redis.connection.hset(queue.toKey(job.id ?? ''), fields)
  }
  return jobs.map(({ id }) => id ?? '')
}

test.serial('no response of Bull Board has a text of a job', async (t) => {
  const prefix = `${redis.prefix}-text`
  const board = await run(t, ['board'], environment(prefix))
  const ids = await jobsFullOfText(prefix)
  const api = '/queues/api'
  const pages = [
    ...ids.flatMap((id) => ['', '/logs', '/flow'].map((part) => `${api}/queues/stitch/${id}${part}`)),
    ...['latest', 'waiting', 'completed', 'failed'].map((status) => `${api}/queues?activeQueue=stitch&status=${status}&page=1&jobsPerPage=500`),
    ...['workers', 'default-job-options', 'rate-limit', 'job-data-schema'].map((part) => `${api}/queues/stitch/${part}`),
    `${api}/job-schedulers`,
    `${api}/redis/stats`,
    '/metrics',
  ] // prettier-ignore
  for (const page of pages) {
    const { status, text } = await get(board, page)
    t.is(status, 200, page)
    t.false(/Erika|Gr\\u00fc/.test(text), `${page}: ${text}`)
  }
  const { job, status }: { job: Record<string, unknown>; status: string } = JSON.parse(
    (await get(board, `${api}/queues/stitch/failed-1`)).text,
  )
  t.is(status, 'failed')
  t.like(job, {
    id: 'failed-1',
    name: '(another name)',
    failedReason: `(other: ${marker.length} characters)`,
    isFailed: true,
  })
})

test.serial('is closed without the password, and nothing is cached', async (t) => {
  const board = await run(t, ['board'], environment(`${redis.prefix}-login`))
  for (const path of [
    '/',
    '/metrics',
    '/queues',
    '/queues/api/queues',
    '/queues/static/favicon-32x32.png',
    '/nothing',
  ]) {
    const response = await fetch(`http://127.0.0.1:${board.port}${path}`, { redirect: 'manual' })
    t.is(response.status, 401, path)
    t.is(response.headers.get('cache-control'), 'no-store')
  }
  t.is((await fetch(`http://127.0.0.1:${board.port}/healthz`)).status, 200)
  t.is((await get(board, '/')).status, 302)
  t.regex((await get(board, '/queues')).text, /<title>Pagebeat<\/title>/)
  t.is((await get(board, '/queues/api/queues/parse/pause', { method: 'PUT' })).status, 405)
})

test.serial('a writable queue monitor retries and removes finished jobs, never waiting ones', async (t) => {
  const prefix = `${redis.prefix}-write`
  const board = await run(t, ['board'], environment(prefix, { BOARD_WRITABLE: '1' }))
  await jobsFullOfText(prefix)
  const queue = openQueue('stitch', redis.connection, prefix)
  const origin = `http://127.0.0.1:${board.port}`
  const change = async (path: string): Promise<number> =>
    (await get(board, `/queues/api/queues/stitch${path}`, { method: 'PUT', origin })).status
  t.is(await change('/failed-1/retry'), 204)
  t.is(await (await queue.getJob('failed-1'))?.getState(), 'waiting')
  t.is(await change('/completed-1/clean'), 204)
  t.is(await queue.getJob('completed-1'), undefined)
  t.is(await change('/waiting-2/clean'), 409)
  t.is(await change('/empty'), 403)
  t.is(await queue.getWaitingCount(), 2)
  t.is(await change('/pause'), 200)
  t.true(await queue.isPaused())
})

test.serial(
  'the queue monitor answers 503 while Redis is frozen or down, and recovers by itself',
  async (t) => {
    const proxy = await startTcpProxy(redis.url)
    t.teardown(() => proxy.close())
    proxy.freeze()
    const board = await run(t, ['board'], environment(`${redis.prefix}-away`, { REDIS_URL: proxy.url }))
    const statuses = async () => [
      (await get(board, '/metrics')).status,
      (await get(board, '/queues/api/queues')).status,
    ]
    t.deepEqual(await statuses(), [503, 503], 'away when the queue monitor starts')
    proxy.thaw()
    proxy.cut()
    await until('all pages answer 200', async () => (await statuses()).every((status) => status === 200))
    proxy.freeze()
    t.deepEqual(await statuses(), [503, 503], 'frozen')
    t.is((await get(board, '/healthz')).status, 200)
    proxy.thaw()
    proxy.cut()
    await until('all pages answer 200', async () => (await statuses()).every((status) => status === 200))
  },
)

test.serial('refuses to listen beyond this machine without a password', async (t) => {
  const env = environment(redis.prefix, { BOARD_HOST: '0.0.0.0', BOARD_PASSWORD: '', BOARD_PORT: 'x' })
  await t.throwsAsync(runCommand(['board'], env), {
    message: /ended with 78 [^]*BOARD_PORT must be a port[^]*BOARD_PASSWORD is not set/,
  })
})

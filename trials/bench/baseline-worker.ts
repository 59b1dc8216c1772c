/**
 * The plain design's worker: a job is one delivery, then one event, then one receipt, and each has a transaction of its own. It
 * writes with the code of Pagebeat, which is given one at a time: so the difference is that of the design. As many jobs are under
 * way as are of use. Arguments: Redis URL, key prefix, database URL.
 */
import { randomBytes } from 'node:crypto'
import { type Job, Queue, Worker } from 'bullmq'
import { workerConnection } from '../../queues/connection.ts'
import { createLedger } from '../../src/db/events/ledger.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'

const [redisUrl = '', prefix = '', databaseUrl = ''] = process.argv.slice(2)
const concurrency = 32
const connection = workerConnection(redisUrl)
const db = createDatabase({ url: databaseUrl, poolSize: concurrency })
const queueOptions = { connection, prefix, streams: { events: { maxLen: 1_000 } } }
const stitch = new Queue<PageEvent>('stitch', queueOptions)
const receipts = new Queue<Receipt>('receipts', queueOptions)
const jobOptions = {
  attempts: 20,
  backoff: { type: 'fixed', delay: 20 },
  removeOnComplete: true,
  removeOnFail: 100,
} as const

async function parse({ body, at }: { body: string; at: number }): Promise<void> {
  await alone(createLedger, (ledger) => ledger.record(randomBytes(16).toString('hex'), [{ body, at }]))
  const decoded = decodeDelivery(body)
  await Promise.all([
    ...decoded.events.map((event) => stitch.add('stitch', event, jobOptions)),
    ...decoded.receipts.map((receipt) => receipts.add('receipts', receipt, jobOptions)),
  ])
}

const idle = new Map<unknown, unknown[]>()

/** A writer that no other job uses at the same time: it would write what both give it in one transaction. */
async function alone<T>(
  create: (from: typeof db) => T,
  write: (writer: T) => Promise<unknown>,
): Promise<void> {
  const writers = (idle.get(create) ?? []) as T[]
  idle.set(create, writers)
  const writer = writers.pop() ?? create(db)
  try {
    await write(writer)
  } finally {
    writers.push(writer)
  }
}

function complain({ message: msg }: Error): void {
  console.log(JSON.stringify({ level: 50, msg }))
}

function work<T>(stage: string, step: (data: T) => Promise<void>): Worker<T> {
  const worker = new Worker<T>(stage, ({ data }: Job<T>) => step(data), { connection, prefix, concurrency })
  worker.on('error', complain)
  worker.on('failed', (job, error) => {
    if ((job?.attemptsMade ?? 0) >= jobOptions.attempts) complain(error)
  })
  return worker
}

await Promise.all(
  [
    work('parse', parse),
    work<PageEvent>('stitch', (event) => alone(createEventRecorder, ({ record }) => record([event]))),
    work<Receipt>('receipts', (receipt) => alone(createReceipts, ({ record }) => record([receipt]))),
  ].map((worker) => worker.waitUntilReady()),
)
process.on('SIGTERM', () => process.exit(0))

/**
 * The plain design's worker, as one would write it first and well: a job is one delivery, then one event, then one receipt; each
 * event is one transaction of single rows. Competent all the same: pooled connections, prepared statements, READ COMMITTED,
 * as many jobs under way as are of use. Arguments: Redis URL, key prefix, database URL.
 */
import { type Job, Queue, Worker } from 'bullmq'
import { createPool, type PoolConnection } from 'mysql2/promise'
import { workerConnection } from '../../queues/connection.ts'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { keepDelivery } from './baseline-ledger.ts'
import { recordReceipt } from './baseline-receipts.ts'
import { recordEvent } from './baseline-writes.ts'

const [redisUrl = '', prefix = '', databaseUrl = ''] = process.argv.slice(2)
const concurrency = 32
const connection = workerConnection(redisUrl)
const pool = createPool({
  uri: databaseUrl,
  connectionLimit: 32,
  timezone: 'Z',
  supportBigNumbers: true,
  bigNumberStrings: true,
  flags: ['-FOUND_ROWS'],
  maxPreparedStatements: 200,
})
pool.pool.on('connection', (fresh) => {
  fresh.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
})

const queueOptions = { connection, prefix, streams: { events: { maxLen: 1_000 } } }
const stitch = new Queue<PageEvent>('stitch', queueOptions)
const receipts = new Queue<Receipt>('receipts', queueOptions)
const jobOptions = {
  attempts: 20,
  backoff: { type: 'fixed', delay: 20 },
  removeOnComplete: true,
  removeOnFail: 100,
} as const

async function parse({ data }: Job<{ body: string; at: number }>): Promise<void> {
  const { body } = data
  await keepDelivery(pool, data)
  const decoded = decodeDelivery(body)
  await Promise.all([
    ...decoded.events.map((event) => stitch.add('stitch', event, jobOptions)),
    ...decoded.receipts.map((receipt) => receipts.add('receipts', receipt, jobOptions)),
  ])
}

async function inTransaction(work: (transaction: PoolConnection) => Promise<void>): Promise<void> {
  const transaction = await pool.getConnection()
  try {
    await transaction.beginTransaction()
    await work(transaction)
    await transaction.commit()
  } catch (error) {
    await transaction.rollback()
    throw error
  } finally {
    transaction.release()
  }
}

const workerOptions = { connection, prefix, concurrency }
const workers = [
  new Worker('parse', parse, workerOptions),
  new Worker<PageEvent>(
    'stitch',
    ({ data }) => inTransaction((transaction) => recordEvent(transaction, data)),
    workerOptions,
  ),
  new Worker<Receipt>(
    'receipts',
    ({ data }) => inTransaction((transaction) => recordReceipt(transaction, data)),
    workerOptions,
  ),
]
for (const worker of workers) {
  worker.on('error', (error) => console.log(JSON.stringify({ level: 50, msg: error.message })))
  worker.on('failed', (job, error) => {
    if ((job?.attemptsMade ?? 0) >= jobOptions.attempts)
      console.log(JSON.stringify({ level: 50, msg: error.message }))
  })
}
await Promise.all(workers.map((worker) => worker.waitUntilReady()))
process.on('SIGTERM', () => process.exit(0))

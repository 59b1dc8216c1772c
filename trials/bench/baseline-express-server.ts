/**
 * The peer: a common webhook server, in the shape of Facebook's own samples. Express 5 as it comes, `express.json` with a `verify`
 * that checks the HMAC over the raw bytes, and one `queue.add` a request, awaited before the 200. Arguments: port, Redis URL,
 * key prefix.
 */
import { createServer } from 'node:http'
import { Queue } from 'bullmq'
import express from 'express'
import { workerConnection } from '../../queues/connection.ts'
import { isSigned, serve } from './peer.ts'

const [port, redisUrl = '', prefix = ''] = process.argv.slice(2)
const queue = new Queue('parse', {
  connection: workerConnection(redisUrl),
  prefix,
  streams: { events: { maxLen: 1_000 } },
})
const jobOptions = {
  attempts: 10,
  backoff: { type: 'fixed', delay: 50 },
  removeOnComplete: true,
  removeOnFail: 100,
} as const

const app = express()
/** The text beside what Express makes of it: `JSON.parse` rounds ids beyond 2^53, and then the stages behind would do other work. */
const texts = new WeakMap<object, string>()
const verify = (req: { headers: NodeJS.Dict<string | string[]> }, _res: unknown, bytes: Buffer): void => {
  if (!isSigned(bytes, req.headers['x-hub-signature-256'])) throw new Error('wrong signature')
  texts.set(req, bytes.toString())
}
app.use(express.json({ verify, limit: '4mb' }))
app.post('/webhook', async (req, res) => {
  await queue.add('parse', { body: texts.get(req) ?? '', at: Date.now() }, jobOptions)
  res.status(200).send('EVENT_RECEIVED')
})
serve(createServer(app), port)

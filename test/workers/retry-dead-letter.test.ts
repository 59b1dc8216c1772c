import test from 'ava'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import type { DeadLetter } from '../../src/db/events/dead-letters.ts'
import { toRetryHop } from '../../workers/retry-dead-letter.ts'

const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d])

function deadLetter(facts: Partial<DeadLetter>): DeadLetter {
  return {
    id: '7',
    stage: 'parse',
    reason: 'delivery_malformed',
    detail: '',
    payload: bytes,
    state: 'open',
    attempts: 1,
    firstTs: new Date(0),
    lastTs: new Date(0),
    ...facts,
  }
}

test('the bytes of a delivery become a parse job that holds them unchanged', (t) => {
  const { to, job } = toRetryHop(deadLetter({}), 5)
  const expected = createParseJob([{ body: bytes.toString('base64'), base64: true, at: 5 }])
  t.deepEqual([to, parseQueue.decode(job).deliveries], ['parse', expected.deliveries])
})

test('a job of any stage is retried as it is, under a new id each time', (t) => {
  const job = { v: 2, group: 'of a later version' }
  const payload = Buffer.from(JSON.stringify(job))
  for (const facts of [
    { payload, reason: 'process_died' },
    { payload, reason: 'job_malformed' },
    { payload, stage: 'stitch', reason: 'rows_rejected' },
  ]) {
    const [first, second] = [toRetryHop(deadLetter(facts)), toRetryHop(deadLetter(facts))]
    t.deepEqual([first.to, first.job], [facts.stage ?? 'parse', job])
    t.not(first.jobId, second.jobId)
  }
})

test('bytes that are no job are refused: no worker could take them', (t) => {
  for (const given of ['{"v":1,', '', 'null', '7', '{"jobId":"parse-1"}'])
    for (const stage of ['parse', 'respond'] as const) {
      const payload = Buffer.from(given)
      const error = t.throws(() => toRetryHop(deadLetter({ stage, payload, reason: 'job_malformed' })))
      t.like(error, { code: 'job_malformed' }, given)
    }
})

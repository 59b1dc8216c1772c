import test from 'ava'
import { receiptsQueue, type ReceiptsJob } from '../../queues/receipts.ts'
import type { NewDeadLetter } from '../../src/db/events/dead-letters.ts'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import { RejectedRowsError } from '../../src/errors.ts'
import { defineStage, failureOf, type Isolate, type StageHooks } from '../../workers/stage.ts'
import { done } from '../../workers/step.ts'
import { stageHooksOf } from '../helpers/worker-ports.ts'

const receiptsOf = (psids: readonly string[]): ReceiptsJob => ({
  v: 1,
  receivedAt: 5,
  receipts: psids.map((psid) => ({
    pageId: asPageId('1001'),
    psid: asPsid(psid),
    kind: 'read',
    watermark: 1,
  })),
})
const psidsOf = ({ receipts }: ReceiptsJob): string[] => receipts.map(({ psid }) => psid)
const job = receiptsOf(['a', 'b', 'c', 'd'])
const refusal = new RejectedRowsError({ errno: 1, symbol: 'ER_REFUSED', where: undefined })

/** Hooks that keep the calls of the stage. */
function hooksOf(attemptsMade = 0) {
  const deadLetters: NewDeadLetter[] = []
  const told: string[] = []
  const hooks: StageHooks = stageHooksOf({
    attemptsMade,
    recordDeadLetter: async (deadLetter) => void deadLetters.push(deadLetter),
    onSplit: () => void told.push('split'),
    onBatch: (items) => void told.push(`${items} items`),
  })
  return { hooks, told, deadLetters }
}

function stumble(): never {
  throw new TypeError('cannot read "secret text"')
}

const jobsIn = (deadLetters: readonly NewDeadLetter[]): unknown[] =>
  deadLetters.map(({ payload }) => psidsOf(JSON.parse(String(payload))))

test('a job with one failing item is cut in two until the item is alone; the others are processed', async (t) => {
  const processed: string[] = []
  const stage = defineStage(receiptsQueue, async (part) => {
    if (psidsOf(part).includes('c')) throw refusal
    processed.push(...psidsOf(part))
    return done
  })
  const { hooks, told, deadLetters } = hooksOf()
  const { hops, deadLettered } = await stage.run(job, hooks)
  t.deepEqual([hops, deadLettered], [[], 1])
  t.deepEqual(processed, ['a', 'b', 'd'])
  t.deepEqual(jobsIn(deadLetters), [['c']])
  t.deepEqual(told, ['4 items', 'split', 'split'])
})

test('data that are no job of this stage reach no step', async (t) => {
  const stage = defineStage(receiptsQueue, () => Promise.reject(new Error('no step runs')))
  await t.throwsAsync(stage.run({ v: 2 }, hooksOf().hooks), { code: 'job_malformed' })
})

test('a refusal of Redis is no fault of the data, however often it comes', async (t) => {
  const messages = [
    "OOM command not allowed when used memory > 'maxmemory'.",
    'MISCONF Errors writing to the AOF',
  ]
  for (const text of messages) {
    const stage = defineStage(receiptsQueue, () => Promise.reject(new Error(text)))
    const { hooks, deadLetters } = hooksOf(50)
    const error = await t.throwsAsync(stage.run(job, hooks), { message: text })
    t.deepEqual(deadLetters, [])
    t.is(failureOf(error).reason, 'redis_refused')
  }
})

test('data at whose shape the decoder stumbles are malformed, and nothing of them is quoted', async (t) => {
  const queue = { ...receiptsQueue, decode: stumble }
  const stage = defineStage(queue, async () => done)
  const error = await t.throwsAsync(stage.run({ v: 1 }, hooksOf().hooks), { code: 'job_malformed' })
  t.notRegex(error.message, /secret/)
})

test('an unexpected error is thrown at the first three attempts, then the job is cut in two', async (t) => {
  const stage = defineStage(receiptsQueue, () => Promise.reject(new TypeError('a bug')))
  for (const attemptsMade of [0, 1, 2])
    await t.throwsAsync(stage.run(job, hooksOf(attemptsMade).hooks), { instanceOf: TypeError })
  const { hooks, deadLetters } = hooksOf(3)
  const { deadLettered } = await stage.run(job, hooks)
  t.is(deadLettered, 4)
  t.deepEqual(jobsIn(deadLetters), [['a'], ['b'], ['c'], ['d']])
})

test('work that goes on beside the hops fails later at first, and within the step after a failed attempt', async (t) => {
  const stage = defineStage(receiptsQueue, async () => {
    const meanwhile = Promise.reject(refusal)
    meanwhile.catch(() => undefined)
    return { ...done, meanwhile }
  })
  const first = hooksOf()
  const { deadLettered, meanwhile } = await stage.run(receiptsOf(['a']), first.hooks)
  t.is(deadLettered, 0)
  await t.throwsAsync(async () => meanwhile, { is: refusal })
  const second = hooksOf(1)
  t.is((await stage.run(receiptsOf(['a']), second.hooks)).deadLettered, 1)
  t.deepEqual(jobsIn(second.deadLetters), [['a']])
})

test('an item that kills the isolated process is found in the same way', async (t) => {
  const stage = defineStage(receiptsQueue, () => Promise.reject(new Error('runs in the isolated process')))
  const isolate: Isolate = async (name, raw) => {
    t.is(name, 'receipts')
    return psidsOf(receiptsQueue.decode(raw)).includes('b')
      ? { failure: { reason: 'process_died', detail: 'process hung', crashes: 2 } }
      : { outcome: done }
  }
  const { hooks, deadLetters } = hooksOf()
  t.is((await stage.runIsolated(job, isolate, hooks)).deadLettered, 1)
  t.deepEqual(jobsIn(deadLetters), [['b']])
  t.like(deadLetters[0], { stage: 'receipts', reason: 'process_died', detail: 'process hung', crashes: 2 })
})

test('a failure names the place of a bug, and never its message', (t) => {
  const { reason, detail } = failureOf(new TypeError('a text of a customer'))
  t.is(reason, 'bug')
  t.regex(detail, /^TypeError at /)
  t.notRegex(detail, /customer/)
  t.deepEqual(failureOf('a text'), { reason: 'bug', detail: 'string' })
  t.deepEqual(failureOf(refusal), { reason: 'rows_rejected', detail: refusal.message })
})

import test from 'ava'
import { receiptsQueue } from '../../queues/receipts.ts'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import type { Receipt } from '../../src/domain/event.ts'
import { DatabaseBusyError, RejectedRowsError } from '../../src/errors.ts'
import { createReceiptsStep } from '../../workers/receipts.ts'
import { defineStage } from '../../workers/stage.ts'
import { stageHooksOf } from '../helpers/worker-ports.ts'

const receiptOf = (psid: string, watermark: number): Receipt => ({
  pageId: asPageId('1001'),
  psid: asPsid(psid),
  kind: 'read',
  watermark,
})
const receipts = [receiptOf('77', 1), receiptOf('78', 2), receiptOf('79', 3)]
const job = { v: 1, receivedAt: 5, receipts }

/** A table of watermarks, and the calls that wrote to it. */
function tableOf(refused?: Receipt) {
  const calls: (readonly Receipt[])[] = []
  const watermarks = new Set<string>()
  const record = async (given: readonly Receipt[]): Promise<void> => {
    calls.push(given)
    if (refused !== undefined && given.some(({ psid }) => psid === refused.psid))
      throw new RejectedRowsError({ errno: 1, symbol: 'ER_REFUSED', where: undefined })
    for (const receipt of given) watermarks.add(JSON.stringify(receipt))
  }
  return {
    calls,
    watermarks,
    stage: defineStage(receiptsQueue, createReceiptsStep({ receipts: { record } })),
  }
}

test('records all receipts of the job at once, and nothing goes on', async (t) => {
  const { calls, stage } = tableOf()
  t.deepEqual(await stage.run(job, stageHooksOf()), { hops: [], deadLettered: 0 })
  t.deepEqual(calls, [receipts])
})

test('a job that runs twice leaves the same watermarks', async (t) => {
  const { watermarks, stage } = tableOf()
  await stage.run(job, stageHooksOf())
  const once = [...watermarks]
  await stage.run(job, stageHooksOf({ attemptsMade: 1 }))
  t.deepEqual([...watermarks], once)
})

test('a receipt that the database refuses becomes a dead letter, and the others are recorded', async (t) => {
  const [, refused] = receipts
  const { watermarks, stage } = tableOf(refused)
  const deadLetters: unknown[] = []
  const hooks = stageHooksOf({
    recordDeadLetter: async ({ reason, payload }) => {
      deadLetters.push([reason, JSON.parse(String(payload)).receipts])
    },
  })
  const outcome = await stage.run(job, hooks)
  t.deepEqual([outcome.hops, outcome.deadLettered], [[], 1])
  t.deepEqual(deadLetters, [['rows_rejected', [refused]]])
  t.is(watermarks.size, 2)
})

test('a busy database fails the job as a whole: it is tried again', async (t) => {
  const busy = new DatabaseBusyError({ errno: 1205, symbol: 'ER_LOCK_WAIT_TIMEOUT', where: undefined })
  const step = createReceiptsStep({ receipts: { record: () => Promise.reject(busy) } })
  await t.throwsAsync(defineStage(receiptsQueue, step).run(job, stageHooksOf()), { is: busy })
})

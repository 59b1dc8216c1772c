import test from 'ava'
import { cleanFinished } from '../../queues/clean-finished.ts'
import { hop } from '../../queues/define-queue.ts'
import { forgetJobs } from '../../queues/forget-jobs.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher, openQueue } from '../../queues/publish.ts'
import { receiptsQueue } from '../../queues/receipts.ts'
import { respondQueue } from '../../queues/respond.ts'
import { createStitchJob, stitchQueue } from '../../queues/stitch.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { asConversationId, asPageId, asPsid } from '../../src/domain/ids.ts'
import { at, decodeAll, message, pageId } from '../helpers/decoded.ts'
import { readRedis } from '../helpers/redis-texts.ts'
import { createTestRedis } from '../helpers/redis.ts'

const [ada, bob] = ['803725070025856', '803725070025999']
const traces = { ids: new Set([ada]), contents: new Set<string>(), conversationIds: new Set(['4711']) }

test('waiting jobs keep the events of others, finished ones that name the customer go', async (t) => {
  const { connection, prefix, close } = await createTestRedis()
  const publisher = createPublisher(connection, prefix)
  const queues = stageNames.map((name) => openQueue(name, connection, prefix))
  t.teardown(async () => {
    await Promise.all([publisher.close(), ...queues.map((queue) => queue.close())])
    await close()
  })
  const bodies = [ada, bob].map((psid) => ({
    body: message(psid, `m ${psid}`, at(0)),
    at: at(0),
    threadEvents: [[psid, at(0)] as const],
  }))
  const { events } = decodeAll(bodies.map(({ body }) => body))
  const both = hop(parseQueue, createParseJob(bodies))
  const lone = hop(parseQueue, createParseJob(bodies.slice(0, 1)))
  const other = hop(parseQueue, createParseJob(bodies.slice(1)))
  for (const one of [
    both,
    lone,
    other,
    hop(stitchQueue, createStitchJob({ receivedAt: 1, events })),
    hop(receiptsQueue, { v: 1, receipts: [receiptOf(ada), receiptOf(bob)] }),
    wake('4711'),
    wake('47110'),
  ])
    await publisher.publish([one])
  const [parse] = queues
  await parse?.add('parse', createParseJob(bodies.slice(0, 1)), { jobId: 'later', delay: 60_000 })
  await connection.zadd(`${prefix}:parse:completed`, 1, 'finished')
  await connection.hset(`${prefix}:parse:finished`, {
    data: JSON.stringify(both.job),
    name: 'parse',
    opts: '{}',
  })

  t.deepEqual(await forgetJobs(connection, prefix, traces), { removed: 4, rewritten: 3, underWay: 0 })
  t.deepEqual(
    (await readRedis(connection, prefix)).filter((text) => text.includes(ada)),
    [],
  )
  t.deepEqual((await parse?.getJob(other.jobId))?.data, other.job)
  t.like((await parse?.getJob(both.jobId))?.data, { deliveries: bodies.slice(1) })
  t.is(await parse?.getJob(lone.jobId), undefined)
  const [, stitch] = queues
  const [stitched] = (await stitch?.getWaiting()) ?? []
  t.deepEqual(stitchQueue.decode(stitched?.data).events.length, 1)
  const respond = queues[stageNames.indexOf('respond')]
  t.deepEqual(
    (await respond?.getWaiting())?.map(({ data }) => data.conversationId),
    ['47110'],
  )
  t.deepEqual(await forgetJobs(connection, prefix, traces), { removed: 0, rewritten: 0, underWay: 0 })
})

test('a job that a worker runs is left to it', async (t) => {
  const { connection, prefix, close } = await createTestRedis()
  t.teardown(close)
  const data = JSON.stringify(createParseJob([{ body: message(ada, 'm', at(0)), at: at(0) }]))
  await connection.hset(`${prefix}:parse:x`, { data })
  await connection.lpush(`${prefix}:parse:active`, 'x')
  t.deepEqual(await forgetJobs(connection, prefix, traces, { patienceMs: 0 }), {
    removed: 0,
    rewritten: 0,
    underWay: 1,
  })
  t.is(await connection.hget(`${prefix}:parse:x`, 'data'), data)
})

test('finished jobs are removed by their age alone', async (t) => {
  const asked: unknown[] = []
  const left = [['a'], []]
  const queue = {
    async clean(grace: number, limit: number, type?: string) {
      asked.push([grace, limit, type])
      return left.shift() ?? []
    },
  }
  t.is(await cleanFinished([queue]), 1)
  t.deepEqual(asked, [
    [86_400_000, 1_000, 'completed'],
    [86_400_000, 1_000, 'failed'],
  ])
})

function receiptOf(psid: string) {
  return { pageId: asPageId(pageId), psid: asPsid(psid), kind: 'read', watermark: 1 } as const
}

function wake(id: string) {
  return hop(respondQueue, { v: 1, conversationId: asConversationId(id) })
}

import test from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { type StitchJob, stitchQueue } from '../../queues/stitch.ts'
import { at, bodyOf, decodeAll, delivery, echo, message, pageId } from '../helpers/decoded.ts'
import { dumpTables } from '../helpers/dump-tables.ts'
import { livelyDay } from '../helpers/lively-day.ts'
import { openTables } from '../helpers/open-tables.ts'
import { deliveryHop, runStages } from '../helpers/running-stages.ts'

test.serial(
  'brings every event from the queue to the tables, once, however often it is delivered',
  async (t) => {
    const calm = await openTables()
    await calm.record(...livelyDay)
    const expected = await dumpTables(calm.database)

    const { database, deliver, untilIdle, publisher } = await runStages(t)
    const group = deliveryHop(...livelyDay)
    await publisher.publish([group, group])
    await untilIdle()
    await deliver(...livelyDay.toReversed())
    await Promise.all(livelyDay.map((body) => deliver(body)))
    await untilIdle()
    t.deepEqual(await dumpTables(database), expected)
    const [ledger] = await database.query(
      'select count(*) as n, cast(sum(deliveries) as unsigned) as d from webhookDelivery',
    )
    t.deepEqual(ledger, { n: livelyDay.length + 2, d: 3 * livelyDay.length })
  },
)

test.serial('leaves the same rows when a worker dies between its commit and the next queue', async (t) => {
  const calm = await openTables()
  await calm.record(...livelyDay)
  const expected = await dumpTables(calm.database)

  const failed = new Set<string>()
  const { database, deliver, untilIdle } = await runStages(t, {
    async publish(hops, real) {
      const name = hops.map(({ jobId }) => jobId).join()
      if (hops.length > 0 && !failed.has(name)) {
        failed.add(name)
        await real.publish(hops.slice(0, 1)) // some of it is there already
        throw new Error('Redis went away')
      }
      await real.publish(hops)
    },
    async record(events, real) {
      const recorded = await real.record(events)
      const name = events.map(({ key }) => key).join()
      if (failed.has(name)) return recorded
      failed.add(name)
      throw new Error('died after the commit')
    },
  })
  await deliver(...livelyDay)
  await untilIdle()
  t.true(failed.size >= 2)
  t.deepEqual(await dumpTables(database), expected)
})

test.serial('finds the one event among 500 that always fails, keeps it, and stores the others', async (t) => {
  const { database, publisher, untilIdle, deadLetters } = await runStages(t, {
    async record(events, real) {
      const isBad = events.some((event) => 'messenger' in event && event.messenger.mid === 'm321')
      if (isBad) throw new TypeError('a bug of ours, with a text in it')
      return await real.record(events)
    },
  })
  const { events } = decodeAll(Array.from({ length: 500 }, (_, n) => message('601', `m${n}`, at(n))))
  const job: StitchJob = { v: 1, receivedAt: 1, events }
  await publisher.publish([hop(stitchQueue, job)])
  await untilIdle()
  t.deepEqual(await database.query('select count(*) as n from interaction'), [{ n: 499 }])
  const [deadLetter, ...more] = await deadLetters.list({ limit: 10 })
  t.deepEqual(more, [])
  t.like(deadLetter, { stage: 'stitch', reason: 'bug', state: 'open' })
  t.regex(deadLetter?.detail ?? '', /^TypeError at /)
  t.notRegex(deadLetter?.detail ?? '', /text in it/)
  const payload = (await deadLetters.find(deadLetter?.id ?? ''))?.payload
  t.deepEqual(JSON.parse(String(payload)), {
    v: 1,
    receivedAt: 1,
    threadEvents: [['601', at(321)]],
    events: JSON.parse(JSON.stringify(events.slice(321, 322))),
  })
})

test.serial(
  'keeps malformed deliveries and entries with their bytes, and stores what stands beside them',
  async (t) => {
    const { database, deliver, untilIdle, deadLetters } = await runStages(t)
    const noText = Buffer.from([0x7b, 0xff, 0x00, 0x27])
    const mixed = JSON.stringify({
      object: 'page',
      entry: [
        {
          id: pageId,
          time: 1,
          messaging: ['no object', JSON.parse(message('601', 'm1', at(1))).entry[0].messaging[0]],
        },
      ],
    })
    await deliver(echo('601', 'm0', at(0)), '{"object":"page"', noText, mixed, '[]', bodyOf({ id: pageId }))
    await untilIdle()
    t.deepEqual(await database.query('select interactionType as k from interaction order by ts'), [
      { k: 'echo' },
      { k: 'message' },
    ])
    const found = await deadLetters.list({ limit: 10 })
    const kept = await Promise.all(found.map(async ({ id }) => (await deadLetters.find(id))?.payload))
    t.deepEqual(found.map(({ reason, state }) => `${reason} ${state}`).toSorted(), [
      'delivery_malformed open',
      'delivery_malformed open',
      'delivery_malformed open',
      'entry_without_items open',
      'messaging_item_is_no_object open',
    ])
    for (const bytes of [Buffer.from('{"object":"page"'), noText, Buffer.from('[]')])
      t.true(kept.some((payload) => payload?.equals(bytes)))
  },
)

test.serial('keeps jobs that another version wrote, or that are damaged, whole', async (t) => {
  const { database, queues, untilIdle, deadLetters } = await runStages(t)
  const jobs = [
    { v: 2, events: [], future: '🎈' },
    { v: 1, group: 'no hex', deliveries: [], receipts: [{ kind: 'read' }] },
    null,
  ]
  await Promise.all(queues.flatMap((queue) => jobs.map((job) => queue.add('x', job, { attempts: 2 }))))
  await untilIdle()
  const found = await deadLetters.list({ limit: 20 })
  t.is(found.length, 9)
  for (const { id, reason } of found) {
    t.is(reason, 'job_malformed')
    const payload = String((await deadLetters.find(id))?.payload)
    t.true(
      jobs.some((job) => JSON.stringify(job) === payload),
      payload,
    )
  }
  t.deepEqual(await database.query('select count(*) as n from webhookDelivery'), [{ n: 0 }])
})

test.serial('a job whose stored options give it one attempt is tried again all the same', async (t) => {
  let failures = 0
  const { database, queues, untilIdle } = await runStages(t, {
    async publish(hops, real) {
      failures += 1
      if (failures <= 2) throw new Error('Redis went away')
      await real.publish(hops)
    },
  })
  const { to, jobId, job } = deliveryHop(message('601', 'm1', at(1)))
  await queues.find(({ name }) => name === to)?.add(to, job, { jobId, attempts: 1 })
  await untilIdle()
  t.deepEqual(await database.query('select count(*) as n from interaction'), [{ n: 1 }])
})

test.serial(
  'a receipt that overtakes its message through the queues is shown on it all the same',
  async (t) => {
    const { database, deliver, untilIdle } = await runStages(t)
    await Promise.all([deliver(delivery('601', at(5))), deliver(echo('601', 'e1', at(1)))])
    await untilIdle()
    t.deepEqual(await database.query("select deliveredTs from chanFacebookMessenger where mid = 'e1'"), [
      { deliveredTs: new Date(at(5)) },
    ])
  },
)

test.serial(
  'gives jobs endless attempts and keeps few of the finished ones, none of the large',
  async (t) => {
    const { deliver, untilIdle, queues, publisher } = await runStages(t)
    const [parse] = queues
    await parse?.pause()
    const group = deliveryHop(message('601', 'm1', at(1)))
    await publisher.publish([group])
    const job = await parse?.getJob(group.jobId)
    t.true(Number(job?.opts.attempts) > 1e9)
    t.like(job?.opts, { removeOnComplete: { count: 100 }, removeOnFail: { count: 100 } })
    await parse?.resume()
    await Promise.all(Array.from({ length: 130 }, (_, n) => deliver(message('602', `n${n}`, at(n)))))
    await deliver(message('603', 'large', at(9), 'x'.repeat(70_000)))
    await untilIdle()
    t.is(await parse?.getCompletedCount(), 100)
    const kept = (await parse?.getCompleted()) ?? []
    t.true(kept.every(({ data }) => JSON.stringify(data).length < 64 * 1024 + 200))
  },
)

import { setImmediate as nextTurn } from 'node:timers/promises'
import test from 'ava'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import type { StitchJob } from '../../queues/stitch.ts'
import { eventDayOf } from '../../src/domain/event-key.ts'
import { RejectedRowsError } from '../../src/errors.ts'
import { createParseStep } from '../../workers/parse.ts'
import { defineStage, type StageHooks } from '../../workers/stage.ts'
import { at, echo, message, ownEcho } from '../helpers/decoded.ts'

const job = createParseJob([
  { body: message('1', 'first', at(0)), at: at(0) },
  { body: message('2', 'second', at(1)), at: at(1) },
])

function stageWith(record: () => Promise<void>) {
  const reasons: string[] = []
  const stage = defineStage(
    parseQueue,
    createParseStep({ ledger: { record }, deadLetters: { record: async () => undefined } }),
  )
  const hooks = (attemptsMade: number): StageHooks => ({
    attemptsMade,
    recordDeadLetter: async ({ reason }) => void reasons.push(reason),
    onSplit: () => undefined,
    onBatch: () => undefined,
  })
  return { stage, hooks, reasons }
}

const refused = () =>
  Promise.reject(new RejectedRowsError({ errno: 1, symbol: 'ER_REFUSED', where: undefined }))

test('the events leave before the ledger has them, and the job is done after it', async (t) => {
  const ledger = Promise.withResolvers<void>()
  const { stage, hooks } = stageWith(() => ledger.promise)
  const { hops, meanwhile } = await stage.run(job, hooks(0))
  t.is(hops.length, 1)
  let isDone = false
  const done = meanwhile?.then(() => (isDone = true))
  await nextTurn()
  t.false(isDone)
  ledger.resolve()
  t.true(await done)
})

test('a stitch job names the parse jobs whose events are all in it', async (t) => {
  const parse = createParseStep({
    ledger: { record: async () => undefined },
    deadLetters: { record: async () => undefined },
  })
  const parsedBy = async (given: typeof job) =>
    (await parse(given)).hops.map(({ job: stitch }) => (stitch as { parsedBy: unknown }).parsedBy)
  t.deepEqual(await parsedBy(job), [[parseQueue.jobId(job)]])
  const mixed = createParseJob([
    { body: ownEcho('1', 'ours', at(0)), at: at(0) },
    { body: message('1', 'theirs', at(1)), at: at(0) },
  ])
  t.deepEqual(
    await parsedBy(mixed),
    [[parseQueue.jobId(mixed)], undefined],
    'an echo is in a job of its own, later',
  )
  const taken = createParseJob([
    { body: echo('1', 'of an agent', at(0)), at: at(0) },
    { body: message('1', 'theirs', at(1)), at: at(0) },
  ])
  t.deepEqual(await parsedBy(taken), [[parseQueue.jobId(taken)]], 'unless a reply depends on it')
  const many = createParseJob(
    Array.from({ length: 501 }, (_, index) => ({ body: message('1', `mid-${index}`, at(index)), at: at(0) })),
  )
  t.deepEqual(await parsedBy(many), [undefined, undefined], 'neither has all')
})

test('an event without any time happened when it arrived, and keeps its key and day', async (t) => {
  const parse = createParseStep({
    ledger: { record: async () => undefined },
    deadLetters: { record: async () => undefined },
  })
  const timeless = {
    object: 'page',
    entry: [
      {
        id: '4',
        messaging: [{ sender: { id: '7' }, recipient: { id: '4' }, message: { mid: 'm1', text: 'hi' } }],
      },
      { id: '4', changes: [{ field: 'mention', value: { post_id: '5_9', item: 'post', verb: 'add' } }] },
      { id: '4', changed_fields: ['about'] },
    ],
  }
  const eventsAt = async (arrivedAt: number) => {
    const { hops } = await parse(createParseJob([{ body: JSON.stringify(timeless), at: arrivedAt }]))
    return hops.flatMap(({ job: next }) => (next as StitchJob).events)
  }
  const [first, again] = [await eventsAt(at(1)), await eventsAt(at(90_000))]
  t.deepEqual(
    first.map(({ ts }) => ts),
    [at(1), at(1), at(1)],
  )
  t.deepEqual(
    again.map((event) => [event.key, eventDayOf(event)]),
    first.map(({ key }) => [key, '1970-01-01']),
  )
})

test('rows that the ledger refuses fail the outcome, and become dead letters at the next attempt', async (t) => {
  const { stage, hooks, reasons } = stageWith(refused)
  const { meanwhile } = await stage.run(job, hooks(0))
  await t.throwsAsync(async () => meanwhile, { instanceOf: RejectedRowsError })
  const again = await stage.run(job, hooks(1))
  t.is(again.deadLettered, 2)
  t.is(reasons.length, 2)
  await t.notThrowsAsync(async () => again.meanwhile)
})

test('an isolated process reports the outcome when all of it is done', async (t) => {
  const { stage } = stageWith(refused)
  await t.throwsAsync(stage.runWhole(job), { instanceOf: RejectedRowsError })
  const ledger = Promise.withResolvers<void>()
  const slow = stageWith(() => ledger.promise).stage
  setImmediate(ledger.resolve)
  t.deepEqual(Object.keys(await slow.runWhole(job)).toSorted(), ['deadLettered', 'hops'])
})

import { setImmediate as nextTurn } from 'node:timers/promises'
import test from 'ava'
import { feedChannel } from '../../src/domain/event.ts'
import { enrichQueue } from '../../queues/enrich.ts'
import { createEnrichStep } from '../../workers/enrich.ts'
import { defineStage } from '../../workers/stage.ts'
import { conversationId, jobsOf, stageHooksOf, tapOf, unexpected } from '../helpers/worker-ports.ts'

const { id: turnId, pageId, psid, pId } = tapOf()
const job = { v: 1, turnId, conversationId, pageId, psid, pId } as const

test('asks for the profile of the customer, then the turn goes on to nlp', async (t) => {
  const calls: unknown[] = []
  const enrich = createEnrichStep({
    refreshProfile: async (customer) => void calls.push(customer),
  })
  const { hops, deadLettered } = await enrich(job)
  t.deepEqual(calls, [{ pageId, psid, pId }])
  t.deepEqual([jobsOf(hops), deadLettered], [[['nlp', { v: 1, turnId, conversationId }]], 0])
  const onFeed = { channel: feedChannel, ts: 5 } as const
  const { hops: ofComment } = await enrich({ ...job, ...onFeed })
  t.deepEqual(jobsOf(ofComment), [['nlp', { v: 1, turnId, conversationId, ...onFeed }]])
})

test('a lead is settled, and goes on to nlp only where it is a turn', async (t) => {
  const settled: string[] = []
  const turn = { turnId, conversationId, ts: 5 }
  const enrich = createEnrichStep({
    refreshProfile: unexpected,
    settleLead: async (leadId) => {
      settled.push(leadId)
      return leadId === '2' ? turn : undefined
    },
  })
  const [one, other] = [
    await enrich({ v: 1, leadId: '1', attempts: 0 }),
    await enrich({ v: 1, leadId: '2', attempts: 3 }),
  ]
  t.deepEqual([settled, jobsOf(one.hops), jobsOf(other.hops)], [['1', '2'], [], [['nlp', { v: 1, ...turn }]]])
})

test('a job of a lead is told from one of a turn; another shape is malformed', (t) => {
  t.deepEqual<unknown, unknown>(enrichQueue.decode({ v: 1, leadId: '1', attempts: 2, more: true }), {
    v: 1,
    leadId: '1',
    attempts: 2,
  })
  t.deepEqual<unknown, unknown>(enrichQueue.decode(job), job)
  for (const wrong of [
    { leadId: '' },
    { leadId: 5, attempts: 0 },
    { leadId: '1' },
    { leadId: '1', attempts: 'x' },
  ])
    t.throws(() => enrichQueue.decode({ v: 1, ...wrong }), { code: 'job_malformed' })
  const ids = [0, 1].map((attempts) => enrichQueue.jobId({ v: 1, leadId: '1', attempts }))
  t.is(new Set(ids).size, 2)
})

test('the turn does not go on before the profile is there', async (t) => {
  const profile = Promise.withResolvers<void>()
  let isDone = false
  const enrich = createEnrichStep({ refreshProfile: () => profile.promise })
  const running = enrich(job).then(() => (isDone = true))
  await nextTurn()
  t.false(isDone)
  profile.resolve()
  t.true(await running)
})

test('a log-in is resolved and ends here', async (t) => {
  const logIn = { pageId, psid, eventKey: 'a'.repeat(32), ts: 1, code: 'a code' }
  const resolved: unknown[] = []
  const refreshProfile = unexpected
  const enrich = createEnrichStep({ refreshProfile, resolveLogIn: async (one) => void resolved.push(one) })
  t.deepEqual(await enrich({ v: 1, logIn }), { hops: [], deadLettered: 0 })
  t.deepEqual(resolved, [logIn])
  t.deepEqual((await createEnrichStep({ refreshProfile })({ v: 1, logIn })).hops, [])
})

test('a job that runs again, as its worker died before the publish, makes the same job for nlp', async (t) => {
  const stage = defineStage(enrichQueue, createEnrichStep({ refreshProfile: async () => undefined }))
  const lost = await stage.run(job, stageHooksOf())
  const again = await stage.run(job, stageHooksOf({ attemptsMade: 1 }))
  t.deepEqual(again.hops, lost.hops)
})

test('a bug in the refresh is retried, and after three attempts the turn is a dead letter', async (t) => {
  const stage = defineStage(
    enrichQueue,
    createEnrichStep({
      refreshProfile: () => Promise.reject(new TypeError('a text of a customer')),
    }),
  )
  await t.throwsAsync(stage.run(job, stageHooksOf({ attemptsMade: 2 })), { instanceOf: TypeError })
  const details: string[] = []
  const hooks = stageHooksOf({
    attemptsMade: 3,
    recordDeadLetter: async ({ stage: name, reason, detail, payload }) => {
      details.push(detail)
      t.deepEqual([name, reason, JSON.parse(String(payload))], ['enrich', 'bug', job])
    },
  })
  t.deepEqual(await stage.run(job, hooks), { hops: [], deadLettered: 1 })
  t.is(details.length, 1)
  t.notRegex(details[0] ?? '', /a text of a customer/)
})

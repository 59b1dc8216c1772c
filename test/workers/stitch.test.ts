import test from 'ava'
import { createStitchJob, stitchQueue } from '../../queues/stitch.ts'
import type { OpenTurnRef } from '../../src/db/conversation/find-turns.ts'
import { feedChannel, messengerChannel, type PageEvent } from '../../src/domain/event.ts'
import { DatabaseBusyError } from '../../src/errors.ts'
import { createStitchStep, type StitchDeps } from '../../workers/stitch.ts'
import { defineStage } from '../../workers/stage.ts'
import { at, comment, decodeAll, feedBody, fromPerson, message, messengerBody } from '../helpers/decoded.ts'
import { conversationId, jobsOf, stageHooksOf, tapOf, unexpected } from '../helpers/worker-ports.ts'

const { events } = decodeAll([message('77', 'm1', at(0)), comment('c1', at(1))])
const job = createStitchJob({ receivedAt: at(2), parsedBy: ['parse-1'], events })

const { id: turnId, pageId, psid, pId } = tapOf()
const ref = { turnId, conversationId, pageId, psid, pId, ts: at(1) }
const turn = { ...ref, channel: messengerChannel } as const

/** Tables that hold an event once, and open turns for the events of a customer. */
function tablesOf(openTurns: readonly OpenTurnRef[]) {
  const stored = new Set<string>()
  const arrivals: number[] = []
  const deps: StitchDeps = {
    interactions: {
      record: async (given: readonly PageEvent[]) => {
        for (const { key } of given) stored.add(key)
        return { forgotten: new Set() }
      },
    },
    turns: {
      findByEvents: async (given) => (given.every(({ key }) => stored.has(key)) ? [...openTurns] : []),
    },
    onRecorded: ({ receivedAt }) => void arrivals.push(receivedAt),
  }
  return { stored, arrivals, deps }
}

test('without a storyboard the events are recorded and nothing goes on', async (t) => {
  const { stored, arrivals, deps } = tablesOf([])
  const stitch = createStitchStep({ ...deps, turns: undefined })
  t.deepEqual(await stitch(job), { hops: [], deadLettered: 0 })
  t.deepEqual([[...stored], arrivals], [events.map(({ key }) => key), [at(2)]])
})

test('events that open no turn end here', async (t) => {
  t.deepEqual(await createStitchStep(tablesOf([]).deps)(job), { hops: [], deadLettered: 0 })
})

test('a turn goes to nlp where the profile is fresh, else to enrich', async (t) => {
  const [fresh, stale] = [
    { ...turn, isFresh: true },
    { ...turn, isFresh: false },
  ]
  const stitch = createStitchStep(tablesOf([fresh, stale]).deps)
  const { hops } = await stitch(job)
  t.deepEqual(jobsOf(hops), [
    ['nlp', { v: 1, turnId, conversationId, ts: at(1), recordedBy: [stitchQueue.jobId(job), 'parse-1'] }],
    ['enrich', { v: 1, ...ref }],
  ])
})

test('the jobs of a turn on the feed name their channel, and give way to Messenger', async (t) => {
  const comments = [true, false].map((isFresh) => ({ ...turn, channel: feedChannel, isFresh }) as const)
  const { hops } = await createStitchStep(tablesOf([...comments, { ...turn, isFresh: true }]).deps)(job)
  const understood = {
    v: 1,
    turnId,
    conversationId,
    ts: at(1),
    recordedBy: [stitchQueue.jobId(job), 'parse-1'],
  }
  t.deepEqual(jobsOf(hops), [
    ['nlp', { ...understood, channel: feedChannel }],
    ['enrich', { v: 1, ...ref, channel: feedChannel }],
    ['nlp', understood],
  ])
  t.deepEqual(
    hops.map(({ yields }) => yields),
    [true, true, false],
  )
})

test('a log-in goes to enrich with its code, where the brand has a service that knows it', async (t) => {
  const item = {
    ...fromPerson('77', at(3)),
    account_linking: { status: 'linked', authorization_code: 'a code' },
  }
  const {
    events: [logIn],
  } = decodeAll([messengerBody(item)])
  if (logIn === undefined) return t.fail()
  const one = createStitchJob({ receivedAt: at(4), events: [logIn] })
  const { deps } = tablesOf([])
  const { hops } = await createStitchStep({ ...deps, resolvesLogIns: true })(one)
  const { key: eventKey, ts, pageId: page } = logIn
  t.deepEqual(jobsOf(hops), [
    ['enrich', { v: 1, logIn: { pageId: page, psid: '77', eventKey, ts, code: 'a code' } }],
  ])
  t.deepEqual((await createStitchStep(deps)(one)).hops, [])
  t.false(JSON.stringify(logIn).replace('"authorizationCode":"a code"', '').includes('a code'))
})

test('a new lead goes to enrich where leads are fetched', async (t) => {
  const value = { leadgen_id: '61001', page_id: '7', created_time: at(0) / 1000 }
  const leads = createStitchJob({
    receivedAt: at(2),
    events: decodeAll([feedBody(value, at(1), 'leadgen')]).events,
  })
  const { deps } = tablesOf([])
  t.deepEqual(jobsOf((await createStitchStep({ ...deps, fetchesLeads: true })(leads)).hops), [
    ['enrich', { v: 1, leadId: '61001', attempts: 0 }],
  ])
  t.deepEqual((await createStitchStep(deps)(leads)).hops, [])
})

test('an event of a forgotten customer ends here, however often it is in the batch', async (t) => {
  const value = { leadgen_id: '61001', page_id: '7', created_time: at(0) / 1000 }
  const [lead] = decodeAll([feedBody(value, at(1), 'leadgen')]).events
  if (lead === undefined) return t.fail()
  const late: unknown[] = []
  const stitch = createStitchStep({
    ...tablesOf([]).deps,
    interactions: { record: async () => ({ forgotten: new Set([lead.key]) }) },
    noteLate: async (given, receivedAt) => void late.push(given.length, receivedAt),
    fetchesLeads: true,
  })
  const twice = createStitchJob({ receivedAt: at(2), events: [lead, { ...lead }] })
  t.deepEqual((await stitch(twice)).hops, [])
  t.deepEqual(late, [2, at(2)])
})

test('turns are looked for only after their events are committed, and not where the commit fails', async (t) => {
  const busy = new DatabaseBusyError({ errno: 1205, symbol: 'ER_LOCK_WAIT_TIMEOUT', where: undefined })
  const stitch = createStitchStep({
    interactions: { record: () => Promise.reject(busy) },
    turns: { findByEvents: unexpected },
    onRecorded: unexpected,
  })
  await t.throwsAsync(stitch(job), { is: busy })
})

test('a worker that dies between the commit and its publish leaves the same rows and the same jobs', async (t) => {
  const { stored, deps } = tablesOf([{ ...turn, isFresh: true }])
  const stage = defineStage(stitchQueue, createStitchStep(deps))
  const raw: unknown = JSON.parse(JSON.stringify(job))
  const lost = await stage.run(raw, stageHooksOf()) // its hops were never published
  const again = await stage.run(raw, stageHooksOf({ attemptsMade: 1 }))
  const idsOf = ({ hops }: typeof lost): unknown => hops.map(({ to, jobId }) => [to, jobId])
  t.deepEqual(idsOf(again), idsOf(lost))
  t.deepEqual(jobsOf(again.hops), jobsOf(lost.hops))
  t.is(stored.size, 2)
})

import test from 'ava'
import { deadLettersSchema, healthSchema } from '../../console/api/health.ts'
import type { ConsoleQueues } from '../../console/server/area-deps.ts'
import { listAudit } from '../../src/db/console/audit-log.ts'
import { createDeadLetters } from '../../src/db/events/dead-letters.ts'
import { asPageId } from '../../src/domain/ids.ts'
import { slotMs } from '../../src/domain/page-rhythm.ts'
import { MalformedJobError } from '../../src/errors.ts'
import { openConsole } from './running-console.ts'

const nowMs = Math.floor(Date.parse('2026-03-12T12:00Z') / slotMs) * slotMs + 1_000
const weekMs = 7 * 24 * 60 * 60_000
const slotOf = (ms: number): number => Math.floor(ms / slotMs)

function createQueues() {
  const retried: string[] = []
  let trouble: Error | undefined
  const queues: ConsoleQueues = {
    async read() {
      if (trouble !== undefined) throw trouble
      const jobs = { waiting: 2, active: 1, delayed: 3, prioritized: 1, completed: 9, failed: 4 }
      return [{ stage: 'nlp', jobs, oldestWaitingSeconds: 7, oldestActiveSeconds: 1, workers: undefined }]
    },
    async readProcesses() {
      if (trouble !== undefined) throw trouble
      return [
        {
          name: 'vm:7',
          role: 'worker',
          version: '1.2.0',
          stages: ['nlp'],
          startedTs: nowMs - 5_000,
          settings: { STORYBOARD: 'coffee ab12' },
          webhooks: {},
          acksWithin: {},
          spool: undefined,
        },
      ]
    },
    async retry({ id, payload }) {
      if (trouble !== undefined) throw trouble
      if (payload.toString() === 'no job') throw new MalformedJobError('its bytes are no job')
      retried.push(id)
    },
  }
  return { queues, retried, fail: (error: Error | undefined) => void (trouble = error) }
}

const of = (payload: string) => ({
  stage: 'nlp',
  reason: 'job_malformed' as const,
  detail: 'it failed',
  payload: Buffer.from(payload),
})

test.serial('health names each trouble with the command that ends it, and what is well', async (t) => {
  const { queues, fail } = createQueues()
  const { db, database, signedIn } = await openConsole(t, { now: () => nowMs, queues })
  await database.query('delete from page')
  const page = { firstSeenTs: new Date(0), registeredTs: new Date(0) }
  await db
    .insertInto('page')
    .values([
      {
        ...page,
        pageId: asPageId('1'),
        heldUntil: String(nowMs + 60_000),
        heldReason: 'token',
        checkedTs: '5',
        findingsTs: '6',
        findings: JSON.stringify([
          { check: 'app_secret', state: 'ok', says: 'It is right.' },
          { check: 'token', state: 'wrong', says: 'No token.', fix: '`pagebeat page add 1`' },
          { check: 'paused', state: 'wrong', says: 'It is paused.' },
        ]),
      },
      { ...page, pageId: asPageId('2'), heldUntil: String(nowMs - 1), heldReason: 'throttled' },
      { pageId: asPageId('3'), firstSeenTs: new Date(0) },
      { pageId: asPageId('*'), firstSeenTs: new Date(0), heldUntil: '1' },
    ])
    .execute()
  // Page 2 had 20 events in each ten minutes of this hour in the last three weeks, and none now.
  const slots = [1, 2, 3].flatMap((week) =>
    [1, 2, 3, 4, 5, 6].map((back) => ({
      pageId: asPageId('2'),
      slot: slotOf(nowMs - week * weekMs) - back,
      events: 20,
    })),
  )
  const last = { pageId: asPageId('2'), slot: slotOf(nowMs) - 7, events: 1 }
  await db
    .insertInto('pageActivity')
    .values([...slots, last])
    .execute()
  const letters = createDeadLetters(db)
  await letters.record([of('{"v":1}')])
  const viewer = await signedIn('viewer')
  const ask = async () => healthSchema.parse((await viewer.ask('/api/health')).json)
  const { database: answered, ...health } = await ask()
  t.true(answered.answerMs >= 0)
  t.deepEqual(withoutPieces(health), {
    nowMs,
    pages: [
      {
        pageId: '1',
        isAdded: true,
        checkedTs: 5,
        check: {
          ts: 6,
          fine: 1,
          findings: [{ check: 'token', state: 'wrong', says: 'No token.', fix: '`pagebeat page add 1`' }],
        },
        pause: {
          until: nowMs + 60_000,
          reason: 'token',
          says: 'Facebook refuses the access token. Messages wait until there is a new one.',
          command: 'pagebeat page token 1',
        },
      },
      {
        pageId: '2',
        isAdded: true,
        lastEventTs: (slotOf(nowMs) - 6) * slotMs,
        silence: {
          since: (slotOf(nowMs) - 6) * slotMs,
          says: 'There is no event. In these hours of each of the last weeks there were 120 or more.',
          command: 'pagebeat page check 2',
        },
      },
      { pageId: '3', isAdded: false },
    ],
    queues: [
      {
        stage: 'nlp',
        waiting: 3,
        active: 1,
        delayed: 3,
        failed: 4,
        oldestWaitingSeconds: 7,
        oldestActiveSeconds: 1,
      },
    ],
    processes: [
      {
        name: 'vm:7',
        role: 'worker',
        version: '1.2.0',
        stages: ['nlp'],
        since: nowMs - 5_000,
        storyboard: 'coffee ab12',
      },
    ],
    processTroubles: [
      {
        of: 'Receiver',
        says: 'No receiver has told that it lives in the last 30 seconds. Facebook sends again for some hours what nobody takes.',
        command: 'pagebeat receive',
      },
      {
        of: 'Workers',
        says: 'No worker runs parse, stitch, enrich, respond, receipts. Its jobs wait.',
        command: 'pagebeat work parse stitch enrich respond receipts',
      },
    ],
    deadLetters: { nlp: 1 },
    held: [],
  })
  t.deepEqual(health.pages[0]?.pause?.said, [{ code: 'pause_token' }])
  t.deepEqual(health.processTroubles?.[1]?.ofSaid, [{ code: 'workers' }])
  fail(new Error('away'))
  const without = await ask()
  t.is(without.queues, undefined)
  t.is(without.processes, undefined)
  t.regex(without.queuesTrouble?.says ?? '', /^Redis does not answer/)
  t.is(without.pages.length, 3)
})

test.serial('an admin retries and drops dead letters, each once, and no other role does', async (t) => {
  const { queues, retried, fail } = createQueues()
  const { db, database, signedIn } = await openConsole(t, { queues })
  await database.query('delete from deadLetter')
  const letters = createDeadLetters(db)
  await letters.record([of('{"v":1}'), of('no job'), of('{"v":2}')])
  const admin = await signedIn('admin')
  const list = async (query = '') =>
    deadLettersSchema.parse((await admin.ask(`/api/health/dead-letters${query}`)).json).deadLetters
  const [first, broken, third] = await list()
  t.like(first, { stage: 'nlp', reason: 'job_malformed', detail: 'it failed', state: 'open', attempts: 1 })
  const act = async (id = '', name = 'retry') =>
    await admin.ask(`/api/health/dead-letters/${id}/${name}`, { method: 'POST' })
  t.is((await act(first?.id)).status, 204)
  t.deepEqual(retried, [first?.id])
  t.like(await act(first?.id), { status: 409, json: { error: 'not_open', says: 'It is retried already.' } })
  t.like(await act(broken?.id), { status: 409, json: { error: 'no_job' } })
  fail(new Error('away'))
  t.is((await act(third?.id)).status, 500)
  t.is((await act(third?.id, 'drop')).status, 204, 'Redis is not needed')
  t.is((await act('77777')).status, 404)
  t.deepEqual(await list(), [broken])
  t.is((await list('?state=dropped'))[0]?.id, third?.id)
  t.is((await admin.ask('/api/health/dead-letters?state=all')).status, 422)
  const agent = await signedIn('agent')
  for (const name of ['retry', 'drop']) {
    const path = `/api/health/dead-letters/${broken?.id}/${name}`
    t.is((await agent.ask(path, { method: 'POST' })).status, 403)
  }
  const acts = (await listAudit(db, { limit: 20 })).filter(({ target }) => target.kind === 'dead_letter')
  t.deepEqual(
    acts.map(({ act: name, user, target, after }) => [name, user?.email, target.id, after]),
    [
      ['drop_dead_letter', 'admin@example.com', third?.id, { state: 'dropped' }],
      ['retry_dead_letter', 'admin@example.com', first?.id, { state: 'retried' }],
    ],
  )
})

/** The English texts say the same as their pieces. */
function withoutPieces(health: object): unknown {
  return JSON.parse(
    JSON.stringify(health, (name, value) => (/^(?:said|ofSaid)$/.test(name) ? undefined : value)),
  )
}

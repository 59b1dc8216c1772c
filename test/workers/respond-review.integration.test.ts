import test from 'ava'
import { sql } from 'kysely'
import { createMinds } from '../../src/db/minds.ts'
import { toOwnEvent } from '../../src/domain/own-message.ts'
import { GraphRateLimitedError, GraphUnavailableError, SendOutcomeUnknownError } from '../../src/errors.ts'
import { createRespondStep, type RespondDeps } from '../../workers/respond.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'

const waits = { sendMs: 800, claimMs: 300, graceMs: 100, giveUpMs: 3_000 }

test.serial('ABA: a late worker takes back a claim that is not its own', async (t) => {
  const { graph, database, deps } = await runConversation(t, { storyboard: echoing, waits, nobodyAnswers: true })
  graph.faults.set('echo-never', 1)
  const ada = graph.createPerson({ name: 'Ada' })
  const job = await oneTurn(ada, database)
  let letA = (): void => {}
  const aWaits = new Promise<void>((r) => { letA = r })
  const a: RespondDeps = { ...deps, deliver: async () => { await aWaits; throw new GraphUnavailableError({ reason: 'deadline_before_sending', meaning: 'service_trouble' }) } }
  const runA = createRespondStep(a)(job)
  await until(async () => (await states(database)).join() === 'sending')
  await new Promise((r) => setTimeout(r, 600)) // A's claim is old now
  let calls = 0
  const b: RespondDeps = { ...deps, deliver: async (row) => {
    calls += 1
    const sent = await deps.deliver(row)
    if (calls === 1) { letA(); await runA }
    return sent
  } }
  await createRespondStep(b)(job)
  t.deepEqual(graph.ledger.seenBy(ada).map(({ text }) => text), ['re: hello (1)'])
})

test.serial('a nameless commenter with a private reply does not become "anonymous" in Messenger', async (t) => {
  const { graph, database, untilIdle } = await runConversation(t, { storyboard: echoing, waits })
  const ada = graph.createPerson({ name: 'Ada' })
  const { id } = graph.pagePosts(beanery.id, 'New beans')
  await ada.comment(id, 'private please', { isNameless: true }).delivered
  await graph.ledger.until(({ via }) => via === 'private_reply')
  await until(async () => (await states(database)).join() === 'sent')
  await ada.write(beanery.id, 'my mail is ada@example.org').delivered
  await untilIdle()
  t.deepEqual(await database.query("select channelId from chan2Profile where pId = 'anonymous'"), [])
})

test.serial('Facebook commits after our deadline and after the look-up', async (t) => {
  const { graph, database, deps } = await runConversation(t, { storyboard: echoing, waits: { sendMs: 500, claimMs: 700, graceMs: 600, giveUpMs: 12_000 }, nobodyAnswers: true })
  const ada = graph.createPerson({ name: 'Ada' })
  const job = await oneTurn(ada, database)
  let calls = 0
  let late: Promise<unknown> = Promise.resolve()
  const slow: RespondDeps = { ...deps, deliver: async (row) => {
    calls += 1
    if (calls > 1) return await deps.deliver(row)
    late = new Promise((r) => setTimeout(r, 900)).then(() => deps.deliver(row)) // Facebook is slow: commits 0.4 s after our deadline
    await new Promise((r) => setTimeout(r, 500))
    throw new SendOutcomeUnknownError({ reason: 'deadline', meaning: 'outcome_unclear' })
  } }
  await until(async () => { await createRespondStep(slow)(job); return (await states(database)).join() === 'sent' })
  await late
  t.deepEqual(graph.ledger.seenBy(ada).map(({ text }) => text), ['re: hello (1)'])
})

test.serial('an outage longer than giveUpMs leaves no row held that a look-up would settle', async (t) => {
  const { graph, database, deps } = await runConversation(t, { storyboard: echoing, waits, nobodyAnswers: true })
  graph.faults.set('echo-never', 1)
  const ada = graph.createPerson({ name: 'Ada' })
  const job = await oneTurn(ada, database)
  let ahead = 0
  const outage: RespondDeps = { ...deps, now: () => Date.now() + ahead,
    deliver: async (row) => { await deps.deliver(row); throw new SendOutcomeUnknownError({ reason: 'UND_ERR_SOCKET', meaning: 'outcome_unclear' }) },
    lookUp: async () => { throw new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' }) } }
  await createRespondStep(outage)(job)
  ahead = 4_000 // more than giveUpMs, far less than the 15 minutes an answer may take
  await createRespondStep(outage)(job)
  t.deepEqual(await states(database), ['unknown'])
})

test.serial('a comment of ours around midnight is one interaction', async (t) => {
  const { database, deps } = await runConversation(t, { storyboard: echoing, waits, nobodyAnswers: true })
  const row = { id: '1', action: { do: 'comment', text: 'Thanks' }, about: { commentId: '100200300400500_1_2', postId: '100200300400500_1' }, platformId: '100200300400500_1_3', pageId: beanery.id, psid: '77' } as const
  const midnight = Date.UTC(2026, 10, 22)
  const ours = toOwnEvent({ ...row, claimedTs: midnight - 40 })
  const theirs = toOwnEvent({ ...row, claimedTs: midnight }) // what the webhook's created_time makes of it
  if (ours !== undefined && theirs !== undefined) { await deps.record([ours]); await deps.record([theirs]) }
  t.deepEqual(await database.query("select count(*) n from interaction where direction = 'out'"), [{ n: 1 }])
})

test.serial('a stale "nothing to do" does not leave a waiting row without anybody who wakes it', async (t) => {
  const { graph, database, db, deps } = await runConversation(t, { storyboard: echoing, waits, nobodyAnswers: true })
  const ada = graph.createPerson({ name: 'Ada' })
  const job = await oneTurn(ada, database)
  let go = (): void => {}
  const wait = new Promise<void>((r) => { go = r })
  const stale = createRespondStep({ ...deps, turns: { findNext: async () => undefined }, minds: { ...deps.minds, wakeAt: async (id, ts) => { await wait; await deps.minds.wakeAt(id, ts) } } })(job)
  await createRespondStep({ ...deps, deliver: async () => { throw new GraphRateLimitedError({ reason: 'parked', meaning: 'throttled' }, { scope: 'page', retryAfterMs: 1_000 }) } })(job)
  go()
  await stale
  t.deepEqual(await states(database), ['pending'])
  const minds = createMinds(db)
  const later = Date.now() + 3_600_000
  t.deepEqual([...(await minds.takeDue(later, 9)), ...(await minds.findForgotten(later, 9))], [job.conversationId])
})

test.serial('the look-up finds our message though our clock is 7 s ahead', async (t) => {
  const { graph, database, deps } = await runConversation(t, { storyboard: echoing, waits, nobodyAnswers: true })
  graph.faults.set('echo-never', 1)
  const ada = graph.createPerson({ name: 'Ada' })
  const job = await oneTurn(ada, database)
  let looked: unknown
  await createRespondStep({ ...deps, deliver: async (row) => { await deps.deliver(row); looked = await deps.lookUp({ ...row, createdTs: row.createdTs + 7_000, claimedTs: row.claimedTs + 7_000 }); return {} } })(job)
  t.not(looked, 'not_sent')
})

test.serial('an own echo wakes a conversation whose row was unknown', async (t) => {
  const { database, db } = await runConversation(t, { storyboard: echoing, waits, nobodyAnswers: true })
  await database.query("insert into conversation (id, pageId, psid) values (1, 'p', 'x')")
  await database.query("insert into outbound (id, turnId, step, conversationId, action, state, expiresTs, createdTs) values (7, 1, 0, 1, '{}', 'unknown', 1, 1)")
  await sql`update outbound o join conversation c on c.id = o.conversationId
      set o.platformId = 'm', o.recordedTs = coalesce(o.recordedTs, 5),
        o.settledTs = coalesce(o.settledTs, 5), o.reason = null,
        c.wakeTs = if(o.state = 'sent', c.wakeTs, 5), o.state = 'sent'
      where o.id = 7 and c.pageId = 'p' and (o.platformId is null or o.platformId = 'm')`.execute(db)
  t.deepEqual(await database.query('select wakeTs from conversation where id = 1'), [{ wakeTs: 5 }])
})

type Database = Awaited<ReturnType<typeof runConversation>>['database']
async function oneTurn(ada: { write(page: string, text: string): { delivered: Promise<unknown> } }, database: Database) {
  await ada.write(beanery.id, 'hello').delivered
  await until(async () => (await database.query('select 1 from turn where understanding is not null')).length === 1)
  const [{ id } = { id: '' }] = await database.query('select id from conversation')
  return { v: 1 as const, conversationId: String(id) }
}
async function states(database: Database): Promise<unknown[]> {
  return (await database.query('select state from outbound order by id')).map(({ state }) => state)
}
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 25_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

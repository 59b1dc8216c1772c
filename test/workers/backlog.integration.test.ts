import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { queueKeys } from '../../queues/bullmq-keys.ts'
import { hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import { fromPerson, messengerBody } from '../helpers/decoded.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const hourMs = 3_600_000

/** A message of customer number `n` that reached the receiver when it was sent, `agoMs` ago. */
function waiting(n: number, agoMs: number) {
  const at = Date.now() - agoMs
  const psid = `77${String(n).padStart(8, '0')}`
  const body = messengerBody({ ...fromPerson(psid, at), message: { mid: `old${n}`, text: 'old' } })
  return hop(parseQueue, createParseJob([{ body, at, threadEvents: threadEventsOf(body) }]))
}

test.serial(
  'while a backlog of messages that are too late drains, live ones get their replies at once',
  async (t) => {
    const understood: string[] = []
    let oldJobMs = 200
    const { graph, database, db, publisher, queues, redis, untilIdle } = await runConversation(t, {
      storyboard: echoing,
      understand: async ({ text }) => {
        understood.push(text)
        return { provider: 'none', version: 'test', entities: [] }
      },
      // The backlog lasts 25 seconds at least: also on a slow machine the live messages have replies before its end.
      async beforeStep(stage, data) {
        if (stage === 'parse' && JSON.stringify(data).includes('old')) await pause(oldJobMs)
      },
    })
    const parse = queues.find(({ name }) => name === 'parse')
    await parse?.pause()
    const old = Array.from({ length: 2_000 }, (_, n) => waiting(n, hourMs))
    for (let n = 0; n < old.length; n += 100) await publisher.publish(old.slice(n, n + 100))
    // The receiver knows the length of the queue from before: an outage lasts longer than a second.
    await pause(600)
    await publisher.publish([waiting(old.length, hourMs)])
    await pause(100)
    await parse?.resume()

    const people = Array.from({ length: 20 }, (_, n) => graph.createPerson({ name: `Live ${n}` }))
    for (const person of people) {
      await person.write(beanery.id, 'hello').delivered
      await pause(100)
    }
    await until(
      'every live customer has a reply',
      () => people.every((person) => graph.ledger.seenBy(person).length === 1),
      {
        seen: () => `${people.filter((person) => graph.ledger.seenBy(person).length).length} of 20`,
      },
    )
    const left = await redis.connection.llen(queueKeys(redis.prefix, 'parse').waiting)
    oldJobMs = 0
    t.true(left > 0, 'the backlog still drains')

    await untilIdle()
    t.deepEqual(
      await database.query('select outcome, count(*) n from turn group by outcome order by outcome'),
      [
        { outcome: 'answered', n: 20 },
        { outcome: 'too_late', n: 2_001 },
      ],
    )
    t.false(understood.includes('old'), 'no text is understood for nothing')
    const answered = await db.selectFrom('outbound').select('id').execute()
    t.is(answered.length, 20)
  },
)

test.serial(
  'turns that became too late while they waited are closed together, without a job each',
  async (t) => {
    const { deps, database, turns, publisher, queues, untilIdle } = await runConversation(t, {
      storyboard: echoing,
      withoutRespond: true,
    })
    for (let n = 0; n < 300; n += 1) await publisher.publish([waiting(n, 60_000)])
    await untilIdle()
    const closed = await turns.closeTooLate(deps.now(), { replyMs: 0, commentMs: 0, limit: 200 })
    t.is(closed, 200)
    t.is(await turns.closeTooLate(deps.now(), { replyMs: 0, commentMs: 0, limit: 200 }), 100)
    t.is(await turns.closeTooLate(deps.now(), { replyMs: 0, commentMs: 0, limit: 200 }), 0)
    t.deepEqual(await database.query('select distinct state, outcome, handledTs > 0 as handled from turn'), [
      { state: 'done', outcome: 'too_late', handled: 1 },
    ])
    t.true(queues.length > 0)
  },
)

test.serial(
  'a live message waits for an earlier one of its customer in the backlog that may still be answered',
  async (t) => {
    const { graph, publisher, queues, database } = await runConversation(t, {
      storyboard: echoing,
      async beforeStep(stage, data) {
        if (stage === 'parse' && JSON.stringify(data).includes('old')) await pause(20)
      },
    })
    const ada = graph.createPerson({ name: 'Ada' })
    await ada.write(beanery.id, 'first').delivered
    await until('Ada has a reply', () => graph.ledger.seenBy(ada).length === 1)
    const [row] = await database.query(
      'select psid from conversation where id = (select min(id) from conversation)',
    )
    const parse = queues.find(({ name }) => name === 'parse')
    await parse?.pause()
    const filler = Array.from({ length: 5_000 }, (_, n) => waiting(n, hourMs))
    for (let n = 0; n < filler.length; n += 100) await publisher.publish(filler.slice(n, n + 100))
    const at = Date.now() - 120_000
    const body = messengerBody({
      ...fromPerson(String(row?.['psid']), at),
      message: { mid: 'middle', text: 'middle' },
    })
    await publisher.publish([
      hop(parseQueue, createParseJob([{ body, at, threadEvents: threadEventsOf(body) }])),
    ])
    await publisher.publish(Array.from({ length: 100 }, (_, n) => waiting(9_000 + n, hourMs)))
    await parse?.resume()
    await ada.write(beanery.id, 'last').delivered
    await until('Ada has all replies', () => graph.ledger.seenBy(ada).length === 3)
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ text = '' }) => text.replace(/ \(\d\)$/, '')),
      ['re: first', 're: middle', 're: last'],
    )
  },
)

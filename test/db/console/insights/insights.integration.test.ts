import test from 'ava'
import { countHours } from '../../../../src/db/console/insights/count-hours.ts'
import { openInsightCounter } from '../../../../src/db/console/insights/counter.ts'
import { countedDefinitions, findDefinition } from '../../../../src/db/console/insights/definitions.ts'
import { readRows } from '../../../../src/db/console/insights/read-rows.ts'
import { rebuildInsights } from '../../../../src/db/console/insights/rebuild-insights.ts'
import { hourMs } from '../../../../src/db/console/insights/slots.ts'
import { createRandom } from '../../../../src/nlp/local/random.ts'
import {
  at,
  closeTurn,
  commentOn,
  daySeconds,
  markDone,
  message,
  openTurn,
  ownReply,
  press,
  reaction,
  reply,
} from '../../../helpers/insight-history.ts'
import { pageId } from '../../../helpers/decoded.ts'
import { days, hoursEqualTables, month, read } from '../../../helpers/insight-month.ts'
import { openTables } from '../../../helpers/open-tables.ts'

const monthHours = { fromHour: month.from / hourMs, toHour: month.to / hourMs }

test.serial('a simulated month is shown right to the unit', async (t) => {
  const { db, database, record } = await openTables()
  for (let day = 0; day < days; day += 1) {
    const time = (minutes: number): number => at(day * daySeconds + minutes * 60)
    // Customer 1 comes each day, 2 every third day, and each day brings a new one.
    const isThird = day % 3 === 0
    await record(
      message('1', `a${day}`, time(0)),
      reply('1', `r${day}`, time(0) + 2_000),
      message(`9${day}`, `n${day}`, time(10)),
      reply(`9${day}`, `s${day}`, time(40)),
      commentOn('p1', `k${day}`, time(50), '1'),
      ...(isThird ? [press('2', `b${day}`, time(20)), reaction('p1', time(60), '2')] : []),
    )
    await openTurn(database, {
      mid: `a${day}`,
      psid: '1',
      outcome: 'answered',
      intent: 'hours',
      scene: 'hours',
      language: 'de',
      // Each third day the bot asks, and on the others the customer replies: once right, once in vain.
      ...(isThird
        ? { asks: 'hours.shop' }
        : day % 3 === 1
          ? { asks: 'hours.day', settles: ['hours.shop', 'filled'] }
          : { asks: 'hours.day', settles: ['hours.day', 'again'] }),
    })
    await openTurn(database, {
      mid: `n${day}`,
      psid: `9${day}`,
      outcome: isThird ? 'no_scene' : 'silent_person',
      ...(isThird ? { asks: 'order.size' } : {}),
    })
    await openTurn(database, {
      mid: `9_k${day}`,
      psid: '1',
      outcome: 'nothing_to_say',
      sentiment: 'positive',
    })
    await ownReply(database, { mid: `r${day}`, psid: '1', ts: time(0) + 2_000 })
    await ownReply(database, { mid: `s${day}`, psid: `9${day}`, ts: time(40), userId: 1 })
    // A mark that is taken back counts nowhere, and is no start of the next one.
    if (day % 2 === 0) {
      await markDone(database, { psid: `9${day}`, ts: time(70) })
      await markDone(database, { psid: `9${day}`, ts: time(71), act: 'reopen' })
    }
    if (isThird) await markDone(database, { psid: `9${day}`, ts: time(130) })
  }
  await countHours(db, monthHours)

  t.deepEqual((await read(db, 'customers')).slice(0, 2), [
    ['2026-06-01 00:00', 'customer', 3],
    ['2026-06-02 00:00', 'customer', 2],
  ])
  t.deepEqual(await read(db, 'customers', { by: 'all' }), [['all', 'customer', 32]])
  t.deepEqual(await read(db, 'written', { by: 'all' }), [
    ['all', 'button', 10],
    ['all', 'comment', 30],
    ['all', 'message', 60],
    ['all', 'reaction', 10],
  ])
  t.deepEqual(await read(db, 'written', { by: 'all', language: 'de' }), [['all', 'message', 30]])
  t.deepEqual(await read(db, 'outcomes', { by: 'all' }), [
    ['all', 'answered', 30],
    ['all', 'handed_over', 20],
    ['all', 'no_reply_wanted', 30],
    ['all', 'not_understood', 10],
  ])
  t.deepEqual(await read(db, 'replies', { by: 'all' }), [
    ['all', 'agent', 30],
    ['all', 'bot', 30],
  ])
  // 2 s and 30 minutes, each up to the end of its bucket.
  t.deepEqual(await read(db, 'firstReply', { by: 'all' }), [
    ['all', 'agent', 2_097_152, 2_097_152, 2_097_152, 30],
    ['all', 'bot', 2_048, 2_048, 2_048, 30],
  ])
  t.deepEqual(await read(db, 'intents'), [
    ['', 60, 0, 0, 10, 20, 0],
    ['hours', 30, 30, 0, 0, 0, 0],
  ])
  t.deepEqual(await read(db, 'scenes'), [
    ['', 60, 0, 0, 10, 20, 0],
    ['hours', 30, 30, 0, 0, 0, 0],
  ])
  // The question for the day is asked once more, and then the first one again: nobody gave a day.
  t.deepEqual(await read(db, 'funnel'), [
    ['hours.day', 10, 0, 0, 0, 0, 0, 10, 10],
    ['hours.shop', 10, 10, 0, 0, 0, 0, 0, 0],
    ['order.size', 10, 0, 0, 0, 0, 0, 10, 0],
  ])
  // Two hours for what was marked, and 30 minutes, up to the ends of their buckets. Customer 1 was never a day silent.
  t.deepEqual(await read(db, 'resolution', { by: 'all' }), [
    ['all', 'agent', 2_097_152, 2_097_152, 2_097_152, 30],
    ['all', 'bot', 2_553_802_834, 2_553_802_834, 2_553_802_834, 1],
    ['all', 'done', 8_388_608, 8_388_608, 8_388_608, 10],
  ])
  t.deepEqual(await read(db, 'posts'), [[`${pageId}_p1`, 30, 30, 0, 0, 10]])
  await hoursEqualTables(t, db)

  const agents = findDefinition('firstReply')
  if (agents === undefined) return t.fail()
  const behind = await readRows(db, agents, {
    ...month,
    kind: 'agent',
    before: undefined,
    limit: 100,
  })
  t.is(behind.length, 30)
  t.like(behind[0], { kind: 'agent', text: 'reply s29', valueMs: 30 * 60_000 })
})

test.serial('an hour is counted again for late events, in any order, and for changed outcomes', async (t) => {
  const { db, database, record } = await openTables()
  const outcomes = [
    'answered',
    'waiting',
    'failed',
    'not_understood',
    'asked_back',
    'gathered',
    'silent_person',
  ]
  const ends = ['filled', 'again', 'cancelled', 'left', 'given_up'] as const
  for (const seed of [1, 2]) {
    const share = createRandom(seed)
    const random = (below: number): number => Math.floor(share() * below)
    const now = at(10 * daySeconds)
    const counter = await openInsightCounter(db, { now: () => now, olderEveryMs: 0, sweepEveryMs: 0 })
    for (let round = 0; round < 6; round += 1) {
      for (let event = 0; event < 12; event += 1) {
        const psid = String(1 + random(4))
        const mid = `${seed}-${round}-${event}`
        const ts = at(random(9 * daySeconds))
        const kind = random(5)
        if (kind === 0) await record(commentOn(`p${random(2)}`, mid, ts, psid))
        else if (kind <= 2) {
          await record(message(psid, mid, ts))
          const isOpen = random(3) === 0
          await openTurn(database, {
            mid,
            psid,
            outcome: isOpen ? null : (outcomes[random(outcomes.length)] ?? null),
            intent: `i${random(3)}`,
            scene: `s${random(2)}`,
            ...(random(2) === 0 ? { asks: `s.q${random(2)}` } : {}),
            ...(random(2) === 0
              ? { settles: [`s.q${random(2)}`, ends[random(ends.length)] ?? 'again'] as const }
              : {}),
            ...(random(2) === 0 ? { language: 'de' } : {}),
          })
        } else {
          await record(reply(psid, mid, ts))
          if (kind === 3) await ownReply(database, { mid, psid, ts, userId: random(2) === 0 ? null : 1 })
        }
        if (event % 5 === 0) await markDone(database, { psid, ts })
        if (event % 10 === 0) await markDone(database, { psid, ts: ts + random(hourMs * 3), act: 'reopen' })
        if (event % 4 === 0)
          await closeTurn(database, `${seed}-${random(round + 1)}-${random(12)}`, 'answered')
      }
      await counter.round()
    }
    while (await counter.round()) continue
    for (let sweep = 0; sweep < 20; sweep += 1) await counter.round()
    await hoursEqualTables(t, db)
  }
  const before = await database.query(
    'select * from insightHour order by metric, hour, pageId, language, part, bucket',
  )
  const counted = new Set(before.map(({ metric }) => metric))
  for (const { metric } of countedDefinitions)
    if (metric !== 'ads') t.true(counted.has(metric), `the history has nothing of ${metric}`)
  const parts = before.map(({ metric, part }) => `${String(metric)} ${String(part)}`)
  t.true(parts.includes('resolution done'))
  await rebuildInsights(db, { now: () => at(10 * daySeconds) })
  t.deepEqual(
    await database.query('select * from insightHour order by metric, hour, pageId, language, part, bucket'),
    before,
  )
})

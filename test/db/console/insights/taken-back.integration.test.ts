import test from 'ava'
import { openInsightCounter } from '../../../../src/db/console/insights/counter.ts'
import { rebuildInsights } from '../../../../src/db/console/insights/rebuild-insights.ts'
import { at, daySeconds, hourSeconds, markDone, message } from '../../../helpers/insight-history.ts'
import { hoursEqualTables, read } from '../../../helpers/insight-month.ts'
import { openTables } from '../../../helpers/open-tables.ts'

test.serial('a Done that is taken back, hours later too, is no longer counted', async (t) => {
  const { db, database, record } = await openTables()
  await record(message('1', 'm1', at(0)), message('2', 'm2', at(0)))
  let clock = at(daySeconds)
  const counter = await openInsightCounter(db, {
    now: () => (clock += 5_000),
    olderEveryMs: 0,
    // After the first time the counter has to notice the act itself.
    sweepEveryMs: Number.MAX_SAFE_INTEGER,
  })
  const done = async () => {
    while (await counter.round()) continue
    return (await read(db, 'resolution', { by: 'all' })).map(([, kind, , , , times]) => [kind, times])
  }
  await markDone(database, { psid: '1', ts: at(60) })
  await markDone(database, { psid: '2', ts: at(60) })
  t.deepEqual(await done(), [['done', 2]])
  await markDone(database, { psid: '1', ts: at(5 * hourSeconds), act: 'reopen' })
  t.deepEqual(await done(), [['done', 1]])
  await hoursEqualTables(t, db)
  await markDone(database, { psid: '1', ts: at(6 * hourSeconds) })
  t.deepEqual(await done(), [['done', 2]])
  await hoursEqualTables(t, db)
  await rebuildInsights(db, { now: () => at(daySeconds) })
  await hoursEqualTables(t, db)
})

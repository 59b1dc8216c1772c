import test from 'ava'
import { startStoryboardRecord } from '../../../bin/wiring/record-storyboard.ts'
import { readStoryboards, recordStoryboard } from '../../../src/db/console/storyboard-uses.ts'
import { toFlow } from '../../../src/storyboard/draw/flow.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { until } from '../../helpers/until.ts'
import { order } from '../../storyboard/order-storyboard.ts'

const flow = JSON.stringify(toFlow(order.definition))

test.serial('each storyboard is stored once, with since when it is in use', async (t) => {
  const { db } = await openTables()
  t.is(await readStoryboards(db, { from: 0, to: 10_000 }), undefined)
  const record = (version: string, now: number) =>
    recordStoryboard(db, { name: order.name, version, flow, now })
  for (const [version, now] of [
    ['a', 1_000],
    ['a', 2_000],
    ['b', 3_000],
    ['b', 3_001],
    ['a', 4_000],
  ] as const)
    await record(version, now)
  const known = async (from: number, to: number) => (await readStoryboards(db, { from, to }))?.uses
  t.deepEqual(await known(0, 10_000), [
    { version: 'a', sinceTs: 1_000 },
    { version: 'b', sinceTs: 3_000 },
    { version: 'a', sinceTs: 4_000 },
  ])
  t.deepEqual(await known(3_500, 3_600), [{ version: 'b', sinceTs: 3_000 }])
  t.deepEqual((await readStoryboards(db, { from: 3_500, to: 3_600 }))?.now, {
    name: order.name,
    version: 'a',
    sinceTs: 4_000,
    flow,
  })
})

test.serial('a worker stores its storyboard, and a later one when it loads it', async (t) => {
  const { db, database } = await openTables()
  const stored = () => database.query('select version from storyboardUse order by id')
  const warnings: unknown[] = []
  let storyboard = { name: order.name, version: 'a', definition: order.definition }
  const stop = new AbortController()
  startStoryboardRecord({
    db,
    storyboard: { current: () => storyboard },
    now: () => 5_000,
    stop: stop.signal,
    log: { warn: (about: unknown) => void warnings.push(about) },
    everyMs: 1,
  })
  await until('the storyboard to be stored', async () => (await stored()).length === 1)
  storyboard = { ...storyboard, version: 'b' }
  await until('the next one to be stored', async () => (await stored()).length === 2)
  stop.abort()
  t.deepEqual(await stored(), [{ version: 'a' }, { version: 'b' }])
  t.deepEqual(warnings, [])
})

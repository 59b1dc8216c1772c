import test from 'ava'
import { requireSameTime, watchClock } from '../../../bin/wiring/watch-clock.ts'
import { createDatabaseClock } from '../../../src/db/mysql/database-clock.ts'
import { registry } from '../../../src/telemetry/metrics.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { until } from '../../helpers/until.ts'

const minuteMs = 60_000

test.serial('a worker does not start on a machine whose clock is more than ten minutes off', async (t) => {
  const { db } = await openTables()
  for (const aheadMs of [0, -9 * minuteMs, 9 * minuteMs])
    await t.notThrowsAsync(requireSameTime(db, () => Date.now() + aheadMs))
  for (const aheadMs of [-11 * minuteMs, 11 * minuteMs, 24 * 60 * minuteMs]) {
    const error = await t.throwsAsync(
      requireSameTime(db, () => Date.now() + aheadMs),
      { code: 'config_invalid' },
    )
    t.regex(error?.message ?? '', /the clock of this machine shows \S+Z, that of the database \S+Z/)
  }
})

test.serial('clocks that differ are told in the log, once in ten minutes, and in a metric', async (t) => {
  const { db } = await openTables()
  const logged: unknown[] = []
  const time = { uptime: 0 }
  const clock = createDatabaseClock(db, { machine: () => Date.now() + minuteMs })
  const watching = watchClock(clock, {
    log: { warn: (...given: unknown[]) => void logged.push(given) },
    uptime: () => time.uptime,
  })
  t.teardown(watching.stop)
  await until(
    'the database has told its time',
    () => clock.machineAheadMs() !== undefined && logged.length > 0,
  )
  t.deepEqual(logged, [
    [
      { aheadSeconds: 60 },
      "this machine's clock differs from the database's: check NTP on both (replies go by the database's clock)",
    ],
  ])
  const facebookMs = clock.now() + 2 * minuteMs
  for (const uptime of [0, 1, 9 * minuteMs, 10 * minuteMs]) {
    time.uptime = uptime
    watching.facebookTold(facebookMs)
  }
  t.deepEqual(logged.slice(1), [
    [
      { aheadSeconds: -120 },
      "the database's clock differs from Facebook's: check NTP on the database server",
    ],
    [
      { aheadSeconds: -120 },
      "the database's clock differs from Facebook's: check NTP on the database server",
    ],
  ])
  const shown = await registry.getSingleMetricAsString('pagebeat_clock_ahead_seconds')
  t.regex(shown, /of="database"\} (59\.\d|60)/)
  t.regex(shown, /of="facebook"\} -1(19|20)/)
})

test.serial('a second that Facebook cuts off is no difference', async (t) => {
  const { db } = await openTables()
  const logged: unknown[] = []
  const clock = createDatabaseClock(db)
  const watching = watchClock(clock, { log: { warn: (...given: unknown[]) => void logged.push(given) } })
  t.teardown(watching.stop)
  await clock.ask()
  watching.facebookTold(clock.now() - 1_900)
  t.deepEqual(logged, [])
})

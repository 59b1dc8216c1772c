import { mock } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { createDatabaseWatch } from '../../../src/db/mysql/database-watch.ts'
import { DatabaseBusyError, type DatabaseFault, DatabaseRefusedError } from '../../../src/errors.ts'

const readOnly: DatabaseFault = { errno: 1290, symbol: 'ER_OPTION_PREVENTS_STATEMENT', where: undefined }
const full: DatabaseFault = { errno: 1114, symbol: 'ER_RECORD_FILE_FULL', where: undefined }
const deadlock: DatabaseFault = { errno: 1213, symbol: 'ER_LOCK_DEADLOCK', where: undefined }
const missingRight: DatabaseFault = { errno: 1142, symbol: 'ER_TABLEACCESS_DENIED_ERROR', where: undefined }

/** A watch whose clock and timers are the test's, and whose probe fails with `server.fault`. */
function openWatch(t: ExecutionContext) {
  mock.timers.enable({ apis: ['setTimeout'] })
  const clock = { at: 1_000_000 }
  const server: { fault: DatabaseFault | undefined; probes: number } = { fault: undefined, probes: 0 }
  const lines: string[] = []
  const changes: boolean[] = []
  const watch = createDatabaseWatch({
    async probe() {
      server.probes += 1
      if (server.fault !== undefined) throw new DatabaseBusyError(server.fault)
    },
    log: {
      warn: (_fields, text) => void lines.push(text),
      info: (_fields, text) => void lines.push(text),
    },
    now: () => clock.at,
  })
  watch.start()
  watch.onChange((refuses) => changes.push(refuses))
  t.teardown(() => {
    watch.stop()
    mock.timers.reset()
  })
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.at += 100
      mock.timers.tick(100)
      await nextTurn()
    }
  }
  return { watch, clock, server, lines, changes, pass }
}

test.serial('a failed call leads to a probe, and a failed probe to one pause for all', async (t) => {
  const { watch, clock, server, lines, changes, pass } = openWatch(t)
  server.fault = readOnly
  for (let call = 0; call < 50; call += 1) watch.report(readOnly, clock.at)
  await nextTurn()
  t.is(server.probes, 1)
  t.deepEqual(changes, [true])
  t.regex(watch.refusesBecause() ?? '', /ER_OPTION_PREVENTS_STATEMENT/)

  await pass(30_000)
  t.true(server.probes <= 12, `${server.probes} probes`)
  server.fault = undefined
  await pass(6_000)
  t.deepEqual(changes, [true, false])
  t.is(watch.refusesBecause(), undefined)
  t.is(lines.length, 3)
})

test.serial('after a failover the probe succeeds at the new server, and nothing pauses', async (t) => {
  const { watch, clock, server, changes } = openWatch(t)
  for (let call = 0; call < 10; call += 1) watch.report(readOnly, clock.at)
  await nextTurn()
  t.is(server.probes, 1)
  // A call from before the probe, that ends after it.
  watch.report(readOnly, clock.at - 1)
  await nextTurn()
  t.is(server.probes, 1)
  t.deepEqual(changes, [])
})

test.serial('a full disk pauses at once, and for longer each time, as the probe cannot see it', async (t) => {
  const { watch, clock, changes, lines, pass } = openWatch(t)
  const pauses: number[] = []
  for (let round = 0; round < 5; round += 1) {
    watch.report(full, clock.at)
    t.true(watch.refusesBecause() !== undefined)
    const from = clock.at
    while (watch.refusesBecause() !== undefined) await pass(100)
    pauses.push(clock.at - from)
    await pass(300)
  }
  t.true((pauses[4] ?? 0) >= 3_000 && (pauses[0] ?? 0) <= 600, pauses.join(' '))
  t.is(changes.length, 10)
  t.true(lines.length <= 7, lines.join('\n'))
})

test.serial('logs one line a minute with the number of failures while it lasts', async (t) => {
  const { watch, clock, server, lines, pass } = openWatch(t)
  server.fault = readOnly
  for (let second = 0; second < 180; second += 1) {
    for (let call = 0; call < 100; call += 1) watch.report(readOnly, clock.at)
    await pass(1_000)
  }
  t.true(lines.length >= 3 && lines.length <= 5, lines.join('\n'))
})

test.serial(
  'explains errors of the server, and any error of the database while it refuses work',
  async (t) => {
    const { watch, clock } = openWatch(t)
    t.true(watch.explains(new DatabaseBusyError(readOnly)))
    t.false(watch.explains(new DatabaseBusyError(deadlock)))
    t.false(watch.explains(new DatabaseRefusedError(missingRight)))
    watch.report(full, clock.at)
    t.true(watch.explains(new DatabaseRefusedError(missingRight)))
    t.false(watch.explains(new Error('a bug')))
  },
)

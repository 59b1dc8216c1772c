import { hostname } from 'node:os'
import test from 'ava'
import { readProcesses } from '../../src/redis/read-processes.ts'
import { metricsIndexKey, metricsKey, shareMetrics } from '../../src/redis/shared-metrics.ts'
import { watchSettings } from '../../src/redis/shared-settings.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { programVersion } from '../../src/program-version.ts'
import { createTestRedis } from '../helpers/redis.ts'

const { connection, prefix, close } = await createTestRedis()
test.after.always(close)

const name = `${hostname()}:${process.pid}`

test('a process tells its role, version, stages and settings, its acknowledgements and its spool', async (t) => {
  const sharing = shareMetrics(connection, { prefix, role: 'receiver', stages: ['nlp', 'respond'] })
  const settings = watchSettings(connection, {
    prefix,
    settings: () => ({ STORYBOARD: 'coffee ab12' }),
    onDifference: () => undefined,
    onAgreement: () => undefined,
  })
  await settings.check()
  metrics.webhooks.inc({ result: 'acked' }, 3)
  metrics.ackSeconds.observe(0.004)
  metrics.spoolMostBytes.read(() => 1_000)
  metrics.spoolBytes.read(() => 250)
  metrics.spoolDeliveries.read(() => 2)
  await sharing.stop()
  const [reading, ...others] = await readProcesses(connection, prefix)
  t.deepEqual(others, [])
  t.like(reading, {
    name,
    role: 'receiver',
    version: programVersion(),
    stages: ['nlp', 'respond'],
    settings: { STORYBOARD: 'coffee ab12' },
    webhooks: { acked: 3 },
    spool: { deliveries: 2, bytes: 250, mostBytes: 1_000, oldestSeconds: 0 },
  })
  t.like(reading?.acksWithin, { 0.0025: 0, 0.005: 1, '+Inf': 1 })
  t.true(Math.abs((reading?.startedTs ?? 0) - performance.timeOrigin) < 1_000)
  await settings.stop()
  t.deepEqual(
    await readProcesses(connection, prefix),
    [],
    'it has ended, and its last metrics are still there',
  )
  t.is(await connection.exists(metricsKey(prefix, name)), 1)
})

test('a process of an older version, whose metrics tell less, is there too', async (t) => {
  const other = `${prefix}-old`
  await connection.zadd(metricsIndexKey(other), 1, 'vm:1', 2, 'vm:2')
  await connection.set(metricsKey(other, 'vm:1'), '[]')
  await connection.set(`${other}:settings:vm:1`, '{"STORYBOARD":"not set"}')
  t.deepEqual(await readProcesses(connection, other), [
    {
      name: 'vm:1',
      role: '',
      version: undefined,
      stages: [],
      startedTs: 0,
      settings: { STORYBOARD: 'not set' },
      webhooks: {},
      acksWithin: {},
      spool: undefined,
    },
  ])
})

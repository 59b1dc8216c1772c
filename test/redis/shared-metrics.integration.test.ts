import { hostname } from 'node:os'
import test from 'ava'
import { metrics } from '../../src/telemetry/metrics.ts'
import {
  metricsIndexKey,
  metricsKey,
  readSharedMetrics,
  shareMetrics,
} from '../../src/redis/shared-metrics.ts'
import { createTestRedis } from '../helpers/redis.ts'

const { connection, prefix, close } = await createTestRedis()
test.after.always(close)

test('metrics of a process are shared with its role, until it has been silent for half a minute', async (t) => {
  const sharing = shareMetrics(connection, { prefix, role: 'worker' })
  metrics.jobs.inc({ stage: 'parse', outcome: 'done' }, 3)
  await sharing.stop()

  const [snapshot, ...others] = await readSharedMetrics(connection, prefix)
  t.deepEqual(others, [])
  const counted = snapshot?.find(({ name }) => name === 'pagebeat_jobs_total')?.values[0]
  const [instance = ''] = await connection.zrange(metricsIndexKey(prefix), '0', '-1')
  t.deepEqual(counted, { value: 3, labels: { stage: 'parse', outcome: 'done', role: 'worker', instance } })
  t.is(instance, `${hostname()}:${process.pid}`)
  t.true(sharing.isSeen())
  const ttlMs = await connection.pttl(metricsKey(prefix, instance))
  t.true(ttlMs > 0 && ttlMs <= 30_000)

  await connection.del(metricsKey(prefix, instance)) // like the end of its time to live
  t.deepEqual(await readSharedMetrics(connection, prefix), [])
})

test('leaves out values that are no snapshot', async (t) => {
  const other = `${prefix}-odd`
  const texts = [
    'no JSON',
    '{}',
    '[{"name":"x"}]',
    '[{"name":"a\\nb","help":"","type":"gauge","aggregator":"sum","values":[]}]',
  ]
  for (const [index, text] of texts.entries()) {
    await connection.zadd(metricsIndexKey(other), 1, `vm:${index}`)
    await connection.set(metricsKey(other, `vm:${index}`), text)
  }
  t.deepEqual(await readSharedMetrics(connection, other), [])
})

test('removes the names of old processes', async (t) => {
  const other = `${prefix}-gone`
  await connection.zadd(metricsIndexKey(other), Date.now() - 3_700_000, 'vm:gone')
  await shareMetrics(connection, { prefix: other, role: 'worker' }).stop()
  t.false((await connection.zrange(metricsIndexKey(other), '0', '-1')).includes('vm:gone'))
})

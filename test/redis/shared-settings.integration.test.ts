import test from 'ava'
import { type Difference, type SharedSettings, watchSettings } from '../../src/redis/shared-settings.ts'
import { metricsIndexKey } from '../../src/redis/shared-metrics.ts'
import { registry } from '../../src/telemetry/metrics.ts'
import { createTestRedis } from '../helpers/redis.ts'

const { connection, prefix, close } = await createTestRedis()
test.after.always(close)

/** A process of an installation, and what it tells. Its rounds are the test's. */
async function startProcess(
  t: { teardown(end: () => Promise<void>): void },
  installation: string,
  name: string,
) {
  const state: { settings: SharedSettings; at: number } = { settings: {}, at: 0 }
  const told: Difference[] = []
  const agreed: string[] = []
  await connection.zadd(metricsIndexKey(installation), Date.now(), name)
  const watch = watchSettings(connection, {
    prefix: installation,
    instance: name,
    settings: () => state.settings,
    onDifference: (difference) => void told.push(difference),
    onAgreement: (setting) => void agreed.push(setting),
    now: () => state.at,
  })
  t.teardown(() => watch.stop())
  return {
    told,
    agreed,
    stop: () => watch.stop(),
    /** The next round, with these settings, at this time. */
    async round(settings: SharedSettings, at = 0): Promise<void> {
      state.settings = settings
      state.at = at
      await watch.check()
    },
  }
}

test('a process tells once which settings differ from those of others, and when they agree again', async (t) => {
  const installation = `${prefix}-graph`
  const a = await startProcess(t, installation, 'a:1')
  const b = await startProcess(t, installation, 'b:1')
  const c = await startProcess(t, installation, 'c:1')
  await a.round({ GRAPH_API_VERSION: 'v26.0', STORYBOARD: 'cafe 1' })
  await c.round({ GRAPH_API_VERSION: 'v26.0' })
  t.deepEqual([...a.told, ...c.told], [], 'c does not use the storyboard')

  await b.round({ GRAPH_API_VERSION: 'v25.0', STORYBOARD: 'cafe 1' })
  t.deepEqual(b.told, [
    { setting: 'GRAPH_API_VERSION', here: 'v25.0', elsewhere: { 'v26.0': ['a:1', 'c:1'] } },
  ])
  await a.round({ GRAPH_API_VERSION: 'v26.0', STORYBOARD: 'cafe 1' })
  await a.round({ GRAPH_API_VERSION: 'v26.0', STORYBOARD: 'cafe 1' }, 599_999)
  t.deepEqual(a.told, [{ setting: 'GRAPH_API_VERSION', here: 'v26.0', elsewhere: { 'v25.0': ['b:1'] } }])
  await a.round({ GRAPH_API_VERSION: 'v26.0', STORYBOARD: 'cafe 1' }, 600_000)
  t.is(a.told.length, 2, 'a difference that lasts is told again')
  const shown = await registry.getSingleMetricAsString('pagebeat_setting_differs')
  t.regex(shown, /setting="GRAPH_API_VERSION".*\} 1/)
  t.regex(shown, /setting="STORYBOARD".*\} 0/)

  await b.stop()
  await a.round({ GRAPH_API_VERSION: 'v26.0', STORYBOARD: 'cafe 1' }, 600_001)
  t.deepEqual(a.agreed, ['GRAPH_API_VERSION'])
})

test('a new storyboard may reach its workers one after the other, but not take minutes', async (t) => {
  const installation = `${prefix}-storyboard`
  const a = await startProcess(t, installation, 'a:1')
  const b = await startProcess(t, installation, 'b:1')
  await a.round({ STORYBOARD: 'cafe 1' })
  await b.round({ STORYBOARD: 'cafe 2' })
  await b.round({ STORYBOARD: 'cafe 2' }, 89_999)
  t.deepEqual(b.told, [])
  await b.round({ STORYBOARD: 'cafe 2' }, 90_000)
  t.deepEqual(b.told, [{ setting: 'STORYBOARD', here: 'cafe 2', elsewhere: { 'cafe 1': ['a:1'] } }])
})

test('a worker without a storyboard beside one with it is told at once, on both sides', async (t) => {
  const installation = `${prefix}-none`
  const a = await startProcess(t, installation, 'a:1')
  const b = await startProcess(t, installation, 'b:1')
  await a.round({ STORYBOARD: 'not set' })
  await b.round({ STORYBOARD: 'cafe 1' })
  await a.round({ STORYBOARD: 'not set' })
  t.deepEqual(b.told, [{ setting: 'STORYBOARD', here: 'cafe 1', elsewhere: { 'not set': ['a:1'] } }])
  t.deepEqual(a.told, [{ setting: 'STORYBOARD', here: 'not set', elsewhere: { 'cafe 1': ['b:1'] } }])
})

test('what is no settings in Redis is left out', async (t) => {
  const installation = `${prefix}-odd`
  const a = await startProcess(t, installation, 'a:1')
  for (const [index, text] of ['no JSON', '[]', '{"GRAPH_API_VERSION":1}'].entries()) {
    await connection.zadd(metricsIndexKey(installation), 1, `odd:${index}`)
    await connection.set(`${installation}:settings:odd:${index}`, text)
  }
  await a.round({ GRAPH_API_VERSION: 'v26.0' })
  t.deepEqual(a.told, [])
})

import test from 'ava'
import { createTestDatabase } from '../helpers/database.ts'
import { until } from '../helpers/until.ts'
import { startWork } from '../bin/run-to-end.ts'
import { post, send } from '../receiver/http.ts'
import { startReceiverProcess } from '../receiver/receiver-process.ts'
import { startRedisPair } from './redis-pair.ts'
import { startSentinels } from './sentinels.ts'

const name = 'the-primary'
const password = 'of-the-sentinels'

/** As docs/reference/configuration.md says. */
const leastRights = ['+@all', '-@dangerous', '+info', '+config|get']

/** Sentinels take a second to agree, and some to fail over. Then Pagebeat has 15 s. */
const withinMs = 30_000

test.serial('receiver and worker follow the sentinels, also when the old primary lives on', async (t) => {
  const [redis, database] = await Promise.all([startRedisPair(), createTestDatabase()])
  for (const server of [redis.first, redis.second])
    await server.command('ACL', 'SETUSER', 'pagebeat', 'on', '>p@ss', '~{pagebeat}*', ...leastRights)
  const sentinels = await startSentinels({ url: redis.first.url, name, password })
  t.teardown(async () => {
    await sentinels.stop()
    await Promise.all([redis.stop(), database.drop()])
  })
  const url = `redis+sentinel://pagebeat:p%40ss@${sentinels.hosts}/${name}?sentinel_password=${password}`
  const receiver = await startReceiverProcess(url)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  const worker = startWork(t, { REDIS_URL: url, DATABASE_URL: database.url })
  await worker.until('"working"')
  const isStored = async (mid: string): Promise<boolean> => {
    const messaging = [
      { sender: { id: '7' }, recipient: { id: '1' }, timestamp: 1, message: { mid, text: 'hi' } },
    ]
    const body = JSON.stringify({ object: 'page', entry: [{ id: '1', time: 1, messaging }] })
    if ((await post(receiver.port, body)).status !== 200) return false
    const rows = await database.query('select 1 from chanFacebookMessenger where mid = ?', [mid])
    return rows.length === 1
  }
  await until('stored on the first', () => isStored('m_first'), { withinMs })

  await sentinels.failOver()
  await until('the second takes writes', async () =>
    String(await redis.second.command('ROLE')).startsWith('master'),
  )
  await until('stored on the second', () => isStored('m_second'), { withinMs })

  await until('the first follows', async () =>
    String(await redis.first.command('ROLE')).includes('connected'),
  )
  await redis.second.control.kill()
  t.is((await send(receiver.port, { path: '/readyz' })).status, 503)
  await until('stored on the first again', () => isStored('m_third'), { withinMs: 60_000 })
  t.is(await worker.stop(), 0)
  t.is(await receiver.stop(), 0)
})

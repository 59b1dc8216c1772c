import { createHmac } from 'node:crypto'
import test from 'ava'
import { createTestDatabase } from '../helpers/database.ts'
import { createTestRedis } from '../helpers/redis.ts'
import { startPagebeat } from '../helpers/running-program.ts'
import { openRaw, post, send } from '../receiver/http.ts'
import { until } from '../helpers/until.ts'

const marker = 'marker-e61f'
const appSecret = `app-secret-${marker}`
const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()])
test.after.always(() => Promise.all([database.drop(), redis.close()]))

function signatureOf(body: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}

async function countOf(table: string): Promise<number> {
  const [row] = await database.query(`SELECT COUNT(*) AS n FROM ${table}`)
  return Number(row?.['n'])
}

test('no text of customers and no secret is in the logs of receiver and worker, in normal work and in failures', async (t) => {
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    REDIS_URL: redis.url,
    DATABASE_URL: database.url,
    PAGEBEAT_QUEUE_PREFIX: redis.prefix,
    PAGEBEAT_ALLOW_VOLATILE: '1', // how the server stores its data does not matter here
    FACEBOOK_APP_SECRET: appSecret,
    FACEBOOK_VERIFY_TOKEN: `verify-${marker}`,
    LOG_LEVEL: 'trace',
  }
  const receiver = startPagebeat(['receive'], env)
  const worker = startPagebeat(['work'], env)
  const [[, port]] = await Promise.all([receiver.until(/"port":(\d+)/), worker.until(/"working"/)])
  await until('ready', async () => (await send(Number(port), { path: '/readyz' })).status === 200)
  const signed = async (body: string): Promise<number> =>
    (await post(Number(port), body, { headers: { 'x-hub-signature-256': signatureOf(body) } })).status

  const person = { id: `1${Date.now()}`, name: `Name ${marker}` }
  const entry = { id: '204060801012', time: 1_761_900_001 }
  const good = JSON.stringify({
    object: 'page',
    entry: [
      {
        ...entry,
        changes: [
          {
            field: 'feed',
            value: {
              from: person,
              item: 'comment',
              verb: 'add',
              comment_id: '1_2',
              post_id: '0_1',
              message: marker,
              created_time: 1_761_900_000,
            },
          },
        ],
      },
      {
        ...entry,
        messaging: [
          {
            sender: person,
            recipient: { id: entry.id },
            timestamp: 1_761_900_000_123,
            message: { mid: 'm_1', text: marker, quick_reply: { payload: marker } },
          },
        ],
      },
    ],
  })
  const halfBad = `{"object":"page","entry":["${marker}",{"id":"1","note":"${marker}"}]}`
  const bad = `{"object":"page","entry":[{"${marker}`
  t.deepEqual([await signed(good), await signed(halfBad), await signed(bad)], [200, 200, 200])
  await until(
    'recorded',
    async () => (await countOf('interaction')) === 2 && (await countOf('deadLetter')) === 3,
  )

  const job = JSON.stringify({ v: 9, secret: marker, events: [marker] }) // of an unknown version
  await redis.connection.eval(
    `redis.call('hset', KEYS[1], 'name', 'stitch', 'data', ARGV[1], 'opts', '{}', 'timestamp', '1', 'delay', '0', 'priority', '0')
     redis.call('lpush', KEYS[2], 'odd-1') redis.call('zadd', KEYS[3], 0, '0')`,
    3,
    `${redis.prefix}:stitch:odd-1`,
    `${redis.prefix}:stitch:wait`,
    `${redis.prefix}:stitch:marker`,
    job,
  )
  await until('four dead letters are stored', async () => (await countOf('deadLetter')) === 4)

  await database.query('RENAME TABLE chanFacebookMessenger TO elsewhere') // every write of a message fails from now on
  t.is(await signed(good.replaceAll('m_1', 'm_2')), 200)
  await worker.until(/will be tried again/)
  await database.query('RENAME TABLE elsewhere TO chanFacebookMessenger')
  await until('recorded after all', async () => (await countOf('chanFacebookMessenger')) === 2)

  const aborted = await openRaw(Number(port))
  aborted.write(
    `POST /webhook HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: ${signatureOf('x')}\r\nContent-Length: 99\r\n\r\n${marker}`,
  )
  t.is(
    (
      await send(Number(port), {
        path: `/webhook?hub.verify_token=verify-${marker}&hub.mode=subscribe&hub.challenge=1`,
      })
    ).status,
    200,
  )
  aborted.socket.resetAndDestroy()
  await aborted.closed
  t.deepEqual(await Promise.all([receiver.stop(), worker.stop()]), [0, 0])

  const output = receiver.output() + worker.output()
  t.regex(output, /dead letters were stored/)
  t.is(output.match(/"stopped"/g)?.length, 2)
  const { password } = new URL(database.url)
  for (const secret of [marker, person.id, password, signatureOf(good).slice(7), signatureOf('x').slice(7)])
    t.false(output.includes(secret), secret)
})

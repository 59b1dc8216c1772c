import { Agent } from 'node:http'
import test from 'ava'
import { startPagebeat } from '../helpers/running-program.ts'
import { receiverEnv, startReceiverProcess } from './receiver-process.ts'
import { appSecret, headOf, openRaw, post, send, signatureOf, verifyToken } from './http.ts'
import { startOwnRedis } from './own-redis.ts'
import { until } from '../helpers/until.ts'

const body = '{"object":"page","entry":[{"id":"1","note":"marker-3b8e"}]}'
const redis = await startOwnRedis()
const forgetful = await startOwnRedis(['--appendonly', 'no'])
test.after.always(() => Promise.all([redis.stop(), forgetful.stop()]))

async function whenReady(port: number): Promise<void> {
  await until('ready', async () => (await send(port, { path: '/readyz' })).status === 200)
}

test.serial('lists every mistake of its environment at once and ends with 78', async (t) => {
  const command = startPagebeat(['receive'], {
    PORT: 'web',
    REDIS_URL: 'marker-3b8e',
    LOG_LEVEL: 'loud',
    PAGEBEAT_ALLOW_VOLATILE: 'maybe',
  })
  t.is(await command.exited, 78)
  const output = command.output()
  for (const name of [
    'PORT',
    'REDIS_URL',
    'FACEBOOK_APP_SECRET',
    'FACEBOOK_VERIFY_TOKEN',
    'LOG_LEVEL',
    'PAGEBEAT_ALLOW_VOLATILE',
  ])
    t.regex(output, new RegExp(`^  - ${name} `, 'm'))
  t.notRegex(output, /marker-3b8e|DATABASE_URL|\n\s+at /)
})

test.serial('refuses a Redis that would lose stored deliveries, unless that is allowed', async (t) => {
  const refused = async (url: string): Promise<string> => {
    const command = startPagebeat(['receive'], receiverEnv(url))
    t.is(await command.exited, 78)
    return command.output()
  }
  t.regex(await refused(forgetful.url), /without AOF[^]*PAGEBEAT_ALLOW_VOLATILE=1/)
  await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  t.regex(await refused(redis.url), /maxmemory-policy allkeys-lru.*noeviction/)
  await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  await redis.command('CONFIG', 'SET', 'appendfsync', 'everysec')
  t.regex(await refused(redis.url), /appendfsync everysec.*always/)
  await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl')
  await redis.command('CONFIG', 'SET', 'appendonly', 'no')
  const [first = '', second = '', third = ''] = (await refused(redis.url)).match(/CONFIG SET .*/g) ?? []
  t.deepEqual(
    [first, second, third],
    ['CONFIG SET appendonly yes', 'CONFIG SET appendfsync always', 'CONFIG SET maxmemory-policy noeviction'],
    'all at once, each with its command',
  )
  for (const command of [first, second, third]) {
    const [name = '', ...words] = command.split(' ')
    await redis.command(name, ...words)
  }
  const corrected = await startReceiverProcess(redis.url)
  await whenReady(corrected.port)
  t.is(await corrected.stop(), 0)

  const trial = await startReceiverProcess(forgetful.url, { PAGEBEAT_ALLOW_VOLATILE: '1' })
  await whenReady(trial.port)
  t.is((await post(trial.port, body)).status, 200)
  t.is(await trial.stop(), 0)
})

test.serial('serves and stores the requests under way after SIGTERM, then ends with 0', async (t) => {
  await redis.command('FLUSHALL')
  const receiver = await startReceiverProcess(redis.url)
  await whenReady(receiver.port)
  const agent = new Agent({ keepAlive: true })
  t.is((await post(receiver.port, body, { agent })).status, 200)
  const slow = await openRaw(receiver.port)
  slow.write(headOf(body, `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`))
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200)
  const ended = receiver.stop()
  await receiver.until(/open requests are finished first/)
  slow.write(body.slice(20))
  t.regex(await slow.closed, /^HTTP\/1\.1 200 .*EVENT_RECEIVED$/s)
  t.is(await ended, 0)
  await t.throwsAsync(post(receiver.port, body), { code: 'ECONNREFUSED' })
  t.deepEqual(
    (await redis.groups()).flat().map((delivery) => delivery.body),
    [body, body],
  )
  agent.destroy()
})

test.serial('logs no body, no signature and no secret, whatever it is sent', async (t) => {
  const receiver = await startReceiverProcess(redis.url, { LOG_LEVEL: 'trace' })
  await whenReady(receiver.port)
  const answers = [
    await post(receiver.port, body),
    await post(receiver.port, body, { headers: { 'x-hub-signature-256': signatureOf(body, 'wrong') } }),
    await post(receiver.port, 'marker-3b8e', { headers: { 'content-encoding': 'marker-3b8e' } }),
    await post(receiver.port, body, { path: '/marker-3b8e' }),
    await send(receiver.port, {
      path: `/webhook?hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=marker-3b8e`,
    }),
    await send(receiver.port, {
      path: '/webhook?hub.mode=subscribe&hub.verify_token=marker-3b8e&hub.challenge=1',
    }),
  ]
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 403, 415, 404, 200, 403],
  )
  const aborted = await openRaw(receiver.port)
  aborted.write(headOf(body, 'Content-Length: 500\r\n\r\nmarker-3b8e'))
  t.is((await send(receiver.port, { path: '/healthz' })).status, 200)
  aborted.socket.resetAndDestroy()
  await aborted.closed
  t.is(await receiver.stop(), 0)
  const output = receiver.output()
  t.regex(output, /"stopped"/)
  for (const secret of [
    'marker-3b8e',
    appSecret,
    verifyToken,
    signatureOf(body).slice(7, 27),
    signatureOf(body, 'wrong').slice(7, 27),
  ])
    t.false(output.includes(secret), secret)
})

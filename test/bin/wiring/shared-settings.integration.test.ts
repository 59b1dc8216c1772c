import { fileURLToPath } from 'node:url'
import test from 'ava'
import { settingsOfReceiver, settingsOfWorker } from '../../../bin/wiring/shared-settings.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { createTestRedis } from '../../helpers/redis.ts'
import { startWork } from '../run-to-end.ts'

const storyboardFile = fileURLToPath(new URL('../../../storyboards/coffee/storyboard.yaml', import.meta.url))

const conversation = {
  graphUrl: 'https://graph.facebook.com',
  graphVersion: 'v26.0',
  appSecret: 'secret-of-the-app',
  appId: undefined,
  secretKeys: ['secret-key'],
  wit: { url: 'https://api.wit.ai', token: 'secret-token' },
  reader: {
    url: 'http://127.0.0.1/v1',
    kind: 'llm',
    model: 'tiny',
    token: 'secret-reader',
    perMinute: undefined,
  },
  replyMinutes: 15,
  silenceMinutes: 120,
  repliesPerMinute: 20,
} as const

test('no secret is shared, and equal secrets look equal', (t) => {
  const settings = settingsOfWorker({
    stages: ['respond'],
    databaseUrl: 'mysql://user:secret@host/pagebeat',
    ledgerDays: 30,
    conversation,
    storyboard: () => ({ name: 'cafe', version: 'ab12' }),
  })
  t.false(JSON.stringify(settings).includes('secret-'))
  t.false(JSON.stringify(settings).includes('user'))
  t.is(settings['DATABASE_URL'], 'database pagebeat')
  t.is(settings['STORYBOARD'], 'cafe ab12')
  t.is(settings['READER_MODEL'], 'tiny')
  t.deepEqual(settingsOfReceiver(['secret-of-the-app', 'older']), {
    FACEBOOK_APP_SECRET: settings['FACEBOOK_APP_SECRET'],
  })
})

test('workers of parse and receipts need no storyboard', (t) => {
  const worker = {
    databaseUrl: 'mysql://host/pagebeat',
    ledgerDays: 30,
    conversation: undefined,
    storyboard: undefined,
  }
  t.false('STORYBOARD' in settingsOfWorker({ ...worker, stages: ['parse', 'receipts'] }))
  t.is(settingsOfWorker({ ...worker, stages: ['parse', 'stitch'] })['STORYBOARD'], 'not set')
})

test('a worker without STORYBOARD beside one with it is named in the log of both', async (t) => {
  const [redis, database] = await Promise.all([createTestRedis(), createTestDatabase()])
  t.teardown(() => Promise.all([redis.close(), database.drop()]))
  const env = { REDIS_URL: redis.url, PAGEBEAT_QUEUE_PREFIX: redis.prefix, DATABASE_URL: database.url }
  const old = startWork(t, env)
  await old.until('"working"')
  const young = startWork(t, {
    ...env,
    STORYBOARD: storyboardFile,
    FACEBOOK_APP_SECRET: 'secret-of-the-app',
    PAGEBEAT_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  })
  await young.until(
    /"level":50.*"here":"Copper Kettle Coffee \w+","elsewhere":\{"not set":\["[^"]+"\]\}.*another worker has no STORYBOARD/,
  )
  await old.until(/"level":50.*"here":"not set".*this worker has no STORYBOARD, and others have one/)
  t.is(await old.stop(), 0)
  t.is(await young.stop(), 0)
})

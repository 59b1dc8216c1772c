import test from 'ava'
import { logRedisTrouble } from '../../src/redis/log-redis-trouble.ts'

function recorded() {
  const clock = { at: 1_000_000 }
  const logged: unknown[] = []
  const log = {
    warn: (fields: object, message?: string) => void logged.push([fields, message]),
    info: (message: unknown) => void logged.push(message),
  }
  return { clock, logged, trouble: logRedisTrouble({ log, now: () => clock.at }) }
}

test('while Redis is down, a process logs one line in ten seconds, with the reason and the number of others', (t) => {
  const { clock, logged, trouble } = recorded()
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), { code: 'ECONNREFUSED' })
  trouble.onTrouble(refused)
  trouble.onTrouble(refused)
  clock.at += 9_999
  trouble.onTrouble(refused)
  t.deepEqual(logged.splice(0), [[{ reason: 'ECONNREFUSED' }, 'a call to Redis failed: trying again']])
  clock.at += 1
  trouble.onTrouble(refused)
  t.deepEqual(logged, [[{ reason: 'ECONNREFUSED', notLogged: 2 }, 'a call to Redis failed: trying again']])
})

test('another kind of trouble is logged at once, and what is done about it', (t) => {
  const { logged, trouble } = recorded()
  trouble.onTrouble(new Error('Connection is closed.'))
  trouble.onTrouble(new Error("READONLY You can't write against a read only replica."))
  trouble.onTrouble(new Error('Socket timeout. Expecting data, but did not receive any in 3000ms.'))
  t.deepEqual(logged, [
    [{ reason: 'Connection is closed.' }, 'a call to Redis failed: trying again'],
    [
      { reason: 'READONLY' },
      'Redis is a read-only replica: connecting again until REDIS_URL leads to the server that takes writes',
    ],
    [
      { reason: 'no_response' },
      'Redis does not respond on an open connection: closing it and opening a new one',
    ],
  ])
})

test('texts that name jobs are one kind', (t) => {
  const { logged, trouble } = recorded()
  trouble.onTrouble(new Error('could not renew lock for job 1'))
  trouble.onTrouble(new Error('could not renew lock for job 2'))
  t.is(logged.length, 1)
})

test('the end of the trouble is logged once, also if many connections are ready', (t) => {
  const { logged, trouble } = recorded()
  trouble.onReady()
  t.deepEqual(logged, [], 'the first connection is no news')
  trouble.onTrouble(new Error('Connection is closed.'))
  t.is(trouble.last(), 'Redis is not connected (Connection is closed.)')
  trouble.onReady()
  trouble.onReady()
  t.is(trouble.last(), undefined)
  t.deepEqual(logged.slice(1), ['connected to the Redis that takes writes'])
})

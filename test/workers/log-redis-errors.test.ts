import test from 'ava'
import { logRedisErrors } from '../../workers/log-redis-errors.ts'

test('while Redis is down, a stage logs one line in ten seconds, with the reason', (t) => {
  const clock = { at: 1_000_000 }
  const logged: unknown[] = []
  const log = { warn: (fields: object) => void logged.push(fields) }
  const logError = logRedisErrors({ stage: 'parse', log, now: () => clock.at })
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), { code: 'ECONNREFUSED' })
  logError(refused)
  logError(refused)
  clock.at += 9_999
  logError(refused)
  t.deepEqual(logged, [{ stage: 'parse', reason: 'ECONNREFUSED' }])
  clock.at += 1
  logError(new Error('Connection is closed.'))
  t.deepEqual(logged.slice(1), [{ stage: 'parse', reason: 'Connection is closed.', notLogged: 2 }])
})

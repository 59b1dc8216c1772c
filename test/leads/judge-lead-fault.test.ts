import test from 'ava'
import { leadLifeMs } from '../../src/domain/lead.ts'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  PageTokenRevokedError,
} from '../../src/errors.ts'
import { judgeLeadFault, whenHidden, withoutToken } from '../../src/leads/judge-lead-fault.ts'

const now = 1_780_000_000_000
const tried = { now, createdTs: now - 60_000, attempts: 0 }
const old = { ...tried, createdTs: now - leadLifeMs - 1 }
const minuteMs = 60_000

test('a lead that Facebook does not give is parked, and after 90 days it is gone', (t) => {
  const missing = new GraphRejectedError({
    reason: 'graph_error',
    meaning: 'not_found',
    code: 100,
    subcode: 33,
  })
  const { dueTs = 0, ...parked } = judgeLeadFault(missing, tried)
  t.deepEqual(parked, { state: 'parked', reason: 'not_found 100/33' })
  t.true(dueTs > now + 50 * minuteMs && dueTs <= now + 60 * minuteMs)
  t.deepEqual(judgeLeadFault(missing, old), { state: 'gone', reason: 'not_found 100/33', dueTs: undefined })
  t.is(whenHidden(tried).state, 'parked')
  t.is(whenHidden(old).state, 'gone')
})

test('a dead or missing token and a block park the lead for minutes', (t) => {
  const dead = new PageTokenRevokedError({ reason: 'graph_error', meaning: 'token', code: 190 })
  const paused = new GraphRateLimitedError(
    { reason: 'page_paused', meaning: 'token' },
    { scope: 'page', retryAfterMs: 60_000 },
  )
  for (const unfetched of [judgeLeadFault(dead, tried), judgeLeadFault(paused, tried), withoutToken(tried)]) {
    t.is(unfetched.state, 'parked')
    t.true((unfetched.dueTs ?? 0) > now + 3 * minuteMs && (unfetched.dueTs ?? 0) <= now + 15 * minuteMs)
  }
})

test('after a rate limit and an outage the lead goes on waiting, and never for longer than some minutes', (t) => {
  const limited = new GraphRateLimitedError(
    { reason: 'graph_error', meaning: 'throttled', code: 80005 },
    { scope: 'page', retryAfterMs: 40_000 },
  )
  const { dueTs = 0, ...waiting } = judgeLeadFault(limited, tried)
  t.deepEqual(waiting, { state: 'waiting', reason: 'throttled 80005' })
  t.true(dueTs >= now + 40_000 && dueTs <= now + 60_000)
  const down = new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' })
  for (const attempts of [0, 1, 5, 50]) {
    const again = judgeLeadFault(down, { ...tried, attempts })
    t.deepEqual([again.state, again.reason], ['waiting', 'graph_unavailable'])
    t.true((again.dueTs ?? 0) > now && (again.dueTs ?? 0) <= now + 2 * minuteMs)
  }
})

import test from 'ava'
import {
  GraphRateLimitedError,
  GraphRejectedError,
  GraphUnavailableError,
  SendOutcomeUnknownError,
} from '../../../src/errors.ts'
import { withBreaker } from '../../../src/facebook/graph/with-breaker.ts'
import { read, stubCall, stubClock } from './stub-call.ts'

const noAnswer = new GraphUnavailableError({ reason: 'ECONNREFUSED', meaning: 'service_trouble' })
const lostSend = new SendOutcomeUnknownError({ reason: 'UND_ERR_SOCKET', meaning: 'outcome_unclear' })
const refused = new GraphRejectedError({
  reason: 'graph_error',
  meaning: 'not_found',
  code: 100,
  subcode: 33,
})
const codeTwo = new GraphUnavailableError({ reason: 'graph_error', meaning: 'service_trouble', code: 2 })
const throttled = new GraphRateLimitedError(
  { reason: 'graph_error', meaning: 'throttled', code: 32 },
  { scope: 'page', retryAfterMs: 30_000 },
)
const tooLate = new GraphUnavailableError({ reason: 'deadline_before_sending', meaning: 'service_trouble' })
const notUsable = new GraphRejectedError({ reason: 'token_not_usable', meaning: 'token' })

test('the breaker opens after calls in a row without a response, lets one through, and closes when it gets a response', async (t) => {
  const clock = stubClock()
  const changes: string[] = []
  const inner = stubCall(noAnswer, lostSend, noAnswer, noAnswer, { id: '1' })
  const call = withBreaker(inner, {
    openAfter: 3,
    openMs: 5_000,
    now: clock.now,
    onChange: (state) => changes.push(state),
  })
  for (let i = 0; i < 3; i++) await t.throwsAsync(call(read))
  t.like(await t.throwsAsync(call(read)), { fault: { reason: 'breaker_open' }, retryAfterMs: 5_000 })
  t.is(inner.requests.length, 3)

  clock.at += 5_000
  t.like(await t.throwsAsync(call(read)), { fault: { reason: 'ECONNREFUSED' } })
  t.like(await t.throwsAsync(call(read)), { fault: { reason: 'breaker_open' } })

  clock.at += 5_000
  const both = await Promise.allSettled([call(read), call(read)])
  t.deepEqual(
    both.map(({ status }) => status),
    ['fulfilled', 'rejected'],
    'one probe at a time',
  )
  await call(read)
  t.deepEqual(changes, ['open', 'closed'])
})

test('a response of Facebook, even a refusal, keeps the breaker closed', async (t) => {
  const inner = stubCall(noAnswer, refused, noAnswer, codeTwo, noAnswer, throttled, noAnswer)
  const call = withBreaker(inner, { openAfter: 2 })
  for (let i = 0; i < 7; i++) await t.throwsAsync(call(read))
  t.is(inner.requests.length, 7)
})

test('calls that end before Facebook is reached do not keep the breaker from opening', async (t) => {
  const inner = stubCall(noAnswer, tooLate, noAnswer, notUsable, new Error('a mistake of ours'), noAnswer, {})
  const call = withBreaker(inner, { openAfter: 3 })
  for (let i = 0; i < 6; i++) await t.throwsAsync(call(read))
  t.like(await t.throwsAsync(call(read)), { fault: { reason: 'breaker_open' } })
})

test('an open breaker stays open when the trial ends before the call is made, and the next call is the trial', async (t) => {
  const clock = stubClock()
  const changes: string[] = []
  const call = withBreaker(stubCall(noAnswer, tooLate, notUsable, noAnswer, {}), {
    openAfter: 1,
    openMs: 5_000,
    now: clock.now,
    onChange: (state) => changes.push(state),
  })
  await t.throwsAsync(call(read))
  clock.at += 5_000
  await t.throwsAsync(call(read), { is: tooLate })
  await t.throwsAsync(call(read), { is: notUsable })
  t.deepEqual(changes, ['open'])
  await t.throwsAsync(call(read), { is: noAnswer })
  t.like(await t.throwsAsync(call(read)), { fault: { reason: 'breaker_open' } })
  clock.at += 5_000
  await call(read)
  t.deepEqual(changes, ['open', 'closed'])
})

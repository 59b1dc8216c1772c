import test from 'ava'
import { GraphRateLimitedError, GraphRejectedError, GraphUnavailableError } from '../../../src/errors.ts'
import { withRetries } from '../../../src/facebook/graph/with-retries.ts'
import { read, stubCall, type Step } from './stub-call.ts'

const noAnswer = new GraphUnavailableError({ reason: 'ECONNRESET', meaning: 'service_trouble' })
const breakerOpen = new GraphUnavailableError(
  { reason: 'breaker_open', meaning: 'service_trouble' },
  { retryAfterMs: 5_000 },
)
const once = new GraphUnavailableError({ reason: 'graph_error', meaning: 'service_trouble' }, { retries: 1 })
const refused = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 10 })
const limited = (retryAfterMs: number, meaning: 'throttled' | 'token' = 'throttled') =>
  new GraphRateLimitedError({ reason: 'page_paused', meaning }, { scope: 'page', retryAfterMs })

function retrying(...steps: readonly Step[]) {
  const waits: number[] = []
  const inner = stubCall(...steps)
  const call = withRetries(inner, { firstMs: 0, wait: async (ms) => void waits.push(ms) })
  return { call, inner, waits }
}

test('a read that fails is repeated, and waits as long as Facebook or the breaker asks', async (t) => {
  const { call, inner, waits } = retrying(noAnswer, breakerOpen, limited(30_000), { id: '77' })
  t.deepEqual(await call(read), { body: { id: '77' } })
  t.is(inner.requests.length, 4)
  t.deepEqual(waits, [5_000, 30_000])
})

test('a read that fails again and again ends with the last error', async (t) => {
  const { call, inner } = retrying(noAnswer)
  t.is(await t.throwsAsync(call(read)), noAnswer)
  t.is(inner.requests.length, 5)
})

test('what waiting does not help is not repeated', async (t) => {
  for (const error of [refused, limited(61_000), limited(1_000, 'token'), new TypeError('a bug')]) {
    const { call, inner } = retrying(error)
    t.is(await t.throwsAsync(call(read)), error)
    t.is(inner.requests.length, 1, String(error))
  }
  const { call, inner } = retrying(once)
  await t.throwsAsync(call(read))
  t.is(inner.requests.length, 2, 'its own number of retries')
})

test('a call that changes something is not repeated', async (t) => {
  const { call, inner } = retrying(noAnswer)
  t.is(await t.throwsAsync(call({ ...read, method: 'POST' })), noAnswer)
  t.is(inner.requests.length, 1)
})

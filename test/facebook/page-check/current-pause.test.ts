import test from 'ava'
import { digestOfToken } from '../../../src/facebook/graph/with-pauses.ts'
import { currentPause } from '../../../src/facebook/page-check/current-pause.ts'

const until = new Date(4_000_000_000_000)
const token = 'EAAB-token'

test('a pause for the current token, or for every token, is the pause of the Page', (t) => {
  const ofToken = { pausedUntil: until, pauseReason: 'token', pausedToken: digestOfToken(token) } as const
  t.deepEqual(currentPause(ofToken, token), { until, reason: 'token' })
  t.deepEqual(currentPause({ pausedUntil: until, pauseReason: 'policy_block' }, token), {
    until,
    reason: 'policy_block',
  })
  t.deepEqual(
    currentPause(ofToken, undefined),
    { until, reason: 'token' },
    'which token it is cannot be told',
  )
})

test('a pause for an earlier token does not count', (t) => {
  const earlier = {
    pausedUntil: until,
    pauseReason: 'token',
    pausedToken: digestOfToken('EAAB-earlier'),
  } as const
  t.is(currentPause(earlier, token), undefined)
  t.is(currentPause({}, token), undefined)
})

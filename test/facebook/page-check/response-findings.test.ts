import test from 'ava'
import { findInClock, findInVersion } from '../../../src/facebook/page-check/response-findings.ts'

test('the clock is compared with that of Facebook', (t) => {
  t.is(findInClock(-4_000).state, 'ok')
  t.deepEqual(
    [findInClock(30_000).state, findInClock(30_000).says],
    ['unsure', "This machine's clock is 30 s ahead of Facebook's."],
  )
  t.deepEqual(
    [findInClock(-90_000).state, findInClock(-90_000).says],
    ['wrong', "This machine's clock is 90 s behind Facebook's."],
  )
})

test('an expired version of the Graph API is found by the version that responds', (t) => {
  t.deepEqual(findInVersion('v26.0', 'v26.0'), [])
  t.regex(
    findInVersion('v24.0', 'v20.0')[0]?.says ?? '',
    /v20\.0 of the Graph API has expired: v24\.0 serves/,
  )
})

import test from 'ava'
import { pauseAfter } from '../../console/server/count-insights.ts'

test('counting takes a tenth of the time, half while all is counted for the first time, and is never long away', (t) => {
  const everyMs = 2_000
  t.is(pauseAfter({ isMore: false, tookMs: 30, everyMs }), everyMs)
  t.is(pauseAfter({ isMore: false, tookMs: 1_000, everyMs }), 9_000)
  t.is(pauseAfter({ isMore: false, tookMs: 60_000, everyMs }), 15_000)
  t.is(pauseAfter({ isMore: true, tookMs: 500, everyMs }), 500)
})

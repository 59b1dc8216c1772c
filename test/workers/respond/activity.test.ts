import test from 'ava'
import { createActivity } from '../../../workers/respond/activity.ts'

test('it is quiet after ten seconds without work, and the begin of work is told once', (t) => {
  const clock = { at: 0 }
  const activity = createActivity(() => clock.at)
  let begins = 0
  activity.onBegin(() => (begins += 1))
  t.false(activity.isQuiet(), 'it has just started')
  activity.note()
  clock.at = 10_000
  t.false(activity.isQuiet())
  clock.at = 10_001
  t.true(activity.isQuiet())
  t.is(begins, 0)
  activity.note()
  activity.note()
  t.is(begins, 1)
  t.false(activity.isQuiet())
})

import test from 'ava'
import { withDeadline } from '../../../src/facebook/graph/with-deadline.ts'
import { read, stubCall } from './stub-call.ts'

test('a call whose deadline is over is aborted before it begins, so no byte leaves', async (t) => {
  const aborted: (boolean | undefined)[] = []
  const call = stubCall(async ({ signal }) => {
    aborted.push(signal?.aborted)
    return { body: {} }
  })
  await withDeadline(call)({ ...read, deadlineMs: -5 })
  await withDeadline(call)({ ...read, deadlineMs: 60_000 })
  t.deepEqual(aborted, [true, false])
})

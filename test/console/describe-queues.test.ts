import test from 'ava'
import { findBacklogs } from '../../console/server/describe-queues.ts'

const queue = {
  stage: 'stitch',
  waiting: 120,
  active: 4,
  delayed: 0,
  failed: 0,
  oldestWaitingSeconds: 300,
  oldestActiveSeconds: 1,
  workers: 2,
}

test('jobs that wait for long beside live workers are told of, with the command for one more', (t) => {
  t.like(findBacklogs([queue]), [
    {
      of: 'Queue stitch',
      says: '120 jobs wait, the oldest for 5 minutes. Its workers are too few, or wait for the database or Facebook.',
      command: 'pagebeat work stitch',
    },
  ])
  t.regex(
    findBacklogs([{ ...queue, waiting: 1, oldestWaitingSeconds: 90 }])[0]?.says ?? '',
    /^1 job waits, the oldest for 90 seconds/,
  )
  t.regex(findBacklogs([{ ...queue, oldestWaitingSeconds: 10_000 }])[0]?.says ?? '', /for 3 hours/)
})

test('a short wait, an empty queue and a stage without workers are not', (t) => {
  const { workers: _, ...untold } = queue
  t.deepEqual(
    findBacklogs([
      { ...queue, oldestWaitingSeconds: 5 },
      { ...queue, waiting: 0 },
      { ...queue, workers: 0 },
    ]),
    [],
  )
  t.is(findBacklogs([untold]).length, 1, 'Redis does not tell the workers')
})

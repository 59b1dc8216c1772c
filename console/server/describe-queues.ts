/** Which queues hold jobs for too long, as trouble that an operator can act on. */
import type { Health } from '../api/health.ts'

type Queue = NonNullable<Health['queues']>[number]
type Trouble = NonNullable<Health['processTroubles']>[number]

/** A queue that is emptied at once under a usual load has fallen behind after this time. */
const longSeconds = 60

/** A stage without any worker is told of elsewhere. */
export function findBacklogs(queues: readonly Queue[]): Trouble[] {
  return queues.flatMap(({ stage, waiting, oldestWaitingSeconds, workers }) =>
    waiting === 0 || oldestWaitingSeconds < longSeconds || workers === 0
      ? []
      : [
          {
            of: `Queue ${stage}`,
            says: `${waiting} ${waiting === 1 ? 'job waits' : 'jobs wait'}, the oldest for ${spanOf(oldestWaitingSeconds)}. Its workers are too few, or wait for the database or Facebook.`,
            command: `pagebeat work ${stage}`,
          },
        ],
  )
}

function spanOf(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`
  return `${Math.round(seconds / 3_600)} hours`
}

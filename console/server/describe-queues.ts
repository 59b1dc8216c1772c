/** Which queues hold jobs for too long, as trouble that an operator can act on. */
import type { Health } from '../api/health.ts'
import { phrase, tellOf, tellTrouble } from './tell-trouble.ts'

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
            ...tellOf('queue', { stage }),
            ...tellTrouble(
              waiting === 1
                ? phrase('one_job_waits', { seconds: oldestWaitingSeconds })
                : phrase('jobs_wait', { count: waiting, seconds: oldestWaitingSeconds }),
            ),
            command: `pagebeat work ${stage}`,
          },
        ],
  )
}

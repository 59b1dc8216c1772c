import { setTimeout as pause } from 'node:timers/promises'
import type { DamagedJobs } from '../queues/damaged-jobs.ts'
import { refusalOf } from '../src/redis/refusal.ts'
import type { NewDeadLetter } from '../src/db/events/dead-letters.ts'
import type { StageName } from '../src/domain/stage-name.ts'
import type { Logger } from '../src/telemetry/log.ts'

export interface DamageSweepDeps {
  readonly stage: StageName
  readonly damaged: Pick<DamagedJobs, 'findUntouchable' | 'bytesOf' | 'discard'>
  readonly recordDeadLetter: (deadLetter: NewDeadLetter) => Promise<void>
  readonly log: Pick<Logger, 'warn'>
}

/** A damaged job that BullMQ's scripts cannot touch fails the script of its fetch, and reaches no worker. */
const everyMs = 500

/**
 * Gets the errors of a stage's worker. After an error inside a script of Redis, it makes dead letters of active jobs
 * that the scripts cannot touch. Several workers may sweep at once: the same bytes are one dead letter.
 */
export function createDamageSweep(deps: DamageSweepDeps): (error: Error) => void {
  let isSweeping = false
  async function sweepSoon(): Promise<void> {
    await pause(everyMs, undefined, { ref: false })
    await sweep(deps).catch(() => deps.log.warn({ stage: deps.stage }, 'the search for damaged jobs failed'))
    isSweeping = false
  }
  return function sweepDamage(error) {
    if (isSweeping || error.name !== 'ReplyError' || refusalOf(error) !== undefined) return
    isSweeping = true
    void sweepSoon()
  }
}

async function sweep({ stage, damaged, recordDeadLetter }: DamageSweepDeps): Promise<void> {
  for (const jobId of await damaged.findUntouchable()) {
    const payload = await damaged.bytesOf(jobId)
    const detail = `${stage}: a script of Redis stumbles over the job`
    await recordDeadLetter({ stage, reason: 'job_malformed', detail, payload })
    await damaged.discard(jobId)
  }
}

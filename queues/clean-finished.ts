import type { Queue } from 'bullmq'

/** Finished jobs hold what customers wrote: none is kept for longer, also where no newer one takes its place. */
export const finishedJobsMs = 24 * 60 * 60_000

const atOnce = 1_000

/** Finished jobs that are older are gone. Returns their number. */
export async function cleanFinished(
  queues: readonly Pick<Queue, 'clean'>[],
  olderThanMs = finishedJobsMs,
): Promise<number> {
  let jobs = 0
  for (const queue of queues)
    for (const state of ['completed', 'failed'] as const)
      for (let cleaned = atOnce; cleaned === atOnce; jobs += cleaned)
        cleaned = (await queue.clean(olderThanMs, atOnce, state)).length
  return jobs
}

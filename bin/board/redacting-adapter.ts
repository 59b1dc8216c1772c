import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { Job, Queue } from 'bullmq'
import { type StageName, stageNames } from '../../src/domain/stage-name.ts'
import { redactJob, redactLogs } from './redact-job.ts'

/** Bull Board reads as many jobs as the query asks for, with all their data. */
export const mostJobs = 20

/**
 * A queue as Bull Board may show it. The formatters of Bull Board cover data, name, progress and return value of a job,
 * but not its failed reason, stack, options and logs. So the redaction is done here, below all routes.
 */
export class RedactingAdapter extends BullMQAdapter {
  readonly #stage: StageName

  constructor(stage: StageName, queue: Queue, { writable }: { writable: boolean }) {
    // The overview sorts by this name: with the number the stages are in the order of the pipeline.
    const displayName = `${stageNames.indexOf(stage) + 1} ${stage}`
    super(queue, { readOnlyMode: !writable, description: descriptions[stage], displayName })
    this.#stage = stage
  }

  override getStatuses(): ReturnType<BullMQAdapter['getStatuses']> {
    return ['latest', ...this.getJobStatuses()]
  }

  /** The states that our jobs can have. */
  override getJobStatuses(): ReturnType<BullMQAdapter['getJobStatuses']> {
    return ['active', 'waiting', 'delayed', 'completed', 'failed']
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id)
    return job && redacted(this.#stage, job)
  }

  /** Never more than a page of each state, whatever the query was. Redis takes a negative end for the whole list. */
  override async getJobs(
    states: Parameters<BullMQAdapter['getJobs']>[0],
    start = 0,
    end = Infinity,
  ): Promise<Job[]> {
    const first = start > 0 && Number.isFinite(start) ? Math.floor(start) : 0
    const last = end >= first ? Math.min(end, first + mostJobs - 1) : first + mostJobs - 1
    return (await super.getJobs(states, first, last)).map((job) => redacted(this.#stage, job))
  }

  override async getJobLogs(id: string): Promise<string[]> {
    return redactLogs(await super.getJobLogs(id))
  }

  /** Pagebeat has none, and their templates would show the data of jobs. */
  override getJobSchedulers(): Promise<[]> {
    return Promise.resolve([])
  }

  /** Pagebeat has no flows, and their trees would show names and reasons. */
  override getFlowProducer(): Promise<null> {
    return Promise.resolve(null)
  }
}

const descriptions: Readonly<Record<StageName, string>> = {
  parse: 'Deliveries: stored in the ledger and decoded into events',
  stitch: 'Events: linked to a customer and written to the tables',
  enrich: 'Customers who wait for a reply: their profile is refreshed when it is old',
  nlp: 'Turns: their meaning is stored',
  respond: 'Wake-ups of conversations: the bot replies to their turns in order',
  receipts: 'Receipts: delivered and read marks of sent messages',
}

function redacted(stage: StageName, job: Job): Job {
  Object.defineProperty(job, 'toJSON', { value: () => redactJob(stage, job) })
  const remove = job.remove.bind(job)
  Object.defineProperty(job, 'remove', { value: () => removeFinished(job, remove) })
  return job
}

/** A waiting job was acknowledged to Facebook: removing it would lose its deliveries without a trace. */
async function removeFinished(job: Job, remove: () => Promise<void>): Promise<void> {
  const state = await job.getState()
  if (state !== 'completed' && state !== 'failed')
    throw Object.assign(new Error('Only a completed or failed job can be removed'), { statusCode: 409 })
  await remove()
}

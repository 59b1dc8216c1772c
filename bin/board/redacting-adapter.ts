import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { Job, Queue } from 'bullmq'
import type { StageName } from '../../workers/pipeline.ts'
import { redactJob, redactLogs } from './redact-job.ts'

/**
 * A queue as Bull Board may see it. Its own formatters cover data, name, progress and return value, but neither the failed
 * reason, the stack, the options nor the logs; so the redaction stands here, below all of its routes.
 */
export class RedactingAdapter extends BullMQAdapter {
  readonly #stage: StageName

  constructor(stage: StageName, queue: Queue, { writable }: { writable: boolean }) {
    super(queue, { readOnlyMode: !writable, description: descriptions[stage] })
    this.#stage = stage
  }

  override getStatuses(): ReturnType<BullMQAdapter['getStatuses']> {
    return ['latest', ...this.getJobStatuses()]
  }

  /** Without those that none of our jobs ever has. */
  override getJobStatuses(): ReturnType<BullMQAdapter['getJobStatuses']> {
    return ['active', 'waiting', 'delayed', 'completed', 'failed']
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id)
    return job && redacted(this.#stage, job)
  }

  override async getJobs(...range: Parameters<BullMQAdapter['getJobs']>): Promise<Job[]> {
    return (await super.getJobs(...range)).map((job) => redacted(this.#stage, job))
  }

  override async getJobLogs(id: string): Promise<string[]> {
    return redactLogs(await super.getJobLogs(id))
  }

  /** We have none, and their templates would hold job data. */
  override getJobSchedulers(): Promise<[]> {
    return Promise.resolve([])
  }

  /** No flows either: their trees would show names and reasons. */
  override getFlowProducer(): Promise<null> {
    return Promise.resolve(null)
  }
}

const descriptions: Readonly<Record<StageName, string>> = {
  parse: 'Deliveries as they came: kept in the ledger, decoded into events',
  stitch: 'Events: whose they are, and their rows',
  enrich: 'People who wait for an answer: is their profile fresh',
  nlp: 'Turns: what they mean',
  respond: 'Wake-ups of conversations: their turns are answered in order',
  receipts: 'Delivered and read marks of what the Page sent',
}

function redacted(stage: StageName, job: Job): Job {
  Object.defineProperty(job, 'toJSON', { value: () => redactJob(stage, job) })
  const remove = job.remove.bind(job)
  Object.defineProperty(job, 'remove', { value: () => removeFinished(job, remove) })
  return job
}

/** What waits was acknowledged to Facebook: to remove it would lose it without a trace. */
async function removeFinished(job: Job, remove: () => Promise<void>): Promise<void> {
  const state = await job.getState()
  if (state !== 'completed' && state !== 'failed')
    throw Object.assign(new Error('Only a finished job can be removed'), { statusCode: 409 })
  await remove()
}

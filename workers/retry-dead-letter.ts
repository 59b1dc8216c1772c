import { randomUUID } from 'node:crypto'
import type { Hop } from '../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../queues/parse.ts'
import type { DeadLetter } from '../src/db/events/dead-letters.ts'
import { MalformedJobError } from '../src/errors.ts'

/** Finished retries of one stage that BullMQ keeps. */
const keepFinished = 100

/**
 * The job that processes this dead letter again. A dead letter of parse holds the bytes of a delivery, one of another
 * stage a job. The job gets a new id: BullMQ may still know the old one, and ignores a repeated id. Throws
 * MalformedJobError for bytes that are no job of any version.
 */
export function toRetryHop({ stage, payload, reason }: DeadLetter, now: number = Date.now()): Hop {
  if (stage === parseQueue.name && reason !== 'job_malformed' && !isParseJob(payload)) {
    const job = createParseJob([{ body: payload.toString('base64'), base64: true, at: now }])
    return { to: stage, jobId: parseQueue.jobId(job), job, keepFinished }
  }
  const jobId = `${stage}-retry-${randomUUID()}`
  return { to: stage, jobId, job: decodeJob(payload), keepFinished }
}

function decodeJob(payload: Uint8Array): object {
  const job = tryParse(Buffer.from(payload).toString())
  if (typeof job === 'object' && job !== null && 'v' in job) return job
  throw new MalformedJobError('its bytes are no job')
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * Parse stores its job, not a delivery, when a bug or the job itself ended the process. Any version of the job counts.
 */
function isParseJob(payload: Uint8Array): boolean {
  return /^\{"v":\d+,"group":/.test(Buffer.from(payload.subarray(0, 40)).toString())
}

import { enrichQueue, isLeadJob } from '../../queues/enrich.ts'
import { nlpQueue } from '../../queues/nlp.ts'
import { parseQueue } from '../../queues/parse.ts'
import { receiptsQueue } from '../../queues/receipts.ts'
import { respondQueue } from '../../queues/respond.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { errorCodes } from '../../src/domain/reasons.ts'
import { toKnownKind } from '../../src/telemetry/count-events.ts'
import type { StageName } from '../../src/domain/stage-name.ts'

/** The fields of a stored job that the queue monitor reads; `job.toJSON()` of BullMQ has all of them. */
export interface StoredJob {
  readonly id?: string | undefined
  readonly name: string
  readonly data: unknown
  readonly opts: object
  readonly progress: unknown
  readonly attemptsMade: number
  readonly stalledCounter?: number
  readonly timestamp: number
  readonly processedOn?: number | undefined
  readonly finishedOn?: number | undefined
  readonly delay?: number
  readonly failedReason?: string | undefined
  readonly returnvalue: unknown
}

export type Described = Readonly<Record<string, number | string | Readonly<Record<string, number>>>>

/**
 * A job as the queue monitor shows it: its id, times, counts, kinds and sizes. Nothing else of a job is shown: no text, no name
 * and no body, whichever field holds it.
 */
export function redactJob(stage: StageName, job: StoredJob): object {
  return {
    id: job.id,
    name: job.name === stage ? stage : '(another name)',
    data: describeData(stage, job.data),
    opts: numbersIn(job.opts, ['attempts', 'delay', 'priority', 'timestamp']),
    progress: typeof job.progress === 'number' ? job.progress : 0,
    attemptsMade: job.attemptsMade,
    stalledCounter: job.stalledCounter,
    timestamp: job.timestamp,
    processedOn: job.processedOn,
    finishedOn: job.finishedOn,
    delay: job.delay,
    failedReason: job.failedReason === undefined ? undefined : redactReason(job.failedReason),
    stacktrace: [],
    returnvalue: typeof job.returnvalue === 'number' ? job.returnvalue : null,
  }
}

/** The reason of a failed job if it is a code of src/errors.ts or of BullMQ; of any other reason only the length. */
export function redactReason(reason: string): string {
  return knownReasons.has(reason) ? reason : `(other: ${reason.length} characters)`
}

const knownReasons: ReadonlySet<string> = new Set([...errorCodes, 'job stalled more than allowable limit'])

/** The number of log lines of a job instead of their text. */
export function redactLogs(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`(${lines.length} lines, not shown here)`]
}

const describers: Readonly<Record<StageName, (raw: unknown) => Described>> = {
  parse(raw) {
    const job = parseQueue.decode(raw)
    return {
      deliveries: job.deliveries.length,
      characters: parseQueue.chars(job),
      firstReceived: toIso(Math.min(...job.deliveries.map(({ at }) => at))),
    }
  },
  stitch(raw) {
    const job = stitchQueue.decode(raw)
    return {
      events: job.events.length,
      kinds: countEach(job.events.map(({ type }) => toKnownKind(type))),
      pages: new Set(job.events.map(({ pageId }) => pageId)).size,
      characters: JSON.stringify(raw).length,
      firstReceived: toIso(job.receivedAt),
    }
  },
  enrich(raw) {
    const job = enrichQueue.decode(raw)
    if (isLeadJob(job)) return { lead: job.leadId, attempts: job.attempts }
    return 'logIn' in job ? { logIn: 1 } : { turn: job.turnId, conversation: job.conversationId }
  },
  nlp(raw) {
    const { turnId, conversationId } = nlpQueue.decode(raw)
    return { turn: turnId, conversation: conversationId }
  },
  respond(raw) {
    return { conversation: respondQueue.decode(raw).conversationId }
  },
  receipts(raw) {
    const { receipts } = receiptsQueue.decode(raw)
    return {
      receipts: receipts.length,
      kinds: countEach(receipts.map(({ kind }) => kind)),
      conversations: new Set(receipts.map(({ pageId, psid }) => `${pageId} ${psid}`)).size,
    }
  },
}

function describeData(stage: StageName, raw: unknown): Described {
  try {
    return describers[stage](raw)
  } catch {
    return { unreadable: 'not a job of this queue', characters: JSON.stringify(raw)?.length ?? 0 }
  }
}

function countEach(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function numbersIn(from: object, names: readonly string[]): Record<string, number> {
  const numbers: Record<string, number> = {}
  for (const [name, value] of Object.entries(from)) {
    if (names.includes(name) && typeof value === 'number') numbers[name] = value
  }
  return numbers
}

function toIso(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : 'unknown'
}

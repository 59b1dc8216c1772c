import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type Command, Option } from 'commander'
import type { Redis } from 'ioredis'
import { producerConnection } from '../../queues/connection.ts'
import type { Hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { createPublisher } from '../../queues/publish.ts'
import { readConfig } from '../../src/config.ts'
import {
  createDeadLetters,
  type DeadLetter,
  type DeadLetters,
  type DeadLetterState,
} from '../../src/db/events/dead-letters.ts'
import { PipelineError } from '../../src/errors.ts'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { withDatabase } from '../command-line/with-database.ts'

export function registerDead(program: Command): void {
  const dead = program
    .command('dead')
    .description('the quarantine: what could not be processed, with its bytes and the reason')
  dead
    .command('list')
    .description('letters in quarantine, oldest first')
    .addOption(
      new Option('--state <state>', 'which').choices(['open', 'retried', 'dropped', 'all']).default('open'),
    )
    .option('--limit <count>', 'at most so many', wholeNumberUpTo(100_000), 100)
    .action(({ state, limit }: { state: DeadLetterState | 'all'; limit: number }) =>
      withLetters((letters) => list(letters, { state, limit })),
    )
  dead
    .command('show <id>')
    .description('one letter; its bytes go to standard output (they hold what people wrote)')
    .action((id: string) => withLetters((letters) => show(letters, id)))
  dead
    .command('retry <ids...>')
    .description('put letters back into their queue, after a fix; `all` = every open one')
    .action((ids: string[]) => withLetters((letters) => retry(letters, ids)))
  dead
    .command('drop <ids...>')
    .description('give letters up; they stay in the table as dropped')
    .action((ids: string[]) => withLetters((letters) => drop(letters, ids)))
}

async function withLetters(work: (letters: DeadLetters) => Promise<void>): Promise<void> {
  await withDatabase((db) => work(createDeadLetters(db)))
}

async function list(
  letters: DeadLetters,
  { state, limit }: { state: DeadLetterState | 'all'; limit: number },
): Promise<void> {
  const found = await letters.list({ limit, ...(state === 'all' ? {} : { state }) })
  for (const letter of found) console.log(headline(letter))
  const some = found.length === limit ? ` (the first ${limit})` : ''
  console.log(
    `${found.length} ${state === 'all' ? '' : `${state} `}letter${found.length === 1 ? '' : 's'}${some}`,
  )
}

function headline({
  id,
  stage,
  reason,
  detail,
  pageId,
  state,
  attempts,
  lastTs,
}: Omit<DeadLetter, 'payload'>): string {
  const where = pageId === undefined ? '' : ` page ${pageId}`
  return `#${id} ${state} ${lastTs.toISOString()} ${stage}${where} ${reason}: ${detail} (${attempts}×)`
}

async function show(letters: DeadLetters, id: string): Promise<void> {
  const letter = await require(letters, id)
  console.error(headline(letter))
  process.stdout.write(letter.payload)
  process.stdout.write('\n')
}

async function retry(letters: DeadLetters, ids: readonly string[]): Promise<void> {
  const config = readConfig(process.env, { required: ['REDIS_URL', 'PAGEBEAT_QUEUE_PREFIX'] })
  const connection = producerConnection(config.REDIS_URL, { commandTimeoutMs: 5_000 })
  const publisher = createPublisher(connection, config.PAGEBEAT_QUEUE_PREFIX)
  try {
    await untilReady(connection)
    for (const id of await chosen(letters, ids)) {
      const letter = await require(letters, id)
      await publisher.publish([hopOf(letter)])
      await letters.mark(id, 'retried', { attempts: letter.attempts })
      console.log(`#${id} is in the queue of ${letter.stage} again`)
    }
  } finally {
    await publisher.close()
    connection.disconnect()
  }
}

/** Throws when Redis cannot be reached within 5 s. */
async function untilReady(connection: Redis): Promise<void> {
  if (connection.status === 'ready') return
  try {
    await once(connection, 'ready', { signal: AbortSignal.timeout(5_000) })
  } catch (cause) {
    throw new CannotRetry('Redis does not answer: nothing was put back', { cause })
  }
}

async function drop(letters: DeadLetters, ids: readonly string[]): Promise<void> {
  for (const id of await chosen(letters, ids)) {
    await require(letters, id)
    await letters.mark(id, 'dropped')
    console.log(`#${id} is dropped`)
  }
}

async function chosen(letters: DeadLetters, ids: readonly string[]): Promise<readonly string[]> {
  if (!ids.includes('all')) return ids
  const open = await letters.list({ state: 'open', limit: 10_000 })
  return open.map(({ id }) => id)
}

async function require(letters: DeadLetters, id: string): Promise<DeadLetter> {
  const letter = /^\d+$/.test(id) ? await letters.find(id) : undefined
  if (letter === undefined) throw new NoSuchLetter(id)
  return letter
}

/** Told without a stack. */
class CannotRetry extends PipelineError {
  readonly code: string = 'cannot_retry'
  readonly disposition = 'dead'
}

class NoSuchLetter extends CannotRetry {
  override readonly code = 'no_such_letter'

  constructor(id: string) {
    super(`There is no letter ${id} in quarantine: see \`pagebeat dead list --state all\``)
  }
}

/**
 * A letter of parse holds a delivery's bytes, one of another stage a job. Under a new id: the old one may still be known to
 * BullMQ, which would ignore it in silence.
 */
function hopOf({ stage, payload, reason }: DeadLetter): Hop {
  if (stage !== parseQueue.name || reason === 'job_malformed' || isJob(payload)) {
    return {
      to: stage,
      jobId: `${stage}-retry-${randomUUID()}`,
      job: JSON.parse(payload.toString()),
      keepFinished: 100,
    }
  }
  const body = payload.toString('base64')
  const job = createParseJob([{ body, base64: true, at: Date.now() }])
  return { to: stage, jobId: parseQueue.jobId(job), job, keepFinished: 100 }
}

/** A parse job is in quarantine when its process died of it, or a bug did; of any version. */
function isJob(payload: Uint8Array): boolean {
  return /^\{"v":\d+,"group":/.test(Buffer.from(payload.subarray(0, 40)).toString())
}

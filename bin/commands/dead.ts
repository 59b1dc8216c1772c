import { once } from 'node:events'
import { type Command, Option } from 'commander'
import type { Redis } from 'ioredis'
import { producerConnection } from '../../queues/connection.ts'
import type { Hop } from '../../queues/define-queue.ts'
import { createPublisher } from '../../queues/publish.ts'
import type { DeadLetterState } from '../../src/domain/dead-letter.ts'
import { readConfig } from '../../src/config.ts'
import { MalformedJobError } from '../../src/errors.ts'
import { createDeadLetters, type DeadLetter, type DeadLetters } from '../../src/db/events/dead-letters.ts'
import { toRetryHop } from '../../workers/retry-dead-letter.ts'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { printError, printLine, printable, writeBytes } from '../command-line/terminal.ts'

export function registerDead(program: Command): void {
  const dead = program
    .command('dead')
    .description('show the dead letters: what could not be processed, with its bytes; retry or drop them')
    .addHelpText('after', '\nExample, after a fix:\n  pagebeat dead list\n  pagebeat dead retry all')
  dead
    .command('list')
    .description('list dead letters, oldest first, without their bytes')
    .addOption(
      new Option('--state <state>', 'in this state')
        .choices(['open', 'retried', 'dropped', 'all'])
        .default('open'),
    )
    .option('--limit <count>', 'rows, 1 to 100000', wholeNumberUpTo(100_000), 100)
    .action(({ state, limit }: { state: DeadLetterState | 'all'; limit: number }) =>
      withDeadLetters((letters) => list(letters, { state, limit })),
    )
  dead
    .command('show <id>')
    .description('print one dead letter; its bytes go to standard output and hold what customers wrote')
    .action((id: string) => withDeadLetters((letters) => show(letters, id)))
  dead
    .command('retry <ids...>')
    .description('put dead letters back into the queue of their stage; `all`: every open one')
    .action((ids: string[]) => withDeadLetters((letters) => retry(letters, ids)))
  dead
    .command('drop <ids...>')
    .description('give dead letters up; they stay in the table as dropped; `all`: every open one')
    .action((ids: string[]) => withDeadLetters((letters) => drop(letters, ids)))
}

async function withDeadLetters(work: (letters: DeadLetters) => Promise<void>): Promise<void> {
  await withDatabase((db) => work(createDeadLetters(db)))
}

async function list(
  letters: DeadLetters,
  { state, limit }: { state: DeadLetterState | 'all'; limit: number },
): Promise<void> {
  const found = await letters.list({ limit, ...(state === 'all' ? {} : { state }) })
  for (const letter of found) printLine(headline(letter))
  const some = found.length === limit ? ` (the first ${limit})` : ''
  const which = state === 'all' ? '' : `${state} `
  printLine(`${found.length} ${which}dead letter${found.length === 1 ? '' : 's'}${some}`)
}

function headline(letter: Omit<DeadLetter, 'payload'>): string {
  const { id, stage, reason, detail, pageId, state, attempts, lastTs } = letter
  const where = pageId === undefined ? '' : ` Page ${pageId}`
  return `#${id} ${state} ${lastTs.toISOString()} ${stage}${where} ${reason}: ${detail} (${attempts}×)`
}

async function show(letters: DeadLetters, id: string): Promise<void> {
  const letter = await requireDeadLetter(letters, id)
  printError(printable(headline(letter)))
  writeBytes(letter.payload)
  writeBytes(Buffer.from('\n'))
}

async function retry(letters: DeadLetters, ids: readonly string[]): Promise<void> {
  const config = readConfig(process.env, { required: ['REDIS_URL', 'PAGEBEAT_QUEUE_PREFIX'] })
  const connection = producerConnection(config.REDIS_URL, { commandTimeoutMs: 5_000 })
  const publisher = createPublisher(connection, config.PAGEBEAT_QUEUE_PREFIX)
  try {
    await untilReady(connection)
    for (const id of await toIds(letters, ids)) {
      const letter = await requireDeadLetter(letters, id)
      const hop = hopOf(letter)
      if (hop === undefined) continue
      await publisher.publish([hop])
      await letters.mark(id, 'retried', { attempts: letter.attempts })
      printLine(`#${id} is in the queue of ${letter.stage} again`)
    }
  } finally {
    await publisher.close()
    connection.disconnect()
  }
}

/** Undefined, with a line for the operator, where the bytes are no job: the other dead letters are still retried. */
function hopOf(letter: DeadLetter): Hop | undefined {
  try {
    return toRetryHop(letter)
  } catch (error) {
    if (!(error instanceof MalformedJobError)) throw error
    printError(
      `#${letter.id} stays open: ${error.message}. Give it up with \`pagebeat dead drop ${letter.id}\``,
    )
    process.exitCode = 1
    return undefined
  }
}

/** Throws Refused when Redis cannot be reached within 5 s. */
async function untilReady(connection: Redis): Promise<void> {
  if (connection.status === 'ready') return
  try {
    await once(connection, 'ready', { signal: AbortSignal.timeout(5_000) })
  } catch (cause) {
    throw new Refused('Redis did not answer within 5 s, and nothing was put back. Check REDIS_URL.', {
      cause,
    })
  }
}

async function drop(letters: DeadLetters, ids: readonly string[]): Promise<void> {
  for (const id of await toIds(letters, ids)) {
    await requireDeadLetter(letters, id)
    await letters.mark(id, 'dropped')
    printLine(`#${id} is dropped`)
  }
}

async function toIds(letters: DeadLetters, ids: readonly string[]): Promise<readonly string[]> {
  if (!ids.includes('all')) return ids
  const open = await letters.list({ state: 'open', limit: 10_000 })
  if (open.length === 0) printLine('No dead letter is open')
  return open.map(({ id }) => id)
}

async function requireDeadLetter(letters: DeadLetters, id: string): Promise<DeadLetter> {
  const letter = /^\d+$/.test(id) ? await letters.find(id) : undefined
  if (letter === undefined)
    throw new Refused(`There is no dead letter ${id}: see \`pagebeat dead list --state all\``)
  return letter
}

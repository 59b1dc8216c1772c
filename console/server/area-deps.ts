import type { Kysely } from 'kysely'
import type { AgentRules } from '../../src/db/console/agent-act-request.ts'
import type { QueueReading } from '../../queues/queue-reading.ts'
import type { WakeUpOf } from '../../src/db/conversation/wake-ups.ts'
import type { DeadLetter } from '../../src/db/events/dead-letters.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { ProcessReading } from '../../src/redis/read-processes.ts'

/** The queues, through their own functions. */
export interface ConsoleQueues {
  /** Every stage. Rejects when Redis does not answer in time. */
  read(): Promise<readonly QueueReading[]>
  /** Receivers and workers that live. Rejects as `read` does. */
  readProcesses(): Promise<readonly ProcessReading[]>
  /** It is in the queue of its stage again. Throws MalformedJobError when its bytes are no job. */
  retry(letter: DeadLetter): Promise<void>
}

/**
 * Runs `pagebeat nlp review` with these arguments. `refused`: the command says why. `busy`: it runs for another user.
 */
export type ReviewTexts = (
  args: readonly string[],
) => Promise<
  | { readonly is: 'done'; readonly printed: string }
  | { readonly is: 'refused'; readonly says: string }
  | { readonly is: 'busy' }
>

/** What each area of the console (`create<Area>Routes`) gets. `now` in ms. */
export interface AreaDeps {
  readonly db: Kysely<Database>
  readonly now: () => number
  /** Absent: as the defaults of the settings are. */
  readonly agentRules?: AgentRules
  /** A worker turns to the conversation at once. Absent, or where it fails: within a second, as its schedule says. */
  readonly wake?: (of: WakeUpOf) => Promise<void>
  /** Absent: the console has no STORYBOARD. */
  readonly review?: ReviewTexts
  /** Country of phones without their country's code. Absent: they are refused. */
  readonly country?: string
  /** Absent: the console has no REDIS_URL. */
  readonly queues?: ConsoleQueues
}

/** Tells the tables which storyboard this worker uses, so that the console draws it. */
import type { Kysely } from 'kysely'
import { recordStoryboard } from '../../src/db/console/storyboard-uses.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { toFlow } from '../../src/storyboard/draw/flow.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import type { Logger } from '../../src/telemetry/log.ts'

export interface RecordStoryboardOptions {
  readonly db: Kysely<Database>
  /** Absent: nothing is stored. */
  readonly storyboard: { current(): Pick<LoadedStoryboard, 'name' | 'version' | 'definition'> } | undefined
  readonly now: () => number
  readonly stop: AbortSignal
  readonly log: Pick<Logger, 'warn'>
  readonly everyMs?: number
}

/** Each version is written once, soon after it was loaded. Where the database is away, it is tried again. */
export function startStoryboardRecord({
  db,
  storyboard,
  now,
  stop,
  log,
  everyMs = 3_000,
}: RecordStoryboardOptions): void {
  let recorded: string | undefined
  let isRunning = false

  async function record(): Promise<void> {
    if (storyboard === undefined || isRunning || stop.aborted) return
    const { name, version, definition } = storyboard.current()
    if (version === recorded) return
    isRunning = true
    try {
      await recordStoryboard(db, { name, version, flow: JSON.stringify(toFlow(definition)), now: now() })
      recorded = version
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown'
      log.warn({ reason }, 'cannot store the storyboard for the console: the worker tries again')
    } finally {
      isRunning = false
    }
  }

  const timer = setInterval(() => void record(), everyMs).unref()
  stop.addEventListener('abort', () => clearInterval(timer))
  void record()
}

import type { Kysely } from 'kysely'
import type { AgentRules } from '../../src/db/console/agent-act-request.ts'
import type { WakeUpOf } from '../../src/db/conversation/wake-ups.ts'
import type { Database } from '../../src/db/mysql/schema.ts'

/** What each area of the console (`create<Area>Routes`) gets. `now` in ms. */
export interface AreaDeps {
  readonly db: Kysely<Database>
  readonly now: () => number
  /** Absent: as the defaults of the settings are. */
  readonly agentRules?: AgentRules
  /** A worker turns to the conversation at once. Absent, or where it fails: within a second, as its schedule says. */
  readonly wake?: (of: WakeUpOf) => Promise<void>
}

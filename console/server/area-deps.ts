import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'

/** What each area of the console (`create<Area>Routes`) gets. `now` in ms. */
export interface AreaDeps {
  readonly db: Kysely<Database>
  readonly now: () => number
}

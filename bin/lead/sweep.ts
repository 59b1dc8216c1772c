/** `pagebeat lead sweep`: reads the lead forms of Pages now. */
import { readConfig } from '../../src/config.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createDatabaseClock } from '../../src/db/mysql/database-clock.ts'
import { requireMigrated } from '../../src/db/migrations/pending-migrations.ts'
import { createRegisteredPages } from '../../src/db/pages/registered-pages.ts'
import { PipelineError } from '../../src/errors.ts'
import { sweepGraceMs } from '../../src/leads/sweep-page.ts'
import { toKnownPageId } from '../command-line/known-page.ts'
import { Refused } from '../command-line/refused.ts'
import { printLine } from '../command-line/terminal.ts'
import { readLeadsConfig } from '../wiring/leads-config.ts'
import { lateEventsOf } from '../wiring/open-late-events.ts'
import { openLeads } from '../wiring/open-leads.ts'
import { readPrivacyConfig } from '../wiring/privacy-config.ts'

export interface SweepOptions {
  /** As the operator named it. */
  readonly page: string | undefined
  readonly isWhole: boolean
}

/** One line for each Page. The status is 1 when a Page could not be swept. */
export async function sweepLeads({ page: named, isWhole }: SweepOptions): Promise<void> {
  const config = readLeadsConfig(process.env)
  if (config === undefined)
    throw new Refused(
      'Set FACEBOOK_APP_SECRET and PAGEBEAT_SECRET_KEY, as for `pagebeat work`: leads are read from Facebook.',
    )
  const { DATABASE_URL: url } = readConfig(process.env, { required: ['DATABASE_URL'] })
  const db = createDatabase({ url, poolSize: 2 })
  const clock = createDatabaseClock(db)
  const { rule } = readPrivacyConfig(process.env)
  const { tombstones } = lateEventsOf(db, { secretKeys: config.secretKeys, rule })
  const leads = openLeads({ db, now: clock.now, config, tombstones })
  try {
    await requireMigrated(db)
    await clock.ask()
    const pageId = await toKnownPageId(db, named)
    const registered = (await createRegisteredPages(db).list()).filter(
      ({ registeredTs }) => registeredTs !== undefined,
    )
    const pages = pageId === undefined ? registered.map((page) => page.pageId) : [pageId]
    if (pages.length === 0) printLine('There is no Page yet: add one with `pagebeat page add`')
    for (const page of pages) {
      try {
        const swept = await leads.sweepPage(page, { graceMs: sweepGraceMs, isWhole })
        if (swept === undefined) {
          printLine(`Page ${page} has no access token: add it with \`pagebeat page add\``)
          process.exitCode = 1
          continue
        }
        const { forms, readForms, leads: read, found } = swept
        printLine(
          `Page ${page}: ${forms} forms, ${readForms} of them read, ${read} leads, ${found} of which no webhook told`,
        )
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error
        printLine(`Page ${page}: ${error.message}`)
        process.exitCode = 1
      }
    }
  } finally {
    await leads.close()
    await db.destroy()
  }
}

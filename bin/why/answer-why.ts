/** What `pagebeat why` tells: the events that a text names, each from its delivery to its reply. */
import type { Kysely } from 'kysely'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { findDeadLetters, type NamedDeadLetter } from '../../src/db/why/find-events.ts'
import { readEvent } from '../../src/db/why/read-event.ts'
import { type Told, tellEvent } from '../../src/why/tell-event.ts'
import { findEvents } from './named-events.ts'

export interface WhyAnswer {
  /** How the text was understood. */
  readonly as: string
  readonly told: readonly Told[]
  /** That name the text. Looked for only when nothing is told. */
  readonly deadLetters: readonly NamedDeadLetter[]
}

/** `npm run bench:why` measures it. */
export async function answerWhy(
  { db, country }: { readonly db: Kysely<Database>; readonly country: string | undefined },
  what: string,
  { limit, withTexts = false }: { readonly limit: number; readonly withTexts?: boolean },
): Promise<WhyAnswer> {
  const { ids, as } = await findEvents({ db, country }, what, limit)
  const now = (await databaseTime(db))()
  const told: Told[] = []
  for (const id of ids) {
    const event = await readEvent(db, id, { shareOfLedger: 1 / ids.length })
    if (event !== undefined) told.push(tellEvent(event, now, { withTexts }))
  }
  return { as, told, deadLetters: told.length > 0 ? [] : await findDeadLetters(db, what.trim()) }
}

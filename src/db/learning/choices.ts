/** What customers chose when the bot asked what they meant. */
import { type Kysely, sql } from 'kysely'
import type { TurnId } from '../../domain/ids.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import type { Database } from '../mysql/schema.ts'
import type { StoredText } from './stored-texts.ts'

export interface Choice {
  /** Undefined: something else than the intents that the bot named. */
  readonly intent: string | undefined
}

const askedBack: TurnOutcome = 'asked_back'

/** The choices, by the turn of the text that the bot asked about. Other texts have none. */
export async function findChoices(
  db: Kysely<Database>,
  texts: readonly StoredText[],
): Promise<ReadonlyMap<TurnId, Choice>> {
  const asked = texts.filter(({ outcome }) => outcome === askedBack)
  if (asked.length === 0) return new Map()
  const conversationIds = [...new Set(asked.map(({ conversationId }) => conversationId))]
  const { rows } = await sql<{ answersTurnId: TurnId; meantIntent: string | null }>`
    select answersTurnId, meantIntent from turn
    where conversationId in (${sql.join(conversationIds)}) and state = 'done'
      and answersTurnId in (${sql.join(asked.map(({ turnId }) => turnId))})`.execute(db)
  return new Map(
    rows.map(({ answersTurnId, meantIntent }) => [answersTurnId, { intent: meantIntent ?? undefined }]),
  )
}

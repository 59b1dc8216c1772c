/** Which texts an agent replied to right after the bot: most likely the bot's reply was wrong. */
import { type Kysely, sql } from 'kysely'
import { feedChannel } from '../../domain/event.ts'
import type { TurnId } from '../../domain/ids.ts'
import type { TurnOutcome } from '../../domain/reasons.ts'
import type { Database } from '../mysql/schema.ts'
import { findAgentComments } from './agent-comments.ts'
import { type AgentMessagesOf, findAgentMessages } from './agent-messages.ts'
import type { StoredText } from './stored-texts.ts'

const replied: ReadonlySet<string> = new Set([
  'answered',
  'asked_back',
  'hub_silent',
  'not_understood',
  'partly_failed',
] satisfies TurnOutcome[])

/**
 * The turns of these texts that the bot replied to, and an agent within ten minutes, before the customer wrote again. A
 * reply that hands the thread to an agent is meant so, and does not count.
 */
export async function findAgentReplies(
  db: Kysely<Database>,
  texts: readonly StoredText[],
  rules: AgentMessagesOf,
): Promise<ReadonlySet<TurnId>> {
  const asked = texts.filter(({ outcome }) => replied.has(outcome))
  const found = [
    ...(await findAgentMessages(
      db,
      asked.filter(({ channel }) => channel !== feedChannel),
      rules,
    )),
    ...(await findAgentComments(db, asked)),
  ]
  const handedOver = await findHandedOver(db, found)
  return new Set(found.filter((turnId) => !handedOver.has(turnId)))
}

async function findHandedOver(
  db: Kysely<Database>,
  turnIds: readonly TurnId[],
): Promise<ReadonlySet<TurnId>> {
  if (turnIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('outbound')
    .select('turnId')
    .where('turnId', 'in', turnIds)
    .where(sql<boolean>`action like '%"do":"hand_over"%'`)
    .$narrowType<{ turnId: TurnId }>()
    .execute()
  return new Set(rows.map(({ turnId }) => turnId))
}

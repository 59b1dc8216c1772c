import { type Kysely, sql } from 'kysely'
import type { ConversationId } from '../../domain/ids.ts'
import { hasMeaning, type TurnFacts } from '../../domain/turn.ts'
import type { Understanding } from '../../domain/understanding.ts'
import type { StoredTurn } from '../../why/stored-event.ts'
import type { Database } from '../mysql/schema.ts'

/** The turn of an event. Undefined: it has none. */
export async function readTurn(
  db: Kysely<Database>,
  interactionId: string,
): Promise<(StoredTurn & { readonly conversationId: ConversationId }) | undefined> {
  const row = await db
    .selectFrom('turn')
    .selectAll()
    .where('kwInteractionId', '=', interactionId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const facts: TurnFacts = JSON.parse(row.facts)
  const isOpen = row.state === 'open'
  return {
    id: row.id,
    conversationId: row.conversationId,
    kind: facts.kind,
    hasText: hasMeaning(facts),
    openedTs: Number(row.openedTs),
    readyTs: Number(row.readyTs),
    handledTs: row.handledTs === null ? undefined : Number(row.handledTs),
    isOpen,
    outcome: row.outcome ?? undefined,
    scene: row.scene ?? undefined,
    alsoScene: row.alsoScene ?? undefined,
    understanding: row.understanding === null ? undefined : (JSON.parse(row.understanding) as Understanding),
    askedIntents: row.askedIntents === null ? [] : (JSON.parse(row.askedIntents) as string[]),
    meantIntent: row.meantIntent ?? undefined,
    earlierOpen: isOpen ? await countEarlier(db, row) : 0,
  }
}

async function countEarlier(
  db: Kysely<Database>,
  {
    conversationId,
    channel,
    ts,
    id,
  }: { conversationId: ConversationId; channel: string; ts: string; id: string },
): Promise<number> {
  const { rows } = await sql<{ readonly turns: string }>`select count(*) as turns from turn
    where conversationId = ${conversationId} and state = 'open' and channel = ${channel}
      and (ts < ${ts} or (ts = ${ts} and id < ${id}))`.execute(db)
  return Number(rows[0]?.turns ?? 0)
}

import type { ExpressionBuilder, Insertable, Kysely, Transaction } from 'kysely'
import { anonymousProfileId } from '../../domain/event-key.ts'
import { type OutboundAction, unsettledStates } from '../../domain/outbound.ts'
import type { Decision } from '../../domain/reply.ts'
import type { Turn } from '../../domain/turn.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { saveProfile } from './customers.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface Decided {
  readonly decision: Decision
  /** As the look said that it was chosen by (`Look.decisions`). */
  readonly decisions: number
  /** As the look said: whoever took or gave back the word since then is obeyed. */
  readonly silentTs: string | null
  readonly outcome: string
  readonly actions: readonly OutboundAction[]
  readonly expiresTs: number
  readonly now: number
  /** What the turn means, where that is not recorded with it yet. */
  readonly understanding?: Understanding | undefined
  /** The first message is this worker's to send, as by a claim at `now`. */
  readonly claimsFirst: boolean
}

/**
 * The turn is done, its answer's parts wait in the outbox, the context and the profile are as decided: all or nothing.
 * Undefined when another worker decided it first, or when since the look something earlier came or was decided, or somebody took the
 * word, so that this was chosen by what is no more; then nothing changed. Else the id of the first row in the outbox, claimed if that was asked for; '' where nothing is to be done.
 */
export async function decideTurn(
  db: Kysely<Database>,
  turn: Turn,
  { decision, decisions, silentTs, outcome, actions, expiresTs, now, understanding, claimsFirst }: Decided,
): Promise<string | undefined> {
  const decided = inTransaction(db, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('turn') // alone: an update of several tables locks what its conditions read
      .set({
        state: 'done',
        outcome,
        scene: decision.scene ?? null,
        handledTs: String(now),
        ...(understanding === undefined ? {} : { understanding: JSON.stringify(understanding) }),
      })
      .where('id', '=', turn.id)
      .where('state', '=', 'open')
      .where((eb) => eb.not(eb.exists(earlierThan(eb, turn))))
      .where((eb) => eb.not(eb.exists(unsettledOf(eb, turn))))
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return undefined
    const rows = actions.map((action, step) => ({
      turnId: turn.id,
      step,
      conversationId: turn.conversationId,
      action: JSON.stringify(action),
      expiresTs,
      createdTs: now,
      ...(step === 0 && claimsFirst
        ? { state: 'sending', claimedTs: now, attempts: 1 }
        : { state: 'pending', claimedTs: null, attempts: 0 }),
    }))
    const firstId = await insertOutbound(transaction, rows)
    const { numUpdatedRows: unchanged } = await transaction
      .updateTable('conversation')
      .set((eb) => ({ context: JSON.stringify(decision.context), decisions: eb('decisions', '+', 1) }))
      .where('id', '=', turn.conversationId)
      .where('decisions', '=', decisions)
      .where('silentTs', '<=>', silentTs)
      .executeTakeFirstOrThrow()
    if (unchanged === 0n) throw new ChangedMeanwhile()
    if (decision.profile !== undefined && turn.pId !== anonymousProfileId)
      await saveProfile(transaction, turn.pId, decision.profile)
    return firstId
  })
  return await decided.catch((error: unknown) => {
    if (error instanceof ChangedMeanwhile) return undefined
    throw error
  })
}

/** Undoes all of the decision. */
class ChangedMeanwhile extends Error {}

/** Returns the id of the first. */
async function insertOutbound(
  transaction: Transaction<Database>,
  rows: readonly Insertable<Database['outbound']>[],
): Promise<string> {
  if (rows.length === 0) return ''
  const { insertId } = await transaction.insertInto('outbound').values(rows).executeTakeFirstOrThrow()
  return String(insertId)
}

function unsettledOf(eb: ExpressionBuilder<Database, 'turn'>, { conversationId }: Turn) {
  return eb
    .selectFrom('outbound as o')
    .select('o.id')
    .where('o.conversationId', '=', conversationId)
    .where('o.state', 'in', unsettledStates)
}

/** In a table of its own: MySQL reads no table that it updates. */
function earlierThan(eb: ExpressionBuilder<Database, 'turn'>, { id, conversationId, ts }: Turn) {
  const earlier = eb
    .selectFrom('turn as t')
    .select('t.id')
    .where('t.conversationId', '=', conversationId)
    .where('t.state', '=', 'open')
    .where(({ and, or, eb: is }) =>
      or([is('t.ts', '<', String(ts)), and([is('t.ts', '=', String(ts)), is('t.id', '<', id)])]),
    )
    .limit(1)
  return eb.selectFrom(earlier.as('earlier')).select('earlier.id')
}

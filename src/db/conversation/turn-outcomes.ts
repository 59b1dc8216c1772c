/** `turn.outcome`, brought up to date after a part of the reply was settled. */
import type { TurnId } from '../../domain/ids.ts'
import type { Transaction } from 'kysely'
import type { TurnOutcome } from '../../domain/reasons.ts'
import { noticeStep, outcomeOf, type ReplyPart } from '../../domain/turn-outcome.ts'
import type { Database } from '../mysql/schema.ts'

/**
 * The outcomes of these turns are those of their rows in `outbound`. Returns those that turns came to: `waiting` is none.
 * The turns are locked first and in the order of the key, so of two callers the later one reads what the earlier one wrote.
 * The number of statements does not grow with the number of turns.
 */
export async function updateOutcomes(
  transaction: Transaction<Database>,
  turnIds: readonly TurnId[],
): Promise<TurnOutcome[]> {
  if (turnIds.length === 0) return []
  const turns = await transaction
    .selectFrom('turn')
    .select(['id', 'outcome', 'outcomeIfSent'])
    .where('id', 'in', turnIds)
    .where('state', '=', 'done')
    .orderBy('id')
    .forUpdate()
    .execute()
  const parts = await findParts(transaction, turnIds)
  const changed = turns.flatMap(({ id, outcome: before, outcomeIfSent }) => {
    const own = parts.get(id)
    const outcome = own && outcomeOf(own, outcomeIfSent ?? 'answered')
    return outcome === undefined || outcome === before ? [] : [{ id, outcome }]
  })
  for (const [outcome, ofOutcome] of Map.groupBy(changed, (turn) => turn.outcome))
    await transaction
      .updateTable('turn')
      .set({ outcome })
      .where(
        'id',
        'in',
        ofOutcome.map(({ id }) => id),
      )
      .execute()
  return changed.flatMap(({ outcome }) => (outcome === 'waiting' ? [] : [outcome]))
}

async function findParts(
  transaction: Transaction<Database>,
  turnIds: readonly TurnId[],
): Promise<Map<TurnId, ReplyPart[]>> {
  const rows = await transaction
    .selectFrom('outbound')
    .select(['turnId', 'state', 'reason'])
    .where('turnId', 'in', turnIds)
    .where('step', '<', noticeStep)
    .orderBy('turnId')
    .orderBy('step')
    .$narrowType<{ turnId: TurnId }>()
    .execute()
  return Map.groupBy(rows, ({ turnId }) => turnId)
}

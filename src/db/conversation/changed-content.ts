/** Edits, removals and hides that came after a turn was read. */
import { type ExpressionBuilder, sql } from 'kysely'
import type { Database } from '../mysql/schema.ts'
import type { OpenTurn } from './turn-row.ts'

/** What the customer said was edited, removed or hidden since the turn was read. */
export function changedContentOf(eb: ExpressionBuilder<Database, 'turn'>, { content }: OpenTurn) {
  const { editedTs, removedTs, isHidden } = content
  return eb
    .selectFrom('contentState as s')
    .select('s.contentKey')
    .whereRef('s.contentKey', '=', 'turn.contentKey')
    .where(
      sql<boolean>`not (coalesce(s.textTs, 0) = ${editedTs} and s.removedTs <=> ${removedTs} and coalesce(s.hidden, 0) = ${Number(isHidden)})`,
    )
}

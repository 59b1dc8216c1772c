/**
 * Turns that repeat another one: Facebook tells some things twice, in two forms. A customer must not get two replies
 * to one thing.
 */
import type { Kysely } from 'kysely'
import type { NoReplyReason } from '../../domain/reasons.ts'
import { clickMs, repeatOfClick, withoutClick } from '../../domain/repeated-click.ts'
import { editedTurnKinds, type TurnFacts } from '../../domain/turn.ts'
import type { Database } from '../mysql/schema.ts'
import type { OpenTurn } from './turn-row.ts'

/** The turn gets no reply, for this reason; or it is replied to as this turn says. */
export type Repeat = { readonly closes: NoReplyReason } | { readonly turn: OpenTurn }

/** Undefined: it repeats nothing. Most turns cost no statement: only those with a click, and edits. */
export async function findRepeat(db: Kysely<Database>, turn: OpenTurn): Promise<Repeat | undefined> {
  if (editedTurnKinds.includes(turn.kind)) return await findReplyToEdit(db, turn)
  if (turn.ref === undefined && turn.adId === undefined) return undefined
  return await findReplyToClick(db, turn)
}

async function findReplyToClick(db: Kysely<Database>, turn: OpenTurn): Promise<Repeat | undefined> {
  const rows = await db
    .selectFrom('turn')
    .select(['facts', 'ts'])
    .where('conversationId', '=', turn.conversationId)
    .where('state', '=', 'done')
    .where('ts', '>=', String(turn.ts - clickMs.before))
    .where('ts', '<=', String(turn.ts + clickMs.after))
    .where('scene', 'is not', null)
    .execute()
  const replied = rows.map(({ facts, ts }) => ({ ...(JSON.parse(facts) as TurnFacts), ts: Number(ts) }))
  const repeat = repeatOfClick(turn, replied)
  if (repeat === undefined) return undefined
  return repeat === 'same_click' ? { closes: repeat } : { turn: withoutClick(turn) }
}

/**
 * A turn whose text is edited before its reply is replied to by the new text, so the edit has its reply. Of several
 * edits the last one gets it.
 */
async function findReplyToEdit(db: Kysely<Database>, turn: OpenTurn): Promise<Repeat | undefined> {
  const rows = await db
    .selectFrom('turn as t')
    .innerJoin('turn as own', 'own.contentKey', 't.contentKey')
    .select(['t.id', 't.ts', 't.state', 't.handledTs', 't.outcome'])
    .where('own.id', '=', turn.id)
    .where('t.conversationId', '=', turn.conversationId)
    .where('t.id', '<>', turn.id)
    .execute()
  const sameWords: NoReplyReason = 'same_words'
  const isRepliedTo = rows.some(({ id, ts, state, handledTs, outcome }) =>
    state === 'open'
      ? Number(ts) > turn.ts || (Number(ts) === turn.ts && BigInt(id) > BigInt(turn.id))
      : outcome !== sameWords && Number(handledTs) >= turn.content.editSeenTs,
  )
  return isRepliedTo ? { closes: sameWords } : undefined
}

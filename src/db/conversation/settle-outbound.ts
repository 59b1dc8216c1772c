/** Moves a row of `outbound` on, and with it the outcome of its turn. */
import { setTimeout } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { TurnId } from '../../domain/ids.ts'
import { type OutboundState, unsettledStates } from '../../domain/outbound.ts'
import type { OutboundReason, ReplyOutcome, TurnOutcome } from '../../domain/reasons.ts'
import type { RestOfReply } from '../../domain/turn-outcome.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { serveCustomers } from './serve-customers.ts'
import { updateOutcomes } from './turn-outcomes.ts'

/** The next state of a row, and facts to store with it. */
export interface Settlement {
  readonly to: OutboundState
  readonly reason?: OutboundReason | undefined
  readonly platformId?: string | undefined
  /** Only if the row still has this claim. A row that was claimed again belongs to another worker. */
  readonly ofClaim?: number | undefined
  /** The row may be sent until then, ms. Absent: as before. */
  readonly expiresTs?: number
  /** What the caller knows of the other parts of the reply: it saves reading them. */
  readonly rest?: RestOfReply | undefined
}

export interface SettleRowDeps {
  readonly db: Kysely<Database>
  readonly now: () => number
  /** Is told the outcome that the turn came to, after the commit. */
  readonly onOutcome: (outcome: TurnOutcome) => void
}

interface Move {
  readonly id: string
  readonly from: readonly OutboundState[]
  readonly settlement: Settlement
}

/** See `OutboundRows.settle`. */
export async function settleRow(deps: SettleRowDeps, move: Move): Promise<boolean> {
  const { from, settlement } = move
  const { to, rest } = settlement
  const wasUnsettled = from.every((state) => unsettledStates.includes(state))
  // The turn waits before and after.
  if (wasUnsettled && (unsettledStates.includes(to) || (to === 'sent' && rest?.others === 'unsettled')))
    return await settleAlone(deps, move)
  if (wasUnsettled && to === 'sent' && rest?.others === 'sent')
    return await settleLast(deps, move, rest.outcomeIfSent)
  return await settleAndRead(deps, move)
}

/** Tried several times, as in the other functions here: only this worker knows the outcome of the call. */
async function settleAlone({ db, now }: SettleRowDeps, move: Move): Promise<boolean> {
  const { numUpdatedRows } = await again(() => moveRow(db, move, now()))
  return numUpdatedRows === 1n
}

/**
 * One statement for both tables, as it runs once for each reply. No later change makes its outcome wrong: a part that is
 * sent stays so.
 */
async function settleLast(
  { db, now, onOutcome }: SettleRowDeps,
  { id, from, settlement }: Move,
  outcome: ReplyOutcome,
): Promise<boolean> {
  const { reason, platformId, ofClaim } = settlement
  const query = sql`update outbound o join turn t on t.id = o.turnId
    set o.state = 'sent', o.reason = ${reason ?? null}, o.settledTs = ${now()},
      o.platformId = coalesce(${platformId ?? null}, o.platformId), t.outcome = ${outcome}
    where o.id = ${id} and o.state in (${sql.join(from)}) and (${ofClaim ?? null} is null or o.claimedTs = ${ofClaim ?? null})`
  const { numAffectedRows = 0n } = await again(() => query.execute(db))
  if (numAffectedRows > 0n) onOutcome(outcome)
  return numAffectedRows > 0n
}

/** Where a part was not sent, or an operator moves a row: seldom. */
async function settleAndRead(deps: SettleRowDeps, move: Move): Promise<boolean> {
  const moved = await inTransaction(deps.db, async (transaction) => {
    const { numUpdatedRows } = await moveRow(transaction, move, deps.now())
    if (numUpdatedRows === 0n) return undefined
    const { turnId } = await transaction
      .selectFrom('outbound')
      .select('turnId')
      .where('id', '=', move.id)
      .executeTakeFirstOrThrow()
    if (turnId === null) {
      if (move.settlement.to === 'sent') await serveCustomers(transaction, [move.id])
      return { turnId, isSending: false, outcomes: [] }
    }
    const isSending = await isBeingSent(transaction, turnId)
    return { turnId, isSending, outcomes: await updateOutcomes(transaction, [turnId]) }
  })
  if (moved === undefined) return false
  for (const outcome of moved.outcomes) deps.onOutcome(outcome)
  if (moved.isSending && moved.turnId !== null) await updateWhenSent(deps, moved.turnId)
  return true
}

const longestCallMs = 10_000
const lookAgainMs = 200

/** A worker sends another part of the reply, and does not know that this one is settled by hand. */
async function updateWhenSent({ db, onOutcome }: SettleRowDeps, turnId: TurnId): Promise<void> {
  for (let waitedMs = 0; waitedMs < longestCallMs && (await isBeingSent(db, turnId)); waitedMs += lookAgainMs)
    await setTimeout(lookAgainMs)
  for (const outcome of await inTransaction(db, (transaction) => updateOutcomes(transaction, [turnId])))
    onOutcome(outcome)
}

async function isBeingSent(db: Kysely<Database>, turnId: TurnId): Promise<boolean> {
  const row = await db
    .selectFrom('outbound')
    .select('id')
    .where('turnId', '=', turnId)
    .where('state', '=', 'sending')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function moveRow(db: Kysely<Database>, { id, from, settlement }: Move, nowMs: number) {
  const { to, reason, platformId, ofClaim, expiresTs } = settlement
  return await db
    .updateTable('outbound')
    .set((eb) => ({
      state: to,
      reason: reason ?? null,
      ...(platformId === undefined ? {} : { platformId }),
      ...(expiresTs === undefined ? {} : { expiresTs: String(expiresTs) }),
      ...(to === 'unknown' ? { unclearTs: eb.ref('claimedTs') } : {}),
      ...(reason === 'was_not_sent' ? { unclearTs: null } : {}),
      ...(unsettledStates.includes(to) ? {} : { settledTs: String(nowMs) }),
    }))
    .where('id', '=', id)
    .where('state', 'in', from)
    .$if(ofClaim !== undefined, (of) => of.where('claimedTs', '=', String(ofClaim)))
    .executeTakeFirstOrThrow()
}

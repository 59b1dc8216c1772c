/** The table `forgetRun`: what is being forgotten, how far it is, and afterwards the receipt. */
import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { SecretBox } from '../../secret-box.ts'
import type { Database } from '../mysql/schema.ts'
import { addRemoved, type ForgetPlan, type Removed } from '../../privacy/forget-plan.ts'

export type ForgetReason = 'operator' | 'facebook' | 'late'

export interface ForgetRun {
  readonly id: string
  readonly reason: string
  readonly plan: ForgetPlan
  readonly step: string | undefined
  readonly progress: string | undefined
}

export interface ForgetReceipt {
  readonly id: string
  readonly reason: string
  readonly requestCode: string | undefined
  readonly state: string
  readonly startedTs: number
  readonly finishedTs: number | undefined
  readonly step: string | undefined
  readonly removed: Removed
}

export interface ForgetRuns {
  /** The run is open, and claimed by the caller, or with `isLeft` by nobody. Its id. */
  open(
    db: Kysely<Database>,
    plan: ForgetPlan,
    of: {
      readonly reason: ForgetReason
      readonly requestCode?: string | undefined
      readonly isLeft?: boolean
      readonly removed: Removed
    },
  ): Promise<string>
  /** The oldest run that nobody works at, claimed by the caller; with `id` only that one. */
  claim(id?: string): Promise<ForgetRun | undefined>
  /** The step is done, or is so far. The claim is longer. */
  note(
    id: string,
    done: { readonly step?: string; readonly progress: string | null; readonly removed: Removed },
  ): Promise<void>
  /** The plan is gone: the row is a receipt without personal data. */
  finish(id: string): Promise<void>
  /** The newest receipts, without those of late deliveries. */
  list(limit: number): Promise<ForgetReceipt[]>
  find(id: string): Promise<ForgetReceipt | undefined>
}

/** Another process takes over after this time. A step notes its progress far more often. */
const claimMs = 60_000

/** A call of the Graph API that was under way has ended by then, and a delivery is in the ledger. */
const lateMs = 60_000

export function createForgetRuns(
  db: Kysely<Database>,
  box: SecretBox,
  now: () => number = Date.now,
): ForgetRuns {
  return {
    async open(transaction, plan, { reason, requestCode, isLeft, removed }) {
      const runKey = randomBytes(16).toString('hex')
      const ts = String(now())
      const { insertId } = await transaction
        .insertInto('forgetRun')
        .values({
          runKey,
          reason,
          requestCode: requestCode ?? null,
          state: 'open',
          startedTs: ts,
          claimedUntil: String(isLeft === true ? now() : now() + (reason === 'late' ? lateMs : claimMs)),
          plan: box.seal(JSON.stringify(plan), nameOf(runKey)),
          removed: JSON.stringify(removed),
        })
        .executeTakeFirstOrThrow()
      return String(insertId)
    },
    async claim(id) {
      const ts = now()
      const found = await db
        .selectFrom('forgetRun')
        .select(['id', 'reason', 'runKey', 'plan', 'step', 'progress', 'claimedUntil'])
        .where('state', '=', 'open')
        .$if(id === undefined, (query) => query.where('claimedUntil', '<=', String(ts)))
        .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
        .orderBy('claimedUntil')
        .limit(1)
        .executeTakeFirst()
      if (found === undefined || found.plan === null) return undefined
      const { numUpdatedRows } = await db
        .updateTable('forgetRun')
        .set({ claimedUntil: String(Math.max(ts + claimMs, Number(found.claimedUntil) + 1)) })
        .where('id', '=', found.id)
        .where('claimedUntil', '=', found.claimedUntil)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return undefined // another process was faster
      const plan = JSON.parse(box.open(found.plan, nameOf(found.runKey))) as ForgetPlan
      const { reason } = found
      return {
        id: found.id,
        reason,
        plan,
        step: found.step ?? undefined,
        progress: found.progress ?? undefined,
      }
    },
    async note(id, { step, progress, removed }) {
      const row = await db.selectFrom('forgetRun').select('removed').where('id', '=', id).executeTakeFirst()
      const sum = addRemoved(JSON.parse(row?.removed ?? '{}') as Removed, removed)
      await db
        .updateTable('forgetRun')
        .set({
          ...(step === undefined ? {} : { step }),
          progress,
          removed: JSON.stringify(sum),
          claimedUntil: String(now() + claimMs),
        })
        .where('id', '=', id)
        .execute()
    },
    async finish(id) {
      await db
        .updateTable('forgetRun')
        .set({ state: 'done', plan: null, progress: null, finishedTs: String(now()) })
        .where('id', '=', id)
        .execute()
    },
    async list(limit) {
      const rows = await receipts(db)
        .where('reason', '<>', 'late')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toReceipt)
    },
    async find(id) {
      const row = await receipts(db).where('id', '=', id).executeTakeFirst()
      return row && toReceipt(row)
    },
  }
}

function nameOf(runKey: string): string {
  return `forgetRun ${runKey}`
}

function receipts(db: Kysely<Database>) {
  return db
    .selectFrom('forgetRun')
    .select(['id', 'reason', 'requestCode', 'state', 'startedTs', 'finishedTs', 'step', 'removed'])
}

function toReceipt(row: Awaited<ReturnType<ReturnType<typeof receipts>['execute']>>[number]): ForgetReceipt {
  return {
    ...row,
    requestCode: row.requestCode ?? undefined,
    startedTs: Number(row.startedTs),
    finishedTs: row.finishedTs === null ? undefined : Number(row.finishedTs),
    step: row.step ?? undefined,
    removed: JSON.parse(row.removed) as Removed,
  }
}

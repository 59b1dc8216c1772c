/** The table `notification`: each fact is told to each receiver once. A row is claimed before it is posted. */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import {
  type Fact,
  factKey,
  lastingKinds,
  type NotificationEnd,
  type NotificationKind,
} from '../../domain/notification.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface DueNotification {
  readonly id: string
  readonly kind: NotificationKind
  readonly says: string
  readonly attempts: number
}

export interface Notifications {
  /** Each fact has a row for each receiver. A fact that is known already changes nothing. */
  record(facts: readonly Fact[], receivers: readonly string[]): Promise<void>
  /** Rows that are due for this receiver, oldest first. They are this caller's alone, and claimed before it returns. */
  claimDue(receiver: string, limit: number): Promise<DueNotification[]>
  /** When the next row of this receiver is due, ms; undefined: none waits. */
  findNextDue(receiver: string): Promise<number | undefined>
  settle(ids: readonly string[], to: NotificationEnd): Promise<void>
  /** They are due again at `dueTs`, ms. */
  postpone(ids: readonly string[], dueTs: number): Promise<void>
  /** Claims of workers that died: nobody knows whether they were posted. Returns their number. */
  giveUpClaims(): Promise<number>
  /** Lasting facts of these kinds that are not over, by their keys in hex. */
  findOpen(kinds: readonly NotificationKind[]): Promise<Set<string>>
  /** The lasting facts are over. When they come back, people are told again. */
  end(keys: readonly string[]): Promise<void>
  /** Old rows are deleted, but for lasting facts that are not over. */
  purge(): Promise<void>
}

const keptMs = 30 * 24 * 60 * 60_000
const purgedAtOnce = 1_000
/** No POST takes this long. */
const claimMs = 60_000

export function createNotifications(db: Kysely<Database>, now: () => number): Notifications {
  async function set(ids: readonly string[], to: Parameters<typeof update>[1]): Promise<void> {
    if (ids.length > 0) await again(() => update(ids, to).execute())
  }
  const update = (
    ids: readonly string[],
    to: { state: NotificationEnd | 'pending'; dueTs?: string; settledTs?: string },
  ) => db.updateTable('notification').set(to).where('id', 'in', ids).where('state', '=', 'sending')

  return {
    async record(facts, receivers) {
      const foundTs = String(now())
      const rows = facts.flatMap((fact) =>
        receivers.map((receiver) => ({
          receiver,
          notificationKey: Buffer.from(factKey(fact), 'hex'),
          kind: fact.kind,
          pageId: fact.pageId ?? null,
          says: fact.says,
          foundTs,
          dueTs: foundTs,
        })),
      )
      if (rows.length === 0) return
      await again(() =>
        db
          .insertInto('notification')
          .values(rows)
          .onDuplicateKeyUpdate(({ ref }) => ({ id: ref('notification.id') }))
          .execute(),
      )
    },
    claimDue: (receiver, limit) =>
      inTransaction(db, async (transaction) => {
        const ts = String(now())
        const rows = await transaction
          .selectFrom('notification')
          .select(['id', 'kind', 'says', 'attempts'])
          .where('state', '=', 'pending')
          .where('dueTs', '<=', ts)
          .where('receiver', '=', receiver)
          .orderBy('dueTs')
          .orderBy('id')
          .limit(limit)
          .forUpdate()
          .execute()
        if (rows.length > 0)
          await transaction
            .updateTable('notification')
            .set((eb) => ({ state: 'sending', claimedTs: ts, attempts: eb('attempts', '+', 1) }))
            .where(
              'id',
              'in',
              rows.map(({ id }) => id),
            )
            .execute()
        return rows.map(({ id, kind, says, attempts }) => ({
          id,
          kind: kind as NotificationKind, // Pagebeat itself wrote it
          says,
          attempts: attempts + 1,
        }))
      }),
    async findNextDue(receiver) {
      const { next } = await db
        .selectFrom('notification')
        .select(({ fn }) => fn.min('dueTs').as('next'))
        .where('state', '=', 'pending')
        .where('receiver', '=', receiver)
        .executeTakeFirstOrThrow()
      return next === null ? undefined : Number(next)
    },
    settle: (ids, state) => set(ids, { state, settledTs: String(now()) }),
    postpone: (ids, dueTs) => set(ids, { state: 'pending', dueTs: String(Math.round(dueTs)) }),
    async giveUpClaims() {
      const { numUpdatedRows } = await db
        .updateTable('notification')
        .set({ state: 'unclear', settledTs: String(now()) })
        .where('state', '=', 'sending')
        .where('claimedTs', '<', String(now() - claimMs))
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows)
    },
    async findOpen(kinds) {
      const rows = await db
        .selectFrom('notification')
        .select('notificationKey')
        .distinct()
        .where('kind', 'in', kinds)
        .where('overTs', 'is', null)
        .execute()
      return new Set(rows.flatMap(({ notificationKey: key }) => key?.toString('hex') ?? []))
    },
    async end(keys) {
      if (keys.length === 0) return
      await db
        .updateTable('notification')
        .set({ overTs: String(now()), notificationKey: null })
        .where('kind', 'in', lastingKinds)
        .where(
          'notificationKey',
          'in',
          keys.map((key) => Buffer.from(key, 'hex')),
        )
        .execute()
    },
    async purge() {
      await db
        .deleteFrom('notification')
        .where('state', 'in', ['sent', 'failed', 'unclear'])
        .where('settledTs', '<', String(now() - keptMs))
        .where(({ or, eb }) => or([eb('kind', 'not in', lastingKinds), eb('overTs', 'is not', null)]))
        .limit(purgedAtOnce)
        .execute()
    },
  }
}

/** Names a receiver in the table without telling its address. */
export function receiverOf(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 12)
}

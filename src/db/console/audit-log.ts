/**
 * The table `auditLog`: which user did what to what, in the transaction that did it. Rows are only added. They hold
 * numbers of Pagebeat's tables and short words, never what a customer wrote or is called: so there is nothing in them
 * to forget.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../mysql/schema.ts'

/** What an act is about. The id is a number of Pagebeat's own table, or the id of a Page. */
export interface AuditTarget {
  readonly kind:
    | 'user'
    | 'session'
    | 'conversation'
    | 'interaction'
    | 'outbound'
    | 'note'
    | 'page'
    | 'dead_letter'
    | 'saved_reply'
    | 'link'
    | 'forgetting'
    | 'customer'
  readonly id: string
}

/** Ids, states, times and roles. */
export type AuditValues = Readonly<Record<string, string | number | boolean | null>>

export interface AuditEntry {
  /** Undefined: the operator, by a command. */
  readonly user: { readonly id: string; readonly email: string } | undefined
  /** One word, or several joined by `_`: `take_over`, `sign_in`. */
  readonly act: string
  readonly target: AuditTarget
  readonly before?: AuditValues | undefined
  readonly after?: AuditValues | undefined
}

export interface AuditRow extends AuditEntry {
  readonly id: string
  readonly ts: number
}

/** Adds the entry. Call it in the transaction of the act. `now` in ms. */
export async function recordAudit(
  trx: Kysely<Database>,
  { user, act, target, before, after }: AuditEntry,
  now: number = Date.now(),
): Promise<void> {
  await trx
    .insertInto('auditLog')
    .values({
      ts: String(now),
      userId: user?.id ?? null,
      email: user?.email ?? null,
      act,
      targetKind: target.kind,
      targetId: target.id,
      valuesBefore: before === undefined ? null : JSON.stringify(before),
      valuesAfter: after === undefined ? null : JSON.stringify(after),
    })
    .execute()
}

/** The last entries, the newest first; of one target or all. */
export async function listAudit(
  db: Kysely<Database>,
  {
    target,
    limit,
    beforeId,
  }: { readonly target?: AuditTarget; readonly limit: number; readonly beforeId?: string },
): Promise<readonly AuditRow[]> {
  const rows = await db
    .selectFrom('auditLog')
    .selectAll()
    .$if(target !== undefined, (query) =>
      query.where('targetKind', '=', target?.kind ?? '').where('targetId', '=', target?.id ?? ''),
    )
    .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? '0'))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    ts: Number(row.ts),
    user: row.userId === null ? undefined : { id: row.userId, email: row.email ?? '' },
    act: row.act,
    target: { kind: row.targetKind as AuditTarget['kind'], id: row.targetId }, // Pagebeat itself wrote it
    before: toValues(row.valuesBefore),
    after: toValues(row.valuesAfter),
  }))
}

function toValues(json: string | null): AuditValues | undefined {
  return json === null ? undefined : JSON.parse(json)
}

/** The table `deletionRequest`: what Facebook told of customers who asked for deletion, or removed the app. */
import type { Kysely } from 'kysely'
import type { ProfileId } from '../../domain/ids.ts'
import type { PrivacyRequest, PrivacyRequestState } from '../../domain/privacy-request.ts'
import { appScoped } from '../../domain/identity-link.ts'
import type { Database } from '../mysql/schema.ts'

export interface DeletionRequest {
  readonly code: string
  readonly kind: PrivacyRequest['kind']
  /** The customer's id in the app; undefined once the request is settled. */
  readonly userId: string | undefined
  readonly receivedTs: number
  readonly state: PrivacyRequestState
  readonly changedTs: number
}

export interface DeletionRequests {
  /** The request is in the table, once. A new deletion is `unmatched`. Returns the row. */
  record(request: PrivacyRequest): Promise<DeletionRequest>
  find(code: string): Promise<DeletionRequest | undefined>
  /** In these states, the newest first. */
  list(states: readonly PrivacyRequestState[], limit: number): Promise<DeletionRequest[]>
  /** The request is being done, by a run of `forgetRun` that names it. The customer's id is no longer kept. */
  begin(code: string): Promise<void>
  /** Requests whose run is done are done. Returns them. */
  settle(): Promise<DeletionRequest[]>
  /** Whether a run for this request was opened. */
  hasRun(code: string): Promise<boolean>
  /** The customer with this id in the app, if one is known. */
  match(userId: string): Promise<ProfileId | undefined>
}

/** Kinds of ids that Facebook may name in a request. Ids of Pages and of apps are never the same. */
const kindsOfFacebook = ['facebook', appScoped]

export function createDeletionRequests(db: Kysely<Database>, now: () => number = Date.now): DeletionRequests {
  const select = () => db.selectFrom('deletionRequest').selectAll()
  async function find(code: string): Promise<DeletionRequest | undefined> {
    const row = await select().where('code', '=', code).executeTakeFirst()
    return row && fromRow(row)
  }
  return {
    find,
    async record({ code, kind, userId, issuedTs, receivedTs }) {
      const isDeletion = kind === 'data_deletion'
      await db
        .insertInto('deletionRequest')
        .values({
          code,
          kind,
          userId: isDeletion ? userId : null,
          issuedTs: String(issuedTs),
          receivedTs: String(receivedTs),
          state: isDeletion ? 'unmatched' : 'recorded',
          changedTs: String(now()),
        })
        .onDuplicateKeyUpdate(({ ref }) => ({ code: ref('deletionRequest.code') }))
        .execute()
      const row = await select().where('code', '=', code).executeTakeFirstOrThrow()
      return fromRow(row)
    },
    async list(states, limit) {
      const rows = await select()
        .where('state', 'in', states)
        .orderBy('receivedTs', 'desc')
        .limit(limit)
        .execute()
      return rows.map(fromRow)
    },
    async begin(code) {
      await db
        .updateTable('deletionRequest')
        .set({ state: 'in_progress', userId: null, changedTs: String(now()) })
        .where('code', '=', code)
        .where('state', '=', 'unmatched')
        .execute()
    },
    async settle() {
      const rows = await select()
        .where('state', '=', 'in_progress')
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('forgetRun as r')
              .select('r.id')
              .whereRef('r.requestCode', '=', 'deletionRequest.code')
              .where('r.state', '=', 'done'),
          ),
        )
        .execute()
      const changedTs = now()
      for (const { code } of rows)
        await db
          .updateTable('deletionRequest')
          .set({ state: 'done', changedTs: String(changedTs) })
          .where('code', '=', code)
          .execute()
      return rows.map((row) => ({ ...fromRow(row), state: 'done', changedTs }))
    },
    async hasRun(code) {
      const row = await db
        .selectFrom('forgetRun')
        .select('id')
        .where('requestCode', '=', code)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async match(userId) {
      const rows = await db
        .selectFrom('chan2Profile')
        .select('pId')
        .where('channelId', '=', userId)
        .where('cidType', 'in', kindsOfFacebook)
        .execute()
      return rows[0]?.pId
    },
  }
}

function fromRow(row: {
  readonly code: string
  readonly kind: string
  readonly userId: string | null
  readonly receivedTs: string
  readonly state: string
  readonly changedTs: string
}): DeletionRequest {
  return {
    code: row.code,
    kind: row.kind as PrivacyRequest['kind'],
    userId: row.userId ?? undefined,
    receivedTs: Number(row.receivedTs),
    state: row.state as PrivacyRequestState,
    changedTs: Number(row.changedTs),
  }
}

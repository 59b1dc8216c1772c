/** The tables `consoleSession` and `consoleLink`: who is signed in, and links that sign in once. */
import type { Kysely } from 'kysely'
import type { SignedInUser } from '../../domain/console-user.ts'
import { DatabaseBusyError } from '../../errors.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { recordAudit } from './audit-log.ts'
import { createToken, hashToken } from './tokens.ts'
import { endSessions } from './users.ts'

export type SignInWay = 'password' | 'link' | 'oidc'

export interface OpenedSession {
  /** For the cookie. It is nowhere else. */
  readonly token: string
  /** ms */
  readonly expiresTs: number
}

export interface FoundSession {
  readonly user: SignedInUser
  readonly csrf: string
}

export interface ConsoleSessions {
  /** A new session. The one with `replaced`, which the browser had before, ends. */
  open(
    userId: string,
    how: { readonly way: SignInWay; readonly replaced?: string | undefined },
  ): Promise<OpenedSession>
  /** Undefined: no session, an ended one, or its user was removed. */
  find(token: string): Promise<FoundSession | undefined>
  /** For a stream that is open: false once `find` would find no session. */
  isLive(sessionId: string): Promise<boolean>
  close(user: SignedInUser): Promise<void>
  /** By the operator. Returns the number of sessions that ended. */
  revokeAllOf(userId: string): Promise<number>
  /** Returns the token of a link that signs this user in once. */
  createLink(userId: string): Promise<string>
  /** The user whom the link signs in, once. */
  useLink(token: string): Promise<{ readonly userId: string } | undefined>
  /** Deletes sessions and links that ended a day ago. */
  purge(): Promise<void>
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
export const sessionTimes = {
  /** A session ends when it is idle for this long … */
  idleMs: 12 * hourMs,
  /** … and in any case. */
  longestMs: 7 * 24 * hourMs,
  linkMs: 15 * minuteMs,
} as const
const keptMs = 24 * hourMs
const purgedAtOnce = 1_000

/** `now` in ms. */
export function createConsoleSessions(db: Kysely<Database>, now: () => number): ConsoleSessions {
  const live = () =>
    db
      .selectFrom('consoleSession as s')
      .innerJoin('consoleUser as u', 'u.id', 's.userId')
      .select(['s.id as sessionId', 's.csrf', 's.lastSeenTs', 'u.id', 'u.email', 'u.name', 'u.role'])
      .where('s.revokedTs', 'is', null)
      .where('u.disabledTs', 'is', null)
      .where('s.expiresTs', '>', String(now()))
      .where('s.lastSeenTs', '>', String(now() - sessionTimes.idleMs))

  return {
    open: (userId, { way, replaced }) =>
      inTransaction(db, async (trx) => {
        const ts = now()
        const token = createToken()
        const expiresTs = ts + sessionTimes.longestMs
        if (replaced !== undefined)
          await trx
            .updateTable('consoleSession')
            .set({ revokedTs: String(ts) })
            .where('tokenHash', '=', hashToken(replaced))
            .where('revokedTs', 'is', null)
            .execute()
        await trx
          .insertInto('consoleSession')
          .values({
            tokenHash: hashToken(token),
            csrf: createToken(),
            userId,
            way,
            createdTs: String(ts),
            lastSeenTs: String(ts),
            expiresTs: String(expiresTs),
          })
          .execute()
        const { email } = await trx
          .selectFrom('consoleUser')
          .select('email')
          .where('id', '=', userId)
          .executeTakeFirstOrThrow()
        const entry = { act: 'sign_in', target: { kind: 'user', id: userId }, after: { way } } as const
        await recordAudit(trx, { ...entry, user: { id: userId, email } }, ts)
        return { token, expiresTs }
      }),
    async find(token) {
      const row = await live().where('s.tokenHash', '=', hashToken(token)).executeTakeFirst()
      if (row === undefined) return undefined
      const { id, email, name, role, sessionId, csrf } = row
      // Once a minute, so that a read of the page is no write.
      if (Number(row.lastSeenTs) < now() - minuteMs) await touch(db, sessionId, now())
      return { user: { id, email, name, role, sessionId }, csrf }
    },
    async isLive(sessionId) {
      return (await live().where('s.id', '=', sessionId).executeTakeFirst()) !== undefined
    },
    close: ({ id, email, sessionId }) =>
      inTransaction(db, async (trx) => {
        await trx
          .updateTable('consoleSession')
          .set({ revokedTs: String(now()) })
          .where('id', '=', sessionId)
          .execute()
        const target = { kind: 'user', id } as const
        await recordAudit(trx, { user: { id, email }, act: 'sign_out', target }, now())
      }),
    revokeAllOf: (userId) =>
      inTransaction(db, async (trx) => {
        const ended = await endSessions(trx, userId, now())
        const target = { kind: 'user', id: userId } as const
        const entry = { user: undefined, act: 'revoke_sessions', target, after: { ended } }
        await recordAudit(trx, entry, now())
        return ended
      }),
    async createLink(userId) {
      const token = createToken()
      await db
        .insertInto('consoleLink')
        .values({
          tokenHash: hashToken(token),
          userId,
          createdTs: String(now()),
          expiresTs: String(now() + sessionTimes.linkMs),
        })
        .execute()
      return token
    },
    async useLink(token) {
      const tokenHash = hashToken(token)
      const { numUpdatedRows } = await db
        .updateTable('consoleLink')
        .set({ usedTs: String(now()) })
        .where('tokenHash', '=', tokenHash)
        .where('usedTs', 'is', null)
        .where('expiresTs', '>', String(now()))
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return undefined
      return await db
        .selectFrom('consoleLink as l')
        .innerJoin('consoleUser as u', 'u.id', 'l.userId')
        .select('l.userId')
        .where('l.tokenHash', '=', tokenHash)
        .where('u.disabledTs', 'is', null)
        .executeTakeFirst()
    },
    async purge() {
      const before = String(now() - keptMs)
      for (const table of ['consoleSession', 'consoleLink'] as const)
        await db.deleteFrom(table).where('expiresTs', '<', before).limit(purgedAtOnce).execute()
    },
  }
}

/** A database that takes no writes now still lets users read: the session then counts as idle a while longer. */
async function touch(db: Kysely<Database>, sessionId: string, ts: number): Promise<void> {
  const lastSeenTs = String(ts)
  const touched = db.updateTable('consoleSession').set({ lastSeenTs }).where('id', '=', sessionId).execute()
  await touched.catch((error: unknown) => {
    if (!(error instanceof DatabaseBusyError)) throw error
  })
}

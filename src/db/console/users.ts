/** The table `consoleUser`. Every change has its entry in `auditLog`, and a change of rights ends the sessions. */
import type { Kysely, Transaction } from 'kysely'
import type { UserRole } from '../../domain/console-user.ts'
import { RejectedRowsError } from '../../errors.ts'
import { inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'
import { type AuditValues, recordAudit } from './audit-log.ts'

export interface ConsoleUser {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: UserRole
  readonly hasPassword: boolean
  /** ms */
  readonly createdTs: number
}

export interface NewUser {
  readonly email: string
  readonly name: string
  readonly role: UserRole
  /** Undefined: signs in through the identity provider, or by a link. */
  readonly passwordHash: string | undefined
}

export interface ConsoleUsers {
  /** Undefined: a user with this e-mail exists. One who was removed comes back with these values. */
  add(user: NewUser): Promise<ConsoleUser | undefined>
  /** Those who may sign in, by e-mail. */
  list(): Promise<readonly ConsoleUser[]>
  /** One who may sign in. */
  find(email: string): Promise<ConsoleUser | undefined>
  findPasswordHash(
    email: string,
  ): Promise<{ readonly id: string; readonly hash: string | undefined } | undefined>
  setRole(id: string, role: UserRole): Promise<void>
  setPassword(id: string, passwordHash: string): Promise<void>
  /** Cannot sign in any more. The row stays, as messages and notes name it. */
  remove(id: string): Promise<void>
}

/** `now` in ms. */
export function createConsoleUsers(db: Kysely<Database>, now: () => number): ConsoleUsers {
  const active = () =>
    db
      .selectFrom('consoleUser')
      .select(['id', 'email', 'name', 'role', 'passwordHash', 'createdTs'])
      .where('disabledTs', 'is', null)
  const find = async (email: string): Promise<ConsoleUser | undefined> => {
    const row = await active().where('email', '=', toEmail(email)).executeTakeFirst()
    return row && toUser(row)
  }

  /** Changes a user, writes what changed, and ends the sessions. */
  const change = (id: string, { act, set, before, after }: Change): Promise<void> =>
    inTransaction(db, async (trx) => {
      await trx.updateTable('consoleUser').set(set).where('id', '=', id).execute()
      await endSessions(trx, id, now())
      await recordAudit(trx, { user: undefined, act, target: { kind: 'user', id }, before, after }, now())
    })

  return {
    find,
    async list() {
      return (await active().orderBy('email').execute()).map(toUser)
    },
    async findPasswordHash(email) {
      const row = await active().where('email', '=', toEmail(email)).executeTakeFirst()
      return row && { id: row.id, hash: row.passwordHash ?? undefined }
    },
    async add(user) {
      const isAdded = await inTransaction(db, (trx) => insert(trx, user, now()))
      return isAdded ? await find(user.email) : undefined
    },
    async setRole(id, role) {
      const row = await active().where('id', '=', id).executeTakeFirst()
      await change(id, {
        act: 'set_role',
        set: { role },
        before: { role: row?.role ?? null },
        after: { role },
      })
    },
    setPassword: (id, passwordHash) => change(id, { act: 'set_password', set: { passwordHash } }),
    remove: (id) =>
      change(id, { act: 'remove_user', set: { disabledTs: String(now()), passwordHash: null } }),
  }
}

interface Change {
  readonly act: string
  readonly set: { role?: UserRole; passwordHash?: string | null; disabledTs?: string }
  readonly before?: AuditValues
  readonly after?: AuditValues
}

/** False: a user with this e-mail exists. */
async function insert(trx: Transaction<Database>, user: NewUser, ts: number): Promise<boolean> {
  const email = toEmail(user.email)
  const { name, role, passwordHash = null } = user
  const known = await trx
    .selectFrom('consoleUser')
    .select(['id', 'disabledTs'])
    .where('email', '=', email)
    .forUpdate()
    .executeTakeFirst()
  if (known !== undefined && known.disabledTs === null) return false
  const values = { name, role, passwordHash, createdTs: String(ts), disabledTs: null }
  try {
    if (known === undefined)
      await trx
        .insertInto('consoleUser')
        .values({ email, ...values })
        .execute()
    else await trx.updateTable('consoleUser').set(values).where('id', '=', known.id).execute()
  } catch (error) {
    if (error instanceof RejectedRowsError && error.fault.errno === 1062) return false // another command was faster
    throw error
  }
  const { id } = await trx
    .selectFrom('consoleUser')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  await recordAudit(
    trx,
    { user: undefined, act: 'add_user', target: { kind: 'user', id }, after: { role, email } },
    ts,
  )
  return true
}

/** Sessions and unused links of this user end now. */
export async function endSessions(trx: Kysely<Database>, userId: string, ts: number): Promise<number> {
  await trx
    .updateTable('consoleLink')
    .set({ usedTs: String(ts) })
    .where('userId', '=', userId)
    .where('usedTs', 'is', null)
    .execute()
  const { numUpdatedRows } = await trx
    .updateTable('consoleSession')
    .set({ revokedTs: String(ts) })
    .where('userId', '=', userId)
    .where('expiresTs', '>', String(ts))
    .where('revokedTs', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

function toEmail(given: string): string {
  return given.trim().normalize('NFC').toLowerCase()
}

function toUser(row: {
  id: string
  email: string
  name: string
  role: UserRole
  passwordHash: string | null
  createdTs: string
}): ConsoleUser {
  const { id, email, name, role, passwordHash, createdTs } = row
  return { id, email, name, role, hasPassword: passwordHash !== null, createdTs: Number(createdTs) }
}

import type { Kysely } from 'kysely'
import { ParamIsSecretError, SecretUnreadableError } from '../../errors.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

/** A row of the seed's `appParams`. Keys that differ only in case are the same key, as in the seed. */
export interface AppParam {
  readonly key: string
  /** Absent: the value is NULL, or a secret. */
  readonly value?: string
  readonly type?: string
  readonly description?: string
  readonly isSecret: boolean
}

export interface NewAppParam {
  readonly key: string
  readonly value: string
  /** Encrypts the value. Setting a secret again never makes it readable. */
  readonly isSecret?: boolean
  /** Absent: the value stays as it is. */
  readonly type?: string
  readonly description?: string
}

/** Encrypts secrets (src/secret-box.ts). */
export interface ParamBox {
  seal(value: string, name: string): string
  open(sealed: string, name: string): string
}

export interface AppParams {
  /** The value, decrypted if it is a secret. Throws SecretUnreadableError. */
  get(key: string): Promise<string | undefined>
  /** Everything that may be shown of the parameter. */
  find(key: string): Promise<AppParam | undefined>
  /** By key; only keys that begin with `prefix`. Shows no secret. */
  list(prefix?: string): Promise<AppParam[]>
  /**
   * Throws ParamIsSecretError if a secret would become readable, SecretUnreadableError if there is no key to encrypt
   * with.
   */
  set(param: NewAppParam): Promise<void>
  /**
   * Encrypts every secret with the first key, so that the other keys can be removed. Returns their number. Throws
   * SecretUnreadableError.
   */
  reseal(): Promise<number>
  /** False when there was no such parameter. */
  remove(key: string): Promise<boolean>
}

/** The `paramType` of encrypted values. Other types are the seed's, and stay as they are. */
export const secretType = 'secret'

export function createAppParams(db: Kysely<Database>, box?: ParamBox): AppParams {
  const findRow = (key: string) =>
    db.selectFrom('appParams').selectAll().where('paramKey', '=', key).executeTakeFirst()
  return {
    async get(key) {
      const row = await findRow(key)
      if (row === undefined || row.paramValue === null) return undefined
      if (row.paramType !== secretType) return row.paramValue
      if (box === undefined) throw new SecretUnreadableError(row.paramKey, 'no_key')
      return box.open(row.paramValue, row.paramKey)
    },
    async find(key) {
      const row = await findRow(key)
      return row && toParam(row)
    },
    async list(prefix = '') {
      const pattern = `${prefix.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
      const rows = await db
        .selectFrom('appParams')
        .selectAll()
        .where('paramKey', 'like', pattern)
        .orderBy('paramKey')
        .execute()
      return rows.map(toParam)
    },
    async set(param) {
      const values = toRow(param, box)
      const known = await findRow(param.key)
      if (known?.paramType === secretType && param.isSecret !== true) {
        throw new ParamIsSecretError(known.paramKey)
      }
      await again(() => db.insertInto('appParams').values(values).onDuplicateKeyUpdate(values).execute())
    },
    reseal: () => reseal(db, box),
    async remove(key) {
      const { numDeletedRows } = await db
        .deleteFrom('appParams')
        .where('paramKey', '=', key)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
  }
}

/** All or none. A token that is replaced at the same time is not lost. */
function reseal(db: Kysely<Database>, box: ParamBox | undefined): Promise<number> {
  return inTransaction(db, async (transaction) => {
    const rows = await transaction
      .selectFrom('appParams')
      .select(['paramKey', 'paramValue'])
      .where('paramType', '=', secretType)
      .orderBy('paramKey')
      .forUpdate()
      .execute()
    for (const { paramKey, paramValue } of rows) {
      if (paramValue === null) continue
      if (box === undefined) throw new SecretUnreadableError(paramKey, 'no_key')
      await transaction
        .updateTable('appParams')
        .set({ paramValue: box.seal(box.open(paramValue, paramKey), paramKey) })
        .where('paramKey', '=', paramKey)
        .execute()
    }
    return rows.length
  })
}

interface ParamRow {
  readonly paramKey: string
  readonly paramValue: string | null
  readonly paramType: string | null
  readonly description: string | null
}

/**
 * The key is written again with the value: an encrypted value can be decrypted only under the exact spelling of its
 * key.
 */
function toRow({ key, value, isSecret = false, type, description }: NewAppParam, box?: ParamBox) {
  if (isSecret && box === undefined) throw new SecretUnreadableError(key, 'no_key')
  return {
    paramKey: key,
    paramValue: isSecret && box !== undefined ? box.seal(value, key) : value,
    ...(isSecret ? { paramType: secretType } : type === undefined ? {} : { paramType: type }),
    ...(description === undefined ? {} : { description }),
  }
}

function toParam({ paramKey, paramValue, paramType, description }: ParamRow): AppParam {
  const isSecret = paramType === secretType
  return {
    key: paramKey,
    ...(isSecret || paramValue === null ? {} : { value: paramValue }),
    ...(paramType === null ? {} : { type: paramType }),
    ...(description === null ? {} : { description }),
    isSecret,
  }
}

import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import { printJson } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'

export interface ListOptions {
  /** Rows, at most. */
  readonly limit: number
  readonly json?: true
}

/** Prints the found rows as JSON, or by `print`. */
export async function listFound<T>(
  { limit, json }: ListOptions,
  find: (db: Kysely<Database>, limit: number) => Promise<readonly T[]>,
  print: (found: readonly T[]) => void,
): Promise<void> {
  await withDatabase(async (db) => {
    const found = await find(db, limit)
    if (json) printJson(found, 2)
    else print(found)
  })
}

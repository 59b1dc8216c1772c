import { readFileSync } from 'node:fs'
import { toStatements } from '../../src/db/migrations/migration-file.ts'
import type { DatabaseServer } from './replicated-databases.ts'

export type GrantedUser = 'migrate' | 'worker' | 'board' | 'report' | 'console'

/** Runs sql/grants.sql for this database. Returns its URL as one of the users. */
export async function runGrants(
  server: DatabaseServer,
  database: string,
): Promise<(user: GrantedUser) => string> {
  const text = readFileSync(new URL('../../sql/grants.sql', import.meta.url), 'utf8')
  for (const { sql } of toStatements(text))
    await server.asRoot(sql.replaceAll(/\bpagebeat(?=\.|\s+CHARACTER)/g, database))
  return (user) => {
    const url = new URL(server.url)
    url.username = `pagebeat_${user}`
    url.password = `${user.toUpperCase()}_PASSWORD`
    url.pathname = `/${database}`
    return url.href
  }
}

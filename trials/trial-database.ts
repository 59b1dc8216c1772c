import { createConnection } from 'mysql2/promise'
import { migrateToLatest } from '../src/db/migrations/migrate.ts'

/** A new database on the server, with all migrations applied; resolves to its URL. */
export async function createTrialDatabase(serverUrl: string, name: string): Promise<string> {
  const connection = await createConnection(serverUrl)
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`)
  await connection.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrateToLatest({ databaseUrl: url.href })
  return url.href
}

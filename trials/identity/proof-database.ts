import { createConnection } from 'mysql2/promise'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'

/** An empty database of its own, also on a given server: its tables are emptied again and again. Returns its URL. */
export async function createProofDatabase(
  serverUrl: string,
  name = 'pagebeat_prove_identity',
): Promise<string> {
  const server = await createConnection(serverUrl)
  await server.query(`drop database if exists ${name}`)
  await server.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_520_ci`)
  await server.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrateToLatest({ databaseUrl: url.href })
  return url.href
}

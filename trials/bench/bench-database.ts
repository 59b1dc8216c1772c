import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import type { Bench } from './bench-context.ts'

/** A database of this run, with all migrations applied. */
export interface BenchDatabase {
  readonly url: string
  readonly connection: Connection
  /** The database and the connection are gone. */
  drop(): Promise<void>
}

export async function createBenchDatabase({ name, servers }: Bench, suffix: string): Promise<BenchDatabase> {
  const database = `${name}_${suffix}`
  const server = await createConnection(servers.databaseUrl)
  await server.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`)
  await server.end()
  const url = new URL(servers.databaseUrl)
  url.pathname = `/${database}`
  await migrateToLatest({ databaseUrl: url.href })
  const connection = await createConnection({ uri: url.href, timezone: 'Z' })
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  return {
    url: url.href,
    connection,
    async drop() {
      await connection.query(`DROP DATABASE ${database}`)
      await connection.end()
    },
  }
}

/** The numbers of one row, by column. */
export async function readNumbers(
  connection: Pick<Connection, 'query'>,
  sql: string,
): Promise<Record<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]))
}

/** What the tables hold, in numbers: two designs that did the same work agree in all of them. */
export async function fingerprint(connection: Connection): Promise<Record<string, number>> {
  const counts = [
    'interaction',
    'chanFacebookFeed',
    'chanFacebookMessenger',
    'chan2Profile',
    'profile',
    'profileFacebook',
  ]
    .concat([
      'page',
      'conversation',
      'receipt',
      'receiptMid',
      'pageMessage',
      'contentState',
      'contentRow',
      'deadLetter',
    ])
    .map((table) => `(SELECT COUNT(*) FROM ${table}) ${table}`)
  return await readNumbers(
    connection,
    `SELECT ${counts.join(', ')},
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE deliveredFlag = 1) delivered,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE readFlag = 1) readMessages,
      (SELECT COUNT(*) FROM chanFacebookMessenger WHERE removedTs IS NOT NULL OR editedTs IS NOT NULL) changedMessages,
      (SELECT COUNT(*) FROM chanFacebookFeed WHERE removedTs IS NOT NULL) removedFeed,
      (SELECT SUM(deliveries) FROM webhookDelivery) deliveries,
      (SELECT SUM(UNIX_TIMESTAMP(lastInteractionTs)) FROM profileFacebook) lastInteractions,
      (SELECT COUNT(*) FROM profileFacebook WHERE name IS NOT NULL) named`,
  )
}

import type { ExecutionContext } from 'ava'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { replications } from '../../sandbox/servers/replication.ts'
import { startServers } from '../../sandbox/servers/start-servers.ts'
import { until } from './until.ts'

export interface DatabaseServer {
  /** The database `pagebeat` as its owner: no right to write to a server that is read-only. */
  readonly url: string
  /** Runs one statement as root. */
  asRoot(sql: string): Promise<RowDataPacket[]>
}

/** A MariaDB of the test's own. `args` are added to its command line. */
export async function startDatabaseServer(
  t: Pick<ExecutionContext, 'teardown'>,
  args: readonly string[] = [],
): Promise<DatabaseServer> {
  const given = process.env['DATABASE_URL']
  delete process.env['DATABASE_URL']
  const dataDir = mkdtempSync(path.join(tmpdir(), 'pb-'))
  const starting = startServers({ dataDir, mariadbArgs: args }) // it reads the variable before it returns
  if (given !== undefined) process.env['DATABASE_URL'] = given
  const servers = await starting
  t.teardown(async () => {
    await servers.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const { password } = new URL(servers.databaseUrl)
  const folder = existsSync(path.join(dataDir, 'mysql')) ? 'mysql' : 'mariadb'
  const socketPath = path.join(dataDir, folder, 'mysql.sock')
  return {
    url: servers.databaseUrl,
    async asRoot(sql) {
      const root = await createConnection({
        socketPath,
        user: 'root',
        password: decodeURIComponent(password),
      })
      try {
        const [rows] = await root.query<RowDataPacket[]>(sql)
        return Array.isArray(rows) ? rows : []
      } finally {
        await root.end()
      }
    },
  }
}

export interface ReplicatedDatabases {
  readonly writer: DatabaseServer
  readonly replica: DatabaseServer
  /** The replica has all rows and takes writes; the writer takes none, and its connections stay open. */
  failOver(): Promise<void>
}

/** A writer and its replica, as a managed service runs them. Both have the same users and the database `pagebeat`. */
export async function startReplicatedDatabases(t: ExecutionContext): Promise<ReplicatedDatabases> {
  const isMysql = process.env['PAGEBEAT_DATABASE_SERVER']?.startsWith('mysql') === true
  const dialect = replications[isMysql ? 'mysql' : 'mariadb']
  const [writer, replica] = await Promise.all([
    startDatabaseServer(t, ['--log-bin=binlog', '--server-id=1', ...dialect.settings]),
    startDatabaseServer(t, ['--log-bin=binlog', '--server-id=2', ...dialect.settings]),
  ])
  const { username, password, port } = new URL(writer.url)
  await replica.asRoot(`ALTER USER ${username}@'%' IDENTIFIED BY '${password}'`)
  await writer.asRoot(`GRANT REPLICATION SLAVE ON *.* TO ${username}@'%'`)
  await dialect.follow(replica.asRoot, writer.asRoot, { username, password, port })
  await replica.asRoot('SET GLOBAL read_only = 1')
  return {
    writer,
    replica,
    async failOver() {
      await writer.asRoot('SET GLOBAL read_only = 1')
      await until('the replica has all rows', () => dialect.hasAll(replica.asRoot, writer.asRoot), {
        withinMs: 20_000,
      })
      await replica.asRoot(dialect.stop)
      await replica.asRoot('SET GLOBAL read_only = 0')
    },
  }
}

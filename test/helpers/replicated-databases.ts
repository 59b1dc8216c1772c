import type { ExecutionContext } from 'ava'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
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
  const socketPath = path.join(dataDir, 'mariadb', 'mysql.sock')
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
  const [writer, replica] = await Promise.all([
    startDatabaseServer(t, ['--log-bin=binlog', '--server-id=1']),
    startDatabaseServer(t, ['--log-bin=binlog', '--server-id=2', '--read-only']),
  ])
  const { username, password, port } = new URL(writer.url)
  await replica.asRoot(`ALTER USER ${username}@'%' IDENTIFIED BY '${password}'`)
  await writer.asRoot(`GRANT REPLICATION SLAVE ON *.* TO ${username}@'%'`)
  const [position] = await writer.asRoot('SELECT @@global.gtid_binlog_pos AS at')
  await replica.asRoot(`SET GLOBAL gtid_slave_pos = '${position?.['at']}'`)
  await replica.asRoot(
    `CHANGE MASTER TO master_host='127.0.0.1', master_port=${port}, master_user='${username}', ` +
      `master_password='${password}', master_use_gtid=slave_pos`,
  )
  await replica.asRoot('START SLAVE')
  return {
    writer,
    replica,
    async failOver() {
      await writer.asRoot('SET GLOBAL read_only = 1')
      const [written] = await writer.asRoot('SELECT @@global.gtid_binlog_pos AS at')
      await until('the replica has all rows', async () => {
        const [row] = await replica.asRoot(`SELECT MASTER_GTID_WAIT('${written?.['at']}', 1) AS late`)
        return Number(row?.['late']) === 0
      })
      await replica.asRoot('STOP SLAVE')
      await replica.asRoot('SET GLOBAL read_only = 0')
    },
  }
}

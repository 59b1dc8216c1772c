/** How one database server becomes the replica of another, by GTIDs: a statement at a time, as an administrator. */
export type AskServer = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** The user of the writer that the replica logs in as. It needs REPLICATION SLAVE. */
export interface ReplicaLogin {
  readonly username: string
  readonly password: string
  readonly port: string
}

export interface Replication {
  /** For the command lines of both servers, beside a binary log and a number of their own. */
  readonly settings: readonly string[]
  readonly stop: string
  follow(replica: AskServer, writer: AskServer, login: ReplicaLogin): Promise<void>
  /** Whether the replica has all that the writer has now. Waits for a second at most. */
  hasAll(replica: AskServer, writer: AskServer): Promise<boolean>
}

const mariadb: Replication = {
  settings: [],
  stop: 'STOP SLAVE',
  async follow(replica, writer, { username, password, port }) {
    const [position] = await writer('SELECT @@global.gtid_binlog_pos AS at')
    await replica(`SET GLOBAL gtid_slave_pos = '${String(position?.['at'])}'`)
    await replica(
      `CHANGE MASTER TO master_host='127.0.0.1', master_port=${port}, master_user='${username}', ` +
        `master_password='${password}', master_use_gtid=slave_pos`,
    )
    await replica('START SLAVE')
  },
  async hasAll(replica, writer) {
    const [written] = await writer('SELECT @@global.gtid_binlog_pos AS at')
    const [row] = await replica(`SELECT MASTER_GTID_WAIT('${String(written?.['at'])}', 1) AS late`)
    return Number(row?.['late']) === 0
  },
}

const mysql: Replication = {
  settings: ['--gtid-mode=ON', '--enforce-gtid-consistency=ON'],
  stop: 'STOP REPLICA',
  async follow(replica, writer, { username, password, port }) {
    // Each has created its users itself: the writer's statements would fail at the replica.
    for (const ask of [writer, replica]) await ask('RESET BINARY LOGS AND GTIDS')
    await replica(
      `CHANGE REPLICATION SOURCE TO source_host='127.0.0.1', source_port=${port}, source_user='${username}', ` +
        `source_password='${password}', source_auto_position=1, get_source_public_key=1`,
    )
    await replica('START REPLICA')
  },
  async hasAll(replica, writer) {
    const [written] = await writer('SELECT @@global.gtid_executed AS at')
    const [row] = await replica(`SELECT WAIT_FOR_EXECUTED_GTID_SET('${String(written?.['at'])}', 1) AS late`)
    return Number(row?.['late']) === 0
  },
}

export const replications = { mariadb, mysql } as const

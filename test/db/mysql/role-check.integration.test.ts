/** A pool asks a connection that it has not asked for three seconds whether its server still takes writes. */
import test from 'ava'
import { sql } from 'kysely'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { startDatabaseServer } from '../../helpers/replicated-databases.ts'

const trueTime = Date.now
test.after.always(() => {
  Date.now = trueTime
})

test.serial(
  'a pool that only reads leaves a server that became a replica, and stays on one that was',
  async (t) => {
    const server = await startDatabaseServer(t)
    const db = createDatabase({ url: server.url, poolSize: 1 })
    t.teardown(() => db.destroy())
    const thread = async () => {
      const { rows } = await sql<{ id: string }>`select connection_id() as id`.execute(db)
      return rows[0]?.id
    }
    let aheadMs = 0
    Date.now = () => trueTime() + aheadMs
    const before = await thread()
    await server.asRoot('SET GLOBAL read_only = 1')
    t.is(await thread(), before, 'it was asked a moment ago')
    aheadMs += 4_000
    const onReplica = await thread()
    t.not(onReplica, before)
    aheadMs += 4_000
    t.is(await thread(), onReplica, 'a report may be meant to read from a replica')
  },
)

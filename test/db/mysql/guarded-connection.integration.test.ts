import test from 'ava'
import { sql } from 'kysely'
import { startTcpProxy } from '../../../sandbox/network/tcp-proxy.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { DatabaseBusyError } from '../../../src/errors.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { until } from '../../helpers/until.ts'

const countSockets = (): number =>
  process.getActiveResourcesInfo().filter((each) => each === 'TCPSocketWrap').length

test('a statement without a response has an end, and its connection leaves no socket, which would keep the process', async (t) => {
  const database = await createTestDatabase()
  const proxy = await startTcpProxy(database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 1, queryTimeoutMs: 300 })
  t.teardown(async () => {
    await db.destroy()
    await proxy.close()
    await database.drop()
  })
  await sql`select 1`.execute(db)
  const open = countSockets()
  proxy.freeze() // it takes the goodbye and never answers it
  const error = await t.throwsAsync(sql`select 1`.execute(db), { instanceOf: DatabaseBusyError })
  t.is(error?.fault.symbol, 'QUERY_TIMEOUT', 'nothing else ends it: it is the only call')
  // The ends at the proxy stay open.
  await until('the socket is gone', () => countSockets() <= open - 1, { withinMs: 10_000 })
  t.true(countSockets() <= open - 1)
})

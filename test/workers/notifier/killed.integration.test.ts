/** A worker is killed while it notifies people. */
import test from 'ava'
import { createThreadControl } from '../../../src/db/conversation/thread-control.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { asPsid } from '../../../src/domain/ids.ts'
import { insertExpired } from '../../bin/commands/expired-message.ts'
import { startWork } from '../../bin/run-to-end.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { startReceiverOfFacts } from '../../helpers/notified.ts'
import { createTestRedis } from '../../helpers/redis.ts'
import { until } from '../../helpers/until.ts'

test('what a killed worker was posting is not posted again, and later facts are', async (t) => {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()])
  const db = createDatabase({ url: database.url, poolSize: 2 })
  t.teardown(async () => {
    await Promise.all([redis.close(), db.destroy()])
    await database.drop()
  })
  let isSilent = true
  const people = await startReceiverOfFacts(t, (response) => {
    if (!isSilent) response.end('ok')
  })
  const handOver = async (psid: string) => {
    const ts = Date.now()
    await insertExpired(db, { psid, ts })
    const { id } = await db
      .selectFrom('conversation')
      .select('id')
      .where('psid', '=', asPsid(psid))
      .executeTakeFirstOrThrow()
    await createThreadControl(db).handOver(id, { ts, causedTs: ts, until: ts + 3_600_000 })
  }
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    PAGEBEAT_QUEUE_PREFIX: redis.prefix,
    NOTIFY_URL: people.url,
  }
  await handOver('7')
  const first = startWork(t, env)
  await until('the receiver has read the first fact', () => people.posts.length === 1)
  first.child.kill('SIGKILL')
  await first.exited
  // The claim is as old as it is after a minute.
  await database.query('update notification set claimedTs = claimedTs - 60001')
  isSilent = false
  await handOver('8')
  startWork(t, env)
  await until('the second fact is told', () => people.posts.length === 2)
  t.true(people.posts[0]?.text.includes('customer 7 asks'))
  t.true(people.posts[1]?.text.includes('customer 8 asks'))
  t.false(people.posts[1]?.text.includes('customer 7'), 'not a second time')
  await until('both are settled', async () => {
    const rows = await database.query('select state from notification order by id')
    return rows.map(({ state }) => state).join() === 'unclear,sent'
  })
})

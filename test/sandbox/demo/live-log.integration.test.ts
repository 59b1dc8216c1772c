import { setTimeout as pause } from 'node:timers/promises'
import test from 'ava'
import { followTables } from '../../../sandbox/demo/live-log.ts'
import { createTestDatabase } from '../../helpers/database.ts'

test('a database that is gone ends the live log without a crash', async (t) => {
  const database = await createTestDatabase()
  t.teardown(() => database.drop())
  const log = await followTables(database.url, 0n)
  const connections = await database.query(
    'select id from information_schema.processlist where db = ? and id <> connection_id()',
    [database.name],
  )
  for (const { id } of connections) await database.query(`kill ${Number(id)}`).catch(() => undefined)
  await pause(200) // time for some looks to fail; too little of it could hide a mistake, not make one up
  await t.throwsAsync(log.stop())
  await t.notThrowsAsync(log.close())
})

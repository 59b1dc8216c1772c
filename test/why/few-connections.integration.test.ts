/** `pagebeat why` where the database has hardly a connection left: then it is asked most. */
import test from 'ava'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../src/db/mysql/connect.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { findByPlatformId, findByWords } from '../../src/db/why/find-events.ts'
import { at, decodeAll, message } from '../helpers/decoded.ts'
import { runGrants } from '../helpers/grants.ts'
import { startDatabaseServer } from '../helpers/replicated-databases.ts'

test('why finds an old message and words with two connections, though it would use more', async (t) => {
  const server = await startDatabaseServer(t)
  const as = await runGrants(server, 'pagebeat')
  await migrateToLatest({ databaseUrl: as('migrate') })
  await server.asRoot("alter user pagebeat_worker@'%' with max_user_connections 2")
  const db = createDatabase({ url: as('worker'), poolSize: 16 })
  t.teardown(() => db.destroy())
  const { record } = createEventRecorder(db)
  await record(decodeAll([message('700', 'old', at(-400 * 86_400)), message('700', 'new', at(0))]).events)
  t.is((await findByPlatformId(db, 'old')).length, 1)
  t.deepEqual(await findByPlatformId(db, 'm_unknown'), [])
  t.deepEqual(await findByWords(db, 'nobody wrote that', 5), [])
})

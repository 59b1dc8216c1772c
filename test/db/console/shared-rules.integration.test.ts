import test from 'ava'
import { readSharedRules, shareIdentityRules } from '../../../src/db/console/customers/shared-rules.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { createTestDatabase } from '../../helpers/database.ts'

test('the console reads the rules that a worker shares, also after they have changed', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  t.is((await readSharedRules(db)).sharedAt, 2, 'the usual number before a worker has told')
  for (const sharedAt of ['3', '5']) {
    await database.query('replace into appParams (paramKey, paramValue) values (?, ?)', [
      'identity.sharedAt',
      sharedAt,
    ])
    await shareIdentityRules(db)
    t.is((await readSharedRules(db)).sharedAt, Number(sharedAt))
  }
})

import test from 'ava'
import { readMigrations } from '../../../src/db/migrations/migration-file.ts'
import { createRegisteredPages } from '../../../src/db/pages/registered-pages.ts'
import { openTables } from '../../helpers/open-tables.ts'

test('an upgrade keeps the name of every Page, and a copy that differs', async (t) => {
  const { db, database } = await openTables()
  await database.query(
    "INSERT INTO page (pageId, firstSeenTs, registeredTs, name) VALUES ('1', now(), now(), 'Kettle'), ('2', now(), now(), NULL), ('3', now(), now(), 'Café')",
  )
  await database.query(
    "INSERT INTO appParams (paramKey, paramValue) VALUES ('page.1.name', 'Kettle'), ('page.2.name', 'Beanery ☕'), ('page.3.name', 'CAFE'), ('page.4.name', 'Gone'), ('page.1.token', 'Kettle')",
  )
  const migration = (await readMigrations()).find(({ name }) => name.startsWith('0056-'))
  const statements = (migration?.statements ?? []).filter(({ sql }) => /^(?:UPDATE|DELETE)/.test(sql))
  t.is(statements.length, 2)
  for (const turn of ['once', 'again']) {
    for (const { sql } of statements) await database.query(sql)
    const names = (await createRegisteredPages(db).list()).map(({ pageId, name }) => `${pageId} ${name}`)
    t.deepEqual(names, ['1 Kettle', '2 Beanery ☕', '3 Café'], turn)
    const kept = await db.selectFrom('appParams').select('paramKey').orderBy('paramKey').execute()
    t.deepEqual(
      kept.map(({ paramKey }) => paramKey),
      ['page.1.token', 'page.3.name', 'page.4.name'],
      turn,
    )
  }
})

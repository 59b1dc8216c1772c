import test from 'ava'
import { sql } from 'kysely'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { whereAnyOf } from '../../../src/db/mysql/any-of.ts'
import { createEmptyTestDatabase } from '../../helpers/database.ts'

test('finds the rows of every condition, however many there are', async (t) => {
  const database = await createEmptyTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  await sql`create table number (n int primary key)`.execute(db)
  await sql`insert into number values ${sql.join(Array.from({ length: 200 }, (_, n) => sql`(${n})`))}`.execute(
    db,
  )
  for (const count of [1, 32, 33, 64, 150]) {
    const wanted = Array.from({ length: count }, (_, n) => n)
    const { rows } = await whereAnyOf<{ n: number }>(
      sql`select n from number`,
      wanted.map((n) => sql`(n >= ${n} and n <= ${n})`),
    ).execute(db)
    t.deepEqual(
      rows.map(({ n }) => n).toSorted((a, b) => a - b),
      wanted,
    )
  }
})

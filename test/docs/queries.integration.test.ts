import test from 'ava'
import { sql } from 'kysely'
import { openTables } from '../helpers/open-tables.ts'
import { read } from '../source-files.ts'

test('every query of the how-to runs', async (t) => {
  const { db } = await openTables()
  const page = read('docs/how-to/query-the-tables.md')
  const queries = [...page.matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, query = '']) => query)
  t.true(queries.length >= 8)
  for (const query of queries) {
    const run = sql.raw(query.trim().replace(/;$/, '')).execute(db)
    await t.notThrowsAsync(run, query)
  }
})

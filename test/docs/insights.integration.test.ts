import test from 'ava'
import { bindNamed } from '../../src/db/console/insights/named-sql.ts'
import { insightDocument } from '../../scripts/insight-document.ts'
import { openTables } from '../helpers/open-tables.ts'
import { read } from '../source-files.ts'

test('docs/reference/insights.md follows from the definitions of the numbers', (t) => {
  t.is(read('docs/reference/insights.md'), insightDocument())
})

test('every published query of Insights runs', async (t) => {
  const { db } = await openTables()
  const queries = [...insightDocument().matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, query = '']) => query)
  t.true(queries.length >= 20)
  const values = {
    from: 1_780_000_000_000,
    to: 1_780_003_600_000,
    pageId: 'all',
    language: 'all',
    shiftMs: 3_600_000,
    kind: '*',
    beforeMs: 1_780_003_600_000,
    beforeId: 0,
    most: 10,
  }
  for (const query of queries)
    await t.notThrowsAsync(bindNamed(query.trim().replace(/;$/, ''), values).execute(db), query)
})

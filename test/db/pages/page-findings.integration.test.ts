import test from 'ava'
import { readPageHealth } from '../../../src/db/console/health.ts'
import { recordFindings } from '../../../src/db/pages/page-findings.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { ok, wrong } from '../../../src/facebook/page-check/finding.ts'
import { openTables } from '../../helpers/open-tables.ts'

const pageId = asPageId('1001')

test('the findings of the last check replace those before, and what cannot be read is none', async (t) => {
  const { db } = await openTables()
  await db
    .insertInto('page')
    .values({ pageId, firstSeenTs: new Date(0), registeredTs: new Date(0) })
    .execute()
  const read = async () => (await readPageHealth(db, 1_000)).find((page) => page.pageId === pageId)?.check
  t.is(await read(), undefined)
  const broken = wrong('token', { says: 'No token.', fix: '`pagebeat page add 1001`' })
  await recordFindings(db, { pageId, findings: [broken], now: 5 })
  t.deepEqual(await read(), { ts: 5, findings: [broken] })
  await recordFindings(db, { pageId, findings: [ok('token', 'Fine.')], now: 6 })
  t.deepEqual(await read(), { ts: 6, findings: [ok('token', 'Fine.')] })
  await db.updateTable('page').set({ findings: '{"of": "another version"}' }).execute()
  t.deepEqual(await read(), { ts: 6, findings: [] })
})

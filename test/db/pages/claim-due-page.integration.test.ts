import test from 'ava'
import { createDueSweeps } from '../../../src/db/leads/due-sweeps.ts'
import { claimDuePage } from '../../../src/db/pages/claim-due-page.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { openTables } from '../../helpers/open-tables.ts'

const now = 1_780_000_000_000
const hourMs = 3_600_000

test('a due Page is claimed by one worker, and is due again in time or when it was postponed', async (t) => {
  const { db, database } = await openTables()
  for (const [pageId, registeredTs] of [
    ['1', new Date(now - hourMs)],
    ['2', null],
  ] as const)
    await database.query('insert into page set ?', [
      { pageId, registeredTs, firstSeenTs: new Date(now - hourMs) },
    ])
  const page = asPageId('1')
  const { claimNext, postpone } = createDueSweeps(db)
  const due = { column: 'leadsDueTs', dueUpTo: now, next: now } as const
  t.is(await claimDuePage(db, { ...due, registeredBefore: new Date(now - 2 * hourMs) }), undefined)
  const claims = await Promise.all([1, 2, 3].map(() => claimNext(now, hourMs)))
  t.deepEqual(
    claims.filter((claimed) => claimed !== undefined),
    [page],
  )
  t.is(await claimNext(now + hourMs - 1, hourMs), undefined)
  t.is(await claimNext(now + hourMs, hourMs), page)
  await postpone(page, now)
  t.is(await claimNext(now, hourMs), page)
})

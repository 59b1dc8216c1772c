import test from 'ava'
import { listAudit, recordAudit } from '../../../src/db/console/audit-log.ts'
import { inTransaction } from '../../../src/db/mysql/in-transaction.ts'
import { openTables } from '../../helpers/open-tables.ts'

test.serial('an act is listed with who, what, before and after, the newest first', async (t) => {
  const { db } = await openTables()
  const eva = { id: '7', email: 'eva@example.com' }
  const target = { kind: 'conversation', id: '12' } as const
  await recordAudit(
    db,
    { user: eva, act: 'assign', target, before: { to: null }, after: { to: '7', isOwn: true } },
    1_000,
  )
  await recordAudit(db, { user: undefined, act: 'remove_user', target: { kind: 'user', id: '7' } }, 2_000)
  const [removed, assigned] = await listAudit(db, { limit: 10 })
  t.like(removed, { ts: 2_000, user: undefined, act: 'remove_user', before: undefined, after: undefined })
  t.deepEqual(assigned, {
    id: assigned?.id ?? '',
    ts: 1_000,
    user: eva,
    act: 'assign',
    target,
    before: { to: null },
    after: { to: '7', isOwn: true },
  })
  t.deepEqual(await listAudit(db, { target, limit: 10 }), [assigned])
  t.deepEqual(await listAudit(db, { limit: 10, beforeId: removed?.id ?? '' }), [assigned])
})

test.serial('an act that is undone leaves no entry', async (t) => {
  const { db } = await openTables()
  const work = inTransaction(db, async (trx) => {
    await recordAudit(trx, { user: undefined, act: 'note', target: { kind: 'note', id: '1' } })
    throw new Error('undone')
  })
  await t.throwsAsync(work, { message: 'undone' })
  t.deepEqual(await listAudit(db, { limit: 10 }), [])
})

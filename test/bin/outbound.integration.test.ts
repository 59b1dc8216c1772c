import test from 'ava'
import { openTables } from '../helpers/open-tables.ts'
import { runToEnd } from './command.ts'

const dayMs = 86_400_000

test.serial('what does not exist is said without a stack', async (t) => {
  const { database } = await openTables()
  for (const [args, says] of [
    [['conversation', 'show', '1001', '7'], 'page 1001 has no conversation with 7\n'],
    [['conversation', 'pause', '1001', '7', '--hours', '1'], 'page 1001 has no conversation with 7\n'],
    [['outbound', 'show', '5'], 'there is no outbound row 5\n'],
  ] as const)
    t.deepEqual(await runToEnd(args, { DATABASE_URL: database.url }), { status: 1, stdout: '', stderr: says })
})

test.serial('a row that may not be sent is not put back, and the command says why', async (t) => {
  const { db, database } = await openTables()
  const now = Date.now()
  const wrote: Readonly<Record<string, number>> = { lately: now - 60_000, longAgo: now - 2 * dayMs }
  const ids: string[] = []
  for (const [index, [psid, ts]] of Object.entries(wrote).entries()) {
    await db
      .insertInto('conversation')
      .values({ pageId: '1001', psid, lastInboundTs: String(ts) })
      .execute()
    const { id: conversationId } = await db
      .selectFrom('conversation')
      .select('id')
      .where('psid', '=', psid)
      .executeTakeFirstOrThrow()
    const times = { ts: String(ts), openedTs: String(ts), readyTs: String(ts) }
    const kwInteractionId = String(index + 1)
    await db
      .insertInto('turn')
      .values({ kwInteractionId, conversationId, pId: `facebook:${psid}`, facts: '{}', ...times })
      .execute()
    const { id: turnId } = await db
      .selectFrom('turn')
      .select('id')
      .where('conversationId', '=', conversationId)
      .executeTakeFirstOrThrow()
    const action = JSON.stringify({ action: { do: 'say', message: { text: 'Hello' } }, causedTs: ts })
    await db
      .insertInto('outbound')
      .values({ turnId, step: 0, conversationId, action, expiresTs: ts, createdTs: ts, state: 'expired' })
      .execute()
    const row = await db
      .selectFrom('outbound')
      .select('id')
      .where('turnId', '=', turnId)
      .executeTakeFirstOrThrow()
    ids.push(row.id)
  }
  const [open = '', closed = ''] = ids
  const { status, stdout, stderr } = await runToEnd(['outbound', 'resend', ...ids], {
    DATABASE_URL: database.url,
  })
  t.deepEqual([status, stderr], [0, ''])
  const [first = '', second = ''] = stdout.split('\n')
  t.is(first, `${open} will be sent`)
  t.true(second.startsWith(`${closed} cannot be sent, and stays expired: The 24-hour window closed at `))
  const rows = await db.selectFrom('outbound').select(['id', 'state']).orderBy('id').execute()
  t.deepEqual(rows, [
    { id: open, state: 'pending' },
    { id: closed, state: 'expired' },
  ])
})

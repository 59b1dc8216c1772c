import test from 'ava'
import { openTables } from '../../helpers/open-tables.ts'
import { runToEnd } from '../run-to-end.ts'
import { insertExpired } from './expired-message.ts'

const dayMs = 86_400_000

test.serial('an id that does not exist is named, without a stack', async (t) => {
  const { database } = await openTables()
  t.deepEqual(await runToEnd(['outbound', 'show', '5'], { DATABASE_URL: database.url }), {
    status: 1,
    stdout: '',
    stderr: 'There is no outbound row 5: see `pagebeat outbound list --state all`\n',
  })
})

test.serial('a row that may not be sent is not put back, and the command says why', async (t) => {
  const { db, database } = await openTables()
  const open = await insertExpired(db, { psid: '7', ts: Date.now() - 60_000 })
  const closed = await insertExpired(db, { psid: '8', ts: Date.now() - 2 * dayMs })
  const { status, stdout, stderr } = await runToEnd(['outbound', 'resend', open, closed], {
    DATABASE_URL: database.url,
  })
  t.deepEqual([status, stderr], [0, ''])
  const [first = '', second = ''] = stdout.split('\n')
  t.is(first, `${open} will be sent`)
  t.true(
    second.startsWith(`${closed} cannot be sent and stays expired: The 24-hour window closed at `),
    second,
  )
  const rows = await db.selectFrom('outbound').select(['id', 'state']).orderBy('id').execute()
  t.deepEqual(rows, [
    { id: open, state: 'pending' },
    { id: closed, state: 'expired' },
  ])
})

test.serial("the turn's outcome follows an operator who resends and drops", async (t) => {
  const { db, database } = await openTables()
  const id = await insertExpired(db, { psid: '7', ts: Date.now() - 60_000 })
  await database.query("update turn set state = 'done', outcome = 'too_late', outcomeIfSent = 'answered'")
  const outbound = (verb: string) => runToEnd(['outbound', verb, id], { DATABASE_URL: database.url })
  const turn = async () => /^turn \d+: (\w+)$/m.exec((await outbound('show')).stdout)?.[1]
  const outcomes = [await turn()]
  for (const verb of ['resend', 'drop']) {
    t.is((await outbound(verb)).status, 0)
    outcomes.push(await turn())
  }
  t.deepEqual(outcomes, ['too_late', 'waiting', 'failed'])
})

test.serial(
  'the list shows what an operator may have to settle, or the states that are asked for',
  async (t) => {
    const { db, database } = await openTables()
    const id = await insertExpired(db, { psid: '7', ts: Date.now() - 60_000 })
    const list = (...args: readonly string[]) =>
      runToEnd(['outbound', 'list', ...args], { DATABASE_URL: database.url })
    t.is((await list()).stdout, '0 rows (held, unknown, failed, and pending for 10 s)\n')
    const { stdout } = await list('--state', 'expired', 'held')
    t.regex(
      stdout,
      new RegExp(
        `^${id} {2}\\S+ {2}expired {2}say to 7 of Page 1001, 0 attempts\\n1 row \\(expired, held\\)\\n$`,
      ),
    )
  },
)

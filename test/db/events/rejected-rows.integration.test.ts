import test from 'ava'
import { DatabaseBusyError, RejectedRowsError } from '../../../src/errors.ts'
import { at, decodeAll, message } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

/** The database refuses messages with this text, as a trigger or constraint of the brand might. */
const refuse = (sqlState: string, errno: number) => `
  create trigger refuse before insert on chanFacebookMessenger for each row
  if new.text = 'poison' then
    signal sqlstate '${sqlState}' set mysql_errno = ${errno}, message_text = 'poison of a person';
  end if`

test.serial('of the batches of one commit, only the batch with the refused item fails', async (t) => {
  const { interactions, database } = await openTables()
  await database.query(refuse('22001', 1406))
  t.teardown(() => database.query('drop trigger refuse'))
  const batches = Array.from(
    { length: 30 },
    (_, n) =>
      decodeAll([
        message('601', `m${n}`, at(n), n === 17 ? 'poison' : 'fine'),
        message('602', `n${n}`, at(n)),
      ]).events,
  )
  const results = await Promise.allSettled(batches.map((events) => interactions.record(events)))
  const failed = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ index, ...result }] : [],
  )
  t.deepEqual(
    failed.map(({ index }) => index),
    [17],
  )
  t.true(failed[0]?.reason instanceof RejectedRowsError)
  t.false(String(failed[0]?.reason.stack).includes('poison'))
  // The caller cuts the batch with the refused item in two. All other batches are complete.
  for (const others of ["like 'm%'", "like 'n%' and m.mid != 'n17'"])
    t.deepEqual(
      await database.query(
        `select count(*) as n from interaction join chanFacebookMessenger m using (kwInteractionId) where m.mid ${others}`,
      ),
      [{ n: 29 }],
    )
})

test.serial(
  'a refusal that is not about the data fails every batch of the commit, for a retry',
  async (t) => {
    const { interactions, database } = await openTables()
    await database.query(refuse('HY000', 1114))
    const one = interactions.record(decodeAll([message('601', 'm1', at(0), 'poison')]).events)
    const two = interactions.record(decodeAll([message('602', 'm2', at(0))]).events)
    t.true((await t.throwsAsync(one)) instanceof DatabaseBusyError)
    await two.catch((error: unknown) => t.true(error instanceof DatabaseBusyError)) // alone, if it was written alone
    await database.query('drop trigger refuse')
    await interactions.record(
      decodeAll([message('601', 'm1', at(0), 'poison'), message('602', 'm2', at(0))]).events,
    )
    t.deepEqual(await database.query('select count(*) as n from interaction'), [{ n: 2 }])
  },
)

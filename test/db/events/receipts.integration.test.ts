import test from 'ava'
import { at, delivery, echo, message, read } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const state = 'm.deliveredFlag, m.deliveredTs, m.readFlag, m.readTs'
const untouched = { kind: 'echo', deliveredFlag: null, deliveredTs: null, readFlag: null, readTs: null }
const deliveredAt = (ms: number) => ({ ...untouched, deliveredFlag: 1, deliveredTs: new Date(ms) })
const readAt = (ms: number, deliveredMs = ms) => ({
  ...deliveredAt(deliveredMs),
  readFlag: 1,
  readTs: new Date(ms),
})

test.serial(
  'a receipt covers the messages of its conversation up to the watermark, to the millisecond',
  async (t) => {
    const { record, messages } = await openTables()
    await record(
      echo('601', 'e1', at(10)),
      echo('601', 'e2', at(10) + 1),
      echo('602', 'other', at(1)),
      message('601', 'in', at(5)),
    )
    await record(delivery('601', at(10)))
    t.deepEqual(await messages('e1', state), [deliveredAt(at(10))])
    for (const mid of ['e2', 'other']) t.deepEqual(await messages(mid, state), [untouched])
    t.deepEqual(await messages('in', state), [{ ...untouched, kind: 'message' }])
  },
)

test.serial('a receipt covers messages that are recorded later', async (t) => {
  const { record, messages } = await openTables()
  await record(delivery('601', at(20)), read('601', at(30)), delivery('601', at(40), ['named']))
  await record(
    echo('601', 'e1', at(10)),
    echo('601', 'e2', at(25)),
    echo('601', 'e3', at(35)),
    echo('601', 'named', at(50)),
    echo('601', 'later', at(51)),
  )
  t.deepEqual(await messages('e1', state), [readAt(at(30), at(20))])
  t.deepEqual(await messages('e2', state), [readAt(at(30))])
  t.deepEqual(await messages('e3', state), [deliveredAt(at(40))])
  t.deepEqual(await messages('named', state), [deliveredAt(at(50))])
  t.deepEqual(await messages('later', state), [untouched])
})

test.serial('a late, lower watermark gives an earlier time, and no flag is taken back', async (t) => {
  const { record, messages, database } = await openTables()
  await record(echo('601', 'e1', at(10)), echo('601', 'e2', at(20)))
  await record(read('601', at(40)))
  t.deepEqual(await messages('e1', state), [readAt(at(40))])
  await record(delivery('601', at(15)))
  t.deepEqual(await messages('e1', state), [readAt(at(40), at(15))])
  t.deepEqual(await messages('e2', state), [readAt(at(40))])
  await record(delivery('601', at(99)), read('601', at(98)))
  t.deepEqual(await messages('e1', state), [readAt(at(40), at(15))])
  t.deepEqual(await database.query('select deliveredWatermark as d, readWatermark as r from conversation'), [
    { d: at(99), r: at(98) },
  ])
})

test.serial('a message that was read was delivered, also without a delivery receipt', async (t) => {
  const { record, messages } = await openTables()
  await record(echo('601', 'e1', at(10)), read('601', at(12)))
  t.deepEqual(await messages('e1', state), [readAt(at(12))])
})

test.serial('a repeated call shows the receipts on their messages after a crash in between', async (t) => {
  const { record, messages, database } = await openTables()
  await record(echo('601', 'e1', at(10)), delivery('601', at(12)))
  // The state after a crash between the two transactions: the watermark is stored, the message is not changed yet.
  await database.query('update chanFacebookMessenger set deliveredFlag = null, deliveredTs = null')
  await record(delivery('601', at(12)))
  t.deepEqual(await messages('e1', state), [deliveredAt(at(12))])
  await database.query('update chanFacebookMessenger set deliveredFlag = null, deliveredTs = null')
  await record(echo('601', 'e1', at(10)))
  t.deepEqual(await messages('e1', state), [deliveredAt(at(12))])
})

import { randomBytes } from 'node:crypto'
import test from 'ava'
import { createLedger } from '../../../src/db/events/ledger.ts'
import { packBodies, unpackBodies } from '../../../src/db/events/ledger-bytes.ts'
import { rewriteLedger } from '../../../src/db/privacy/rewrite-ledger.ts'
import { at, bodyOf, comment, fromPerson, message, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const [ada, bob] = ['803725070025856', '803725070025999']
const all = { fromTs: at(-10), contents: [] }
const ids = new Set([ada])

async function fill(groups: readonly (readonly string[])[]) {
  const tables = await openTables()
  const ledger = createLedger(tables.db)
  for (const [index, bodies] of groups.entries())
    await ledger.record(
      index.toString(16).padStart(32, '0'),
      bodies.map((body) => ({ body, at: at(index) })),
    )
  return {
    ...tables,
    async read() {
      const rows = await tables.database.query('select bodies from webhookDelivery order by receivedTs, id')
      return rows.map(({ bodies }) => unpackBodies(bodies as Buffer))
    },
  }
}

test.serial('rows lose the events of the customer and nothing else; empty rows are deleted', async (t) => {
  const [a, b] = [ada, bob].map((psid) => ({
    ...fromPerson(psid, at(0)),
    message: { mid: psid, text: 'hi ü' },
  }))
  const { db, read, database } = await fill([
    [message(ada, 'm1', at(0)), message(bob, 'm2', at(0))],
    [message(ada, 'm3', at(1))],
    [mixed(a ?? {}, b ?? {}, a ?? {}), '{"broken'],
    [message(bob, 'm4', at(2))],
  ])
  const done: number[] = []
  await rewriteLedger(db, ids, all, async ({ rewritten, deleted }) => void done.push(rewritten, deleted))
  t.deepEqual(await read(), [
    [message(bob, 'm2', at(0))],
    [mixed(b ?? {}), '{"broken'],
    [message(bob, 'm4', at(2))],
  ])
  t.deepEqual(done, [2, 1])
  const [row] = await database.query(
    'select deliveries, bytes - uncompressed_length(bodies) as off from webhookDelivery order by id limit 1',
  )
  t.deepEqual(row, { deliveries: 1, off: 0 })
})

test.serial('goes on after the last rewritten row, where rows have one time or many', async (t) => {
  const { db, read } = await fill(Array.from({ length: 5 }, (_, n) => [message(ada, `m${n}`, at(n))]))
  const progress: string[] = []
  await rewriteLedger(db, ids, all, async (done) => void progress.push(done.progress))
  t.deepEqual(await read(), [])
  t.is(progress.length, 1)
  const again: unknown[] = []
  await rewriteLedger(db, ids, { ...all, progress: progress[0] }, async (done) => void again.push(done))
  t.deepEqual(again, [])
})

test.serial('acts of the Page on a comment are found by the comment', async (t) => {
  const page = { id: pageId, name: 'The Page' }
  const hide = comment('1_8', at(50), { verb: 'hide', from: page, message: 'quokka' })
  const other = comment('1_7', at(50), { verb: 'hide', from: page })
  const { db, read } = await fill([[hide, other]])
  await rewriteLedger(db, ids, { ...all, contents: [{ id: '9_1_8', ts: at(50) }] }, async () => undefined)
  t.deepEqual(await read(), [[other]])
})

test.serial(
  'bytes that are no text, and bodies in parts, go as a whole where they name the customer',
  async (t) => {
    const { db, database, read } = await fill([])
    const rows = [
      [raw(`{"id":"${ada}"}`), raw('{"id":"1"}')],
      ...parts(`{"12345${ada}"`).map((part) => [part]),
      ...parts(`{ "id": "${ada}" }`).map((part) => [part]),
    ]
    for (const [index, bodies] of rows.entries()) {
      const { bytes, packed } = packBodies(bodies)
      const receivedTs = new Date(at(index < 3 ? 1 : 2))
      await database.query('insert into webhookDelivery set ?', [
        { groupKey: randomBytes(16), receivedTs, deliveries: bodies.length, bytes, bodies: packed },
      ])
    }
    await rewriteLedger(db, ids, all, async () => undefined)
    t.deepEqual(await read(), [[raw('{"id":"1"}')], ...parts(`{"12345${ada}"`).map((part) => [part])])
  },
)

function mixed(...messages: readonly object[]): string {
  return bodyOf({ id: pageId, time: 1, messaging: messages })
}

function raw(text: string) {
  return { base64: Buffer.concat([Buffer.from(text), Buffer.of(0xff)]).toString('base64') }
}

function parts(text: string) {
  return [text.slice(0, 10), text.slice(10)].map((part, index) => ({ part: index + 1, of: 2, text: part }))
}

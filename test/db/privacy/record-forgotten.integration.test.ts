import { randomBytes } from 'node:crypto'
import test from 'ava'
import { createTombstones } from '../../../src/db/privacy/tombstones.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createIdDigests } from '../../../src/privacy/id-digest.ts'
import { at, decodeAll, message } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

test('the recorder names the dropped events of forgotten customers, and counts none of their copies', async (t) => {
  const { db } = await openTables()
  const tombstones = createTombstones(createIdDigests([randomBytes(32).toString('base64')]))
  await db
    .transaction()
    .execute((transaction) => tombstones.record(transaction, [{ kind: 'facebook', value: '77' }], at(9)))
  const [late, kept] = decodeAll([message('77', 'm1', at(0)), message('78', 'm2', at(1))]).events
  if (late === undefined || kept === undefined) return t.fail()
  const counted: string[] = []
  const { record } = createEventRecorder(db, {
    tombstones,
    onCommitted: ({ events }) => void counted.push(...events.map(({ key }) => key)),
  })
  t.deepEqual(await record([late, kept, { ...late }]), { forgotten: new Set([late.key]) })
  t.deepEqual(counted, [kept.key])
})

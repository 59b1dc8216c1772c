/** Every step of an outbound row is a compare-and-set: of several workers one makes it. */
import { setImmediate as moment } from 'node:timers/promises'
import test from 'ava'
import { startTcpProxy } from '../../../sandbox/network/tcp-proxy.ts'
import { createOutboundRows } from '../../../src/db/conversation/outbound.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import type { OutboundState } from '../../../src/domain/outbound.ts'
import { claimed, ownRowId } from '../../helpers/claimed-message.ts'
import { openTables } from '../../helpers/open-tables.ts'

const claimedTs = Date.UTC(2026, 10, 28, 12)
const later = claimedTs + 60_000

/** A row in this state, with a claim. */
async function rowIn(state: OutboundState) {
  const tables = await openTables()
  await claimed(tables, { do: 'say', message: { text: 'Hi' } }, claimedTs)
  await tables.database.query('update outbound set state = ?', [state])
  return {
    outbound: createOutboundRows(tables.db, () => later),
    stored: async () => {
      const [row] = await tables.database.query('select state, claimedTs, attempts, platformId from outbound')
      return { ...row, claimedTs: Number(row?.['claimedTs']) }
    },
  }
}

const taken: readonly OutboundState[] = [
  'sending',
  'unknown',
  'sent',
  'failed',
  'expired',
  'suppressed',
  'held',
]

for (const state of taken)
  test.serial(`a row that is ${state} is claimed by nobody`, async (t) => {
    const { outbound, stored } = await rowIn(state)
    t.false(await outbound.claim(ownRowId, later))
    t.deepEqual(await stored(), { state, claimedTs, attempts: 1, platformId: null })
  })

test.serial('of several workers that claim a row at the same time one gets it', async (t) => {
  const { outbound, stored } = await rowIn('pending')
  const claims = await Promise.all(Array.from({ length: 6 }, () => outbound.claim(ownRowId, later)))
  t.is(claims.filter(Boolean).length, 1)
  t.deepEqual(await stored(), { state: 'sending', claimedTs: later, attempts: 2, platformId: null })
})

test.serial('a row is settled from the given states only, and of the given claim only', async (t) => {
  const { outbound, stored } = await rowIn('sent')
  t.false(await outbound.settle(ownRowId, ['sending', 'unknown'], { to: 'pending', ofClaim: claimedTs }))
  t.false(await outbound.settle(ownRowId, ['sent'], { to: 'failed', ofClaim: later }))
  t.deepEqual(await stored(), { state: 'sent', claimedTs, attempts: 1, platformId: null })
  t.true(await outbound.settle(ownRowId, ['sent'], { to: 'sent', platformId: 'm_1', ofClaim: claimedTs }))
  t.deepEqual(await stored(), { state: 'sent', claimedTs, attempts: 1, platformId: 'm_1' })
})

test.serial('the outcome of a call is stored although the connection is lost meanwhile', async (t) => {
  const tables = await openTables()
  await claimed(tables, { do: 'say', message: { text: 'Hi' } }, claimedTs)
  const proxy = await startTcpProxy(tables.database.url)
  const db = createDatabase({ url: proxy.url, poolSize: 1 })
  t.teardown(async () => {
    await db.destroy()
    await proxy.close()
  })
  const outbound = createOutboundRows(db, () => later)
  t.like(await outbound.find(ownRowId), { state: 'sending' }) // the connection is open
  proxy.freeze()
  const settling = outbound.settle(ownRowId, ['sending'], { to: 'sent', ofClaim: claimedTs })
  await moment()
  await moment()
  proxy.reset()
  proxy.thaw()
  t.true(await settling)
  t.like(await outbound.find(ownRowId), { state: 'sent' })
})

test.serial(
  'a call of unknown outcome is remembered, until a look-up shows that it had no effect',
  async (t) => {
    const { outbound } = await rowIn('sending')
    const unclearTs = async () => (await outbound.find(ownRowId))?.unclearTs
    t.is(await unclearTs(), undefined)
    await outbound.settle(ownRowId, ['sending'], { to: 'unknown', ofClaim: claimedTs })
    t.is(await unclearTs(), claimedTs)
    await outbound.settle(ownRowId, ['unknown'], { to: 'pending', reason: 'safe_to_repeat' })
    await outbound.claim(ownRowId, later)
    await outbound.settle(ownRowId, ['sending'], { to: 'pending', reason: 'throttled' })
    t.is(await unclearTs(), claimedTs)
    await outbound.claim(ownRowId, later)
    await outbound.settle(ownRowId, ['sending'], { to: 'unknown' })
    await outbound.settle(ownRowId, ['unknown'], { to: 'pending', reason: 'was_not_sent' })
    t.is(await unclearTs(), undefined)
  },
)

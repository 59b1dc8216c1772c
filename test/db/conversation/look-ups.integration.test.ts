import test from 'ava'
import { createOutboundRows } from '../../../src/db/conversation/outbound.ts'
import { openTables } from '../../helpers/open-tables.ts'

const claimedTs = Date.UTC(2026, 10, 28, 12)

test.serial('what look-ups have shown belongs to one claim', async (t) => {
  const { database, db } = await openTables()
  const outbound = createOutboundRows(db, () => claimedTs)
  await database.query("insert into conversation (id, pageId, psid) values (3, '1001', '77')")
  await database.query(
    `insert into turn (id, kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs)
      values (1, 1, 3, 'facebook:77', 0, '{"kind":"message","mid":"m_1","text":"hello"}', 0, 0)`,
  )
  await database.query(
    `insert into outbound (id, turnId, step, conversationId, action, expiresTs, createdTs, claimedTs, attempts, state)
      values (7, 1, 0, 3, '{"action":{"do":"say","message":{"text":"Hi"}},"causedTs":0}', 0, 0, ?, 1, 'unknown')`,
    [claimedTs],
  )
  const seen = async () => {
    const { shownTs, listLagMs, cause } = (await outbound.find('7')) ?? {}
    return { shownTs, listLagMs, cause }
  }
  const cause = { kind: 'message', mid: 'm_1' }
  t.deepEqual(await seen(), { shownTs: undefined, listLagMs: undefined, cause })
  await outbound.remember({ id: '7', claimedTs }, { shownTs: claimedTs - 1, listLagMs: 4_000.5 })
  t.deepEqual(await seen(), { shownTs: claimedTs - 1, listLagMs: 4_001, cause })
  await outbound.remember({ id: '7', claimedTs: claimedTs - 1 }, { shownTs: 5, listLagMs: 5 })
  t.deepEqual(await seen(), { shownTs: claimedTs - 1, listLagMs: 4_001, cause }, 'of an earlier claim')
  await outbound.settle('7', ['unknown'], { to: 'pending', reason: 'was_not_sent', ofClaim: claimedTs })
  t.true(await outbound.claim('7', claimedTs + 60_000))
  t.deepEqual(await seen(), { shownTs: undefined, listLagMs: undefined, cause })
})

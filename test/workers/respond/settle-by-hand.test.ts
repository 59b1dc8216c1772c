import test from 'ava'
import type { Settlement } from '../../../src/db/conversation/outbound.ts'
import { dropRow, resendRow, type SettleByHandDeps } from '../../../workers/respond/settle-by-hand.ts'
import { now, outboundRowOf } from '../../helpers/worker-ports.ts'

const hourMs = 3_600_000

const row = outboundRowOf({ state: 'held', expiresTs: now - 1 })

/** A conversation whose customer last wrote at `lastInboundTs`; keeps what is written to it. */
function createDeps({ lastInboundTs = now - hourMs } = {}) {
  const settled: (readonly [from: readonly string[], Settlement])[] = []
  const woken: string[] = []
  const deps: SettleByHandDeps = {
    now: () => now,
    rows: {
      settle: async (_id, from, settlement) => {
        settled.push([from, settlement])
        return from.includes('held')
      },
    },
    conversations: {
      findState: async () => ({
        context: {},
        lastInboundTs,
        silentUntil: undefined,
        silentReason: undefined,
      }),
    },
    wakeUps: { wakeAt: async ({ conversationId: id }) => void woken.push(id) },
  }
  return { deps, settled, woken }
}

test('a held message is pending again for one hour, and its conversation is woken', async (t) => {
  const { deps, settled, woken } = createDeps()
  t.deepEqual(await resendRow(row, deps), { settled: true })
  const from = ['held', 'failed', 'expired', 'suppressed']
  t.deepEqual(settled, [[from, { to: 'pending', reason: 'resent_by_hand', expiresTs: now + hourMs }]])
  t.deepEqual(woken, ['3'])
})

test('a message that Facebook forbids is not sent again, and the reason is told', async (t) => {
  const { deps, settled, woken } = createDeps({ lastInboundTs: now - 25 * hourMs })
  const result = await resendRow(row, deps)
  t.false(result.settled)
  t.regex(String(!result.settled && result.refused), /24-hour window closed/)
  t.deepEqual([settled, woken], [[], []])
})

test('a row in another state by now is left alone', async (t) => {
  const { deps, woken } = createDeps()
  const gone: SettleByHandDeps = { ...deps, rows: { settle: async () => false } }
  const expected = { settled: false, refused: undefined }
  t.deepEqual(await resendRow({ ...row, state: 'sent' }, gone), expected)
  t.deepEqual(await dropRow({ ...row, state: 'sent' }, gone), expected)
  t.deepEqual(woken, [])
})

test('a message that is given up is failed, and the next one may leave', async (t) => {
  const { deps, settled, woken } = createDeps()
  t.deepEqual(await dropRow({ ...row, state: 'unknown' }, deps), { settled: true })
  t.deepEqual(settled, [
    [['held', 'unknown', 'pending', 'scheduled'], { to: 'failed', reason: 'given_up_by_hand' }],
  ])
  t.deepEqual(woken, ['3'])
})

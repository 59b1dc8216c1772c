import test from 'ava'
import type { OutboundRow } from '../../../src/db/conversation/outbound.ts'
import type { PageEvent } from '../../../src/domain/event.ts'
import { toOwnEvent } from '../../../src/domain/own-message.ts'
import { recordSent } from '../../../workers/respond/record-sent.ts'
import { now, outboundRowOf } from '../../helpers/worker-ports.ts'

const sentRow = (id: string, facts: Partial<OutboundRow> = {}): OutboundRow =>
  outboundRowOf({ id, state: 'sent', platformId: `mid-${id}`, ...facts })

/** Records these rows; what was written, in order. */
function recorderOf(rows: readonly OutboundRow[], failing?: string) {
  const calls: string[] = []
  const asked: unknown[] = []
  const deps = {
    outbound: {
      findUnrecorded: async (...given: readonly [number, number]) => {
        asked.push(given)
        return [...rows]
      },
      markRecorded: async (id: string) => void calls.push(`mark ${id}`),
    },
    record: async (events: readonly PageEvent[]) => {
      const mids = events.map((event) => ('messenger' in event ? event.messenger.mid : event.feed.comment_id))
      if (failing !== undefined && mids.includes(failing)) throw new Error('busy')
      calls.push(`record ${mids.join()}`)
    },
    now: () => now,
  }
  return { calls, asked, deps }
}

test('records rows sent more than a second and a half ago, then marks them', async (t) => {
  const { calls, asked, deps } = recorderOf([sentRow('5')])
  await recordSent(deps)
  t.deepEqual(asked, [[now - 1_500, 200]])
  t.deepEqual(calls, ['record mid-5', 'mark 5'])
})

test('an act that is no interaction is only marked', async (t) => {
  const like = sentRow('5', { action: { do: 'like' } })
  t.is(toOwnEvent(like), undefined)
  const { calls, deps } = recorderOf([like])
  await recordSent(deps)
  t.deepEqual(calls, ['mark 5'])
})

test('a row that fails is not marked, does not stop the others, and fails the call', async (t) => {
  const { calls, deps } = recorderOf([sentRow('5'), sentRow('6')], 'mid-5')
  await t.throwsAsync(recordSent(deps), { message: 'busy' })
  t.deepEqual(calls, ['record mid-6', 'mark 6'])
})

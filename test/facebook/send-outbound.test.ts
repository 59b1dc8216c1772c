import test from 'ava'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import type { JsonObject } from '../../src/domain/reply.ts'
import { createSender, type SendRow } from '../../src/facebook/send-outbound.ts'
import { stubCall } from './graph/stub-call.ts'

type ShownMessage = JsonObject & { readonly created_time: string }

const now = Date.UTC(2026, 10, 22, 12)
const minuteMs = 60_000
const row: SendRow = {
  id: '1',
  pageId: asPageId('1001'),
  psid: asPsid('77'),
  action: { do: 'say', message: { text: 'Hi' } },
  createdTs: now - 5 * minuteMs,
  echoMark: undefined,
}

/** The result of a look-up when Facebook shows these messages of the thread. */
async function lookUp(messages: readonly ShownMessage[], { claimedTs = row.createdTs } = {}) {
  const newestFirst = messages.toSorted((a, b) => b.created_time.localeCompare(a.created_time))
  const { lookUp: look } = createSender({
    call: stubCall({ data: [{ id: 't_1', messages: { data: newestFirst } }] }),
    findToken: async () => 'token',
    isKnown: async () => new Set(),
    deadlineMs: 5_000,
  })
  return await look({ ...row, claimedTs })
}

/** `count` messages of the customer, one in `everyMs`, the newest now. */
function written(count: number, everyMs: number): ShownMessage[] {
  return Array.from({ length: count }, (_, index) => shown(`m_${index}`, '77', now - index * everyMs))
}

function shown(id: string, from: string, at: number): ShownMessage {
  return { id, message: 'Hi', from: { id: from }, created_time: new Date(at).toISOString() }
}

test('a message that is not among the newest 20 was not sent, if these reach back beyond its claim', async (t) => {
  t.is(await lookUp(written(20, minuteMs)), 'not_sent')
})

test('a list that does not reach back far enough is unclear, unless it is the whole thread', async (t) => {
  t.is(await lookUp(written(20, 1_000)), 'unclear')
  t.is(await lookUp(written(19, 1_000)), 'not_sent')
  const lately = { claimedTs: now + minuteMs } // 60 s are allowed for clocks that differ
  t.is(await lookUp(written(20, 1_000), lately), 'not_sent', 'it may have waited long before it was claimed')
})

test('a message of the Page with the same text is the one that was sent, unless it is older', async (t) => {
  const ours = shown('m_ours', '1001', now - 4 * minuteMs)
  t.deepEqual(await lookUp([ours, ...written(19, minuteMs)]), { platformId: 'm_ours' })
  const earlier = shown('m_earlier', '1001', now - 10 * minuteMs)
  t.is(await lookUp([...written(19, 30_000), earlier]), 'not_sent')
})

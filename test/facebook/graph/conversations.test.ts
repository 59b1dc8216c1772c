import test from 'ava'
import { asPsid } from '../../../src/domain/ids.ts'
import type { JsonObject } from '../../../src/domain/reply.ts'
import { findReplies } from '../../../src/facebook/graph/comments.ts'
import { findRecentMessages } from '../../../src/facebook/graph/conversations.ts'
import { access, stubCall } from './stub-call.ts'

const inThread = [
  { id: 'm_2', message: 'Hello', from: { id: '1001' }, created_time: '2026-11-22T10:00:05+0000' },
  { id: 'm_3', from: { id: '77' }, created_time: '2026-11-22T10:00:09+0000' },
]

const recent = [
  { id: 'm_3', text: '', fromPage: false, createdTime: Date.UTC(2026, 10, 22, 10, 0, 9) },
  { id: 'm_2', text: 'Hello', fromPage: true, createdTime: Date.UTC(2026, 10, 22, 10, 0, 5) },
]

test('the newest messages come with the thread, or by a second call', async (t) => {
  const atOnce = stubCall({ data: [{ id: 't_1', messages: { data: inThread } }] })
  t.deepEqual((await findRecentMessages(atOnce, access, { psid: asPsid('77') })).items, recent)
  t.is(atOnce.requests.length, 1)
  const apart = stubCall({ data: [{ id: 't_1' }] }, { data: inThread })
  t.deepEqual((await findRecentMessages(apart, access, { psid: asPsid('77') })).items, recent)
  t.is(apart.requests[1]?.path, 't_1/messages')
  const none = await findRecentMessages(stubCall({ data: [] }), access, { psid: asPsid('77') })
  t.deepEqual(none, { items: [], facebookTs: undefined, limit: 20 })
})

test('a look-up refuses a list with gaps, or one whose newest items may be cut off', async (t) => {
  const created_time = '2026-11-22T10:00:05+0000'
  for (const gap of [
    { id: 'm_1', created_time },
    { id: 'm_1', from: { id: '77' } },
    { created_time, from: { id: '77' } },
  ])
    t.like(await t.throwsAsync(findRecentMessages(stubThread([gap]), access, { psid: asPsid('77') })), {
      fault: { reason: 'message_incomplete' },
    })
  for (const gap of [{ id: '5_7' }, { created_time }])
    t.like(await t.throwsAsync(findReplies(stubCall({ data: [gap] }), access, { commentId: '5_6' })), {
      fault: { reason: 'comment_incomplete' },
    })
  const oldestFirst = Array.from({ length: 50 }, (_, second) => ({
    id: `5_${second}`,
    created_time: 1_790_000_000 + second,
  }))
  t.like(await t.throwsAsync(findReplies(stubCall({ data: oldestFirst }), access, { commentId: '5_6' })), {
    code: 'graph_unavailable',
    fault: { reason: 'not_newest_first' },
  })
  const whole = await findReplies(stubCall({ data: oldestFirst.toReversed() }), access, { commentId: '5_6' })
  t.is(whole.items[0]?.id, '5_49')
})

test('a response without its list is no empty list', async (t) => {
  t.like(await t.throwsAsync(findRecentMessages(stubCall({}), access, { psid: asPsid('77') })), {
    code: 'graph_unavailable',
    fault: { reason: 'no_list' },
  })
})

function stubThread(data: readonly JsonObject[]) {
  return stubCall({ data: [{ id: 't_1', messages: { data } }] })
}

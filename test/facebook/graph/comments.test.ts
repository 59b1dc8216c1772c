import test from 'ava'
import { blockCustomer, unblockCustomer } from '../../../src/facebook/graph/blocked.ts'
import {
  deleteComment,
  findReplies,
  hideComment,
  likeObject,
  replyToComment,
} from '../../../src/facebook/graph/comments.ts'
import { asPsid } from '../../../src/domain/ids.ts'
import { GraphUnavailableError } from '../../../src/errors.ts'
import { access, stubCall } from './stub-call.ts'

test('a comment gets one reply, and can be hidden and liked repeatedly', async (t) => {
  const call = stubCall({ id: '5_9' }, { success: true }, { success: 'true' })
  t.deepEqual(await replyToComment(call, access, { objectId: '5_6', text: 'Thanks' }), { id: '5_9' })
  await hideComment(call, access, { commentId: '5_6' })
  await likeObject(call, access, { objectId: '5_6' })
  t.deepEqual(
    call.requests.map(({ method, path, body, isSend }) => ({ method, path, body, isSend })),
    [
      { method: 'POST', path: '5_6/comments', body: { message: 'Thanks' }, isSend: true },
      { method: 'POST', path: '5_6', body: { is_hidden: true }, isSend: undefined },
      { method: 'POST', path: '5_6/likes', body: undefined, isSend: undefined },
    ],
  )
})

test('replies are returned newest first, with those of the Page marked', async (t) => {
  const call = stubCall({
    data: [
      { id: '5_7', message: 'a', from: { id: '1001' }, created_time: '2026-11-22T10:00:00+0000' },
      { id: '5_8', created_time: '2026-11-22T10:00:05+0000' },
    ],
  })
  t.deepEqual((await findReplies(call, access, { commentId: '5_6' })).items, [
    { id: '5_8', text: '', isFromPage: false, createdTime: Date.UTC(2026, 10, 22, 10, 0, 5) },
    { id: '5_7', text: 'a', isFromPage: true, fromId: '1001', createdTime: Date.UTC(2026, 10, 22, 10) },
  ])
})

test('a comment can be deleted and shown again, a customer blocked and unblocked', async (t) => {
  const call = stubCall(
    { success: true },
    { success: true },
    { '2000': true },
    { success: true },
    { '2000': false },
  )
  await deleteComment(call, access, { commentId: '5_6' })
  await hideComment(call, access, { commentId: '5_6', isHidden: false })
  const psid = asPsid('2000')
  await blockCustomer(call, access, { psid })
  await unblockCustomer(call, access, { psid })
  t.deepEqual(
    call.requests.map(({ method, path, query, body }) => ({ method, path, query, body })),
    [
      { method: 'DELETE', path: '5_6', query: undefined, body: undefined },
      { method: 'POST', path: '5_6', query: undefined, body: { is_hidden: false } },
      { method: 'POST', path: `${access.pageId}/blocked`, query: undefined, body: { psid: ['2000'] } },
      { method: 'DELETE', path: `${access.pageId}/blocked`, query: { psid: '2000' }, body: undefined },
    ],
  )
  await t.throwsAsync(blockCustomer(call, access, { psid }), { instanceOf: GraphUnavailableError })
})

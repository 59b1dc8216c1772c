import { asPsid } from '../../../src/domain/ids.ts'
import test from 'ava'
import type { JsonObject } from '../../../src/domain/reply.ts'
import { GraphRejectedError } from '../../../src/errors.ts'
import { findReplies, hideComment, likeObject, replyToComment } from '../../../src/facebook/graph/comments.ts'
import { findRecentMessages } from '../../../src/facebook/graph/conversations.ts'
import { findProfile } from '../../../src/facebook/graph/profile.ts'
import { sendAction, sendMessage } from '../../../src/facebook/graph/send-message.ts'
import { access, stubCall } from './stub-call.ts'

test('a message goes to a customer as a response, with our metadata', async (t) => {
  const call = stubCall({ recipient_id: 77, message_id: 'm_1' })
  const sent = await sendMessage(call, access, {
    recipient: { id: '77' },
    message: { text: 'Hi' },
    metadata: 'pagebeat.1.a',
  })
  t.deepEqual(sent, { messageId: 'm_1', recipientId: '77' })
  t.deepEqual(call.requests, [
    {
      method: 'POST',
      path: '1001/messages',
      body: {
        recipient: { id: '77' },
        messaging_type: 'RESPONSE',
        message: { text: 'Hi', metadata: 'pagebeat.1.a' },
      },
      access,
      lane: 'messages',
      isSend: true,
    },
  ])
})

test('images, sounds, videos and files have a lane of their own, and cards that of texts', async (t) => {
  const call = stubCall({ recipient_id: 77, message_id: 'm_1' })
  const recipient = { id: '77' }
  for (const type of ['image', 'audio', 'video', 'file'] as const) {
    const message = { attachment: { type, payload: { url: 'https://beanery.example/a' } } }
    await sendMessage(call, access, { recipient, message, metadata: 'm' })
  }
  const card = { template_type: 'generic', elements: [{ title: 'Beans' }] } as const
  const message = { attachment: { type: 'template', payload: card } } as const
  await sendMessage(call, access, { recipient, message, metadata: 'm' })
  t.deepEqual(
    call.requests.map(({ lane }) => lane),
    ['media', 'media', 'media', 'media', 'messages'],
  )
})

test('a private reply is addressed to the comment, and its response tells the id of the customer', async (t) => {
  const call = stubCall({ recipient_id: '77' })
  const recipient = { commentId: '5_6' }
  t.deepEqual(await sendMessage(call, access, { recipient, message: { text: 'Hi' }, metadata: 'm' }), {
    recipientId: '77',
  })
  t.like(call.requests[0], {
    lane: 'private_replies',
    isSend: true,
    body: { recipient: { comment_id: '5_6' }, message: { text: 'Hi', metadata: 'm' } },
  })
})

test('a send whose response does not name the new object has an unknown outcome', async (t) => {
  const message = { recipient: { id: '77' }, message: { text: 'Hi' }, metadata: 'm' }
  await t.throwsAsync(sendMessage(stubCall({ ok: 1 }), access, message), { message: /not known/ })
  const comment = replyToComment(stubCall({ success: true }), access, { objectId: '5_6', text: 'Hi' })
  t.like(await t.throwsAsync(comment), { code: 'send_outcome_unknown' })
})

test('typing signs and read receipts are no sends: they may be repeated', async (t) => {
  const call = stubCall({ recipient_id: '77' })
  await sendAction(call, access, { psid: asPsid('77'), action: 'typing_on' })
  t.like(call.requests[0], {
    body: { recipient: { id: '77' }, sender_action: 'typing_on' },
    lane: 'courtesies',
  })
  t.is(call.requests[0]?.isSend, undefined)
})

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
  t.deepEqual(await findReplies(call, access, { commentId: '5_6' }), [
    { id: '5_8', text: '', isFromPage: false, createdTime: Date.UTC(2026, 10, 22, 10, 0, 5) },
    { id: '5_7', text: 'a', isFromPage: true, fromId: '1001', createdTime: Date.UTC(2026, 10, 22, 10) },
  ])
})

test('a profile has what Facebook tells, with half hours from UTC', async (t) => {
  const raw = {
    id: '77',
    first_name: 'Asha',
    last_name: '',
    locale: 'hi_IN',
    timezone: 5.5,
    gender: 'female',
  }
  const found = await findProfile(stubCall(raw), access, { psid: asPsid('77') })
  t.deepEqual(found, {
    isFound: true,
    profile: { firstName: 'Asha', locale: 'hi_IN', timezone: 5.5, gender: 'female', raw },
  })
})

test('an empty profile is not permitted, and one that does not exist is unavailable', async (t) => {
  for (const body of [{}, { id: '77' }])
    t.deepEqual(await findProfile(stubCall(body), access, { psid: asPsid('77') }), {
      isFound: false,
      because: 'not_permitted',
    })
  for (const meaning of ['profile_unavailable', 'not_found', 'unknown_person'] as const)
    t.deepEqual(
      await findProfile(stubCall(new GraphRejectedError({ reason: 'graph_error', meaning })), access, {
        psid: asPsid('77'),
      }),
      {
        isFound: false,
        because: 'unavailable',
      },
    )
})

test('fields that need more permissions are left out in a second call', async (t) => {
  const refused = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 230 })
  const call = stubCall(refused, { id: '77', first_name: 'Asha' })
  t.like(await findProfile(call, access, { psid: asPsid('77') }), { isFound: true })
  t.deepEqual(
    call.requests.map(({ query }) => query?.['fields']),
    ['id,first_name,last_name,profile_pic,locale,timezone,gender', 'id,first_name,last_name,profile_pic'],
  )
  t.deepEqual(await findProfile(stubCall(refused), access, { psid: asPsid('77') }), {
    isFound: false,
    because: 'not_permitted',
  })
})

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
  t.deepEqual(await findRecentMessages(atOnce, access, { psid: asPsid('77') }), recent)
  t.is(atOnce.requests.length, 1)
  const apart = stubCall({ data: [{ id: 't_1' }] }, { data: inThread })
  t.deepEqual(await findRecentMessages(apart, access, { psid: asPsid('77') }), recent)
  t.is(apart.requests[1]?.path, 't_1/messages')
  t.deepEqual(await findRecentMessages(stubCall({ data: [] }), access, { psid: asPsid('77') }), [])
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
  t.is(whole[0]?.id, '5_49')
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

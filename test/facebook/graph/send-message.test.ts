import test from 'ava'
import { asPsid } from '../../../src/domain/ids.ts'
import { replyToComment } from '../../../src/facebook/graph/comments.ts'
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

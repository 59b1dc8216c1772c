import test from 'ava'
import type { Message } from '../../../../console/api/conversation.ts'
import { mergeMessages } from '../../../../console/page/state/merge-messages.ts'

function message(id: string, ts: number, change: Partial<Message> = {}): Message {
  return {
    id,
    ts,
    channel: 'messenger',
    by: 'customer',
    kind: 'message',
    isEdited: false,
    isRemoved: false,
    isHidden: false,
    attachments: [],
    buttons: [],
    reactions: [],
    ...change,
  }
}

test('messages are in order of time, then of their number, each once with its latest text', (t) => {
  const merged = mergeMessages(
    [message('i9', 1), message('i10', 1), message('i11', 3)],
    [message('i8', 0), message('i10', 1, { text: 'edited' })],
  )
  t.deepEqual(
    merged.map(({ id, text }) => [id, text]),
    [
      ['i8', undefined],
      ['i9', undefined],
      ['i10', 'edited'],
      ['i11', undefined],
    ],
  )
})

test('a recorded message takes the place of the outbound one, whichever comes first', (t) => {
  const outbound = message('o5', 2, { outboundId: '5', state: 'sending' })
  const recorded = message('i70', 2, { outboundId: '5', state: 'sent' })
  t.deepEqual(mergeMessages([outbound], [recorded]), [recorded])
  t.deepEqual(mergeMessages([recorded], [outbound]), [recorded])
  t.deepEqual(mergeMessages([], [recorded]), [recorded])
})

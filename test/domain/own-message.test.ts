import test from 'ava'
import { commentKey, messageKey } from '../../src/domain/event-key.ts'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import { fromMetadata } from '../../src/domain/outbound.ts'
import { type SentRow, toOwnEvent } from '../../src/domain/own-message.ts'

const pageId = asPageId('1001')
const noon = Date.UTC(2026, 10, 28, 12)

/** A row that was sent at noon; by default the text "Hi" to a customer. */
function sentRow(overrides: Partial<SentRow> = {}): SentRow {
  return {
    id: '7',
    pageId,
    psid: asPsid('77'),
    action: { do: 'say', message: { text: 'Hi' } },
    platformId: 'm_1',
    claimedTs: noon,
    echoMark: '0123456789abcdef',
    ...overrides,
  }
}

test('a sent message is the echo that Facebook will send: same key, customer, text and mark', (t) => {
  const event = toOwnEvent(sentRow())
  t.like(event, {
    key: messageKey(pageId, 'm_1'),
    ts: noon,
    dayTs: noon,
    type: 'echo',
    direction: 'out',
    actor: { is: 'person', id: '77' },
    messenger: { text: 'Hi', mid: 'm_1', senderId: '1001', recipientId: '77' },
  })
  const metadata = event !== undefined && 'messenger' in event ? event.messenger.metadata : undefined
  t.deepEqual(fromMetadata(metadata), { id: '7', claimedTs: noon, echoMark: '0123456789abcdef' })
})

test('a sent comment is the event of the feed, under the comment or post that it replies to', (t) => {
  const comment = sentRow({ action: { do: 'comment', text: 'Thanks' }, platformId: '5_9' })
  t.like(toOwnEvent({ ...comment, about: { commentId: '5_6', postId: '1001_5' } }), {
    key: commentKey(pageId, '5_9'),
    type: 'comment',
    direction: 'out',
    actor: { is: 'page' },
    feed: { message: 'Thanks', comment_id: '5_9', parent_id: '5_6', post_id: '1001_5' },
  })
  t.like(toOwnEvent({ ...comment, about: { postId: '1001_5' } }), { feed: { parent_id: '1001_5' } })
})

test('acts, unsent rows and messages to an unknown customer are no interactions', (t) => {
  for (const row of [
    sentRow({ action: { do: 'hide' } }),
    sentRow({ action: { do: 'like' } }),
    sentRow({ action: { do: 'hand_over', to: 'page_inbox' } }),
    sentRow({ platformId: undefined }),
    sentRow({ claimedTs: undefined }),
    sentRow({ action: { do: 'private_reply', message: { text: 'Hi' } }, psid: asPsid('comment:5_6') }),
  ])
    t.is(toOwnEvent(row), undefined)
})

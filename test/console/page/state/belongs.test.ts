import test from 'ava'
import type { ConversationItem } from '../../../../console/api/conversation-list.ts'
import { belongs, inOrder } from '../../../../console/page/state/belongs.ts'
import type { InboxQuery } from '../../../../console/page/state/route.ts'

const nowMs = Date.UTC(2026, 10, 30, 12)
const hourMs = 3_600_000

function item(change: Partial<ConversationItem> = {}): ConversationItem {
  return {
    id: '1',
    pageId: '100',
    pId: 'p1',
    state: 'bot',
    channel: 'messenger',
    lastTs: nowMs,
    lastBy: 'customer',
    unanswered: 1,
    ...change,
  }
}

const at = (query: InboxQuery, change?: Partial<ConversationItem>) =>
  belongs(item(change), { query, userId: '7', nowMs })

test('a conversation is in the list of its state, of all, and of waiting customers', (t) => {
  t.is(at({ state: 'bot' }), 'yes')
  t.is(at({ state: 'agent' }), 'no')
  t.is(at({ state: 'all' }), 'yes')
  t.is(at({ state: 'waiting' }), 'no')
  t.is(at({ state: 'waiting' }, { waitingTs: nowMs, state: 'trouble' }), 'yes')
})

test('a main state may hide that another one holds, too: then the server is asked', (t) => {
  t.is(at({ state: 'agent' }, { state: 'waiting', waitingTs: nowMs }), 'unsure')
  t.is(at({ state: 'agent' }, { state: 'not_understood' }), 'no')
  t.is(at({ state: 'not_understood' }, { state: 'agent' }), 'unsure')
  t.is(at({ state: 'bot' }, { state: 'agent' }), 'no')
  t.is(at({ state: 'trouble' }, { state: 'waiting', waitingTs: nowMs }), 'no')
})

test('a window is closing within its last two hours, if nobody replied', (t) => {
  const state = 'window_closing'
  t.is(at({ state }, { lastInboundTs: nowMs - 22.5 * hourMs }), 'yes')
  t.is(at({ state }, { lastInboundTs: nowMs - 21.9 * hourMs }), 'no')
  t.is(at({ state }, { lastInboundTs: nowMs - 24 * hourMs }), 'no')
  t.is(at({ state }, { lastInboundTs: nowMs - 23 * hourMs, unanswered: 0 }), 'unsure')
  t.is(at({ state }), 'no')
})

test('filters hold for live conversations, and only the server searches texts', (t) => {
  t.is(at({ state: 'bot', page: '100', channel: 'messenger', assigned: 'nobody' }), 'yes')
  t.is(at({ state: 'bot', page: '101' }), 'no')
  t.is(at({ state: 'bot', assigned: 'me' }, { assignedTo: { id: '7', name: 'Inês' } }), 'yes')
  t.is(at({ state: 'bot', assigned: 'me' }, { assignedTo: { id: '8', name: 'Ben' } }), 'no')
  t.is(at({ state: 'bot', ad: '23' }, { adId: '23' }), 'yes')
  t.is(at({ state: 'bot', text: 'order' }), 'unsure')
})

test('the longest wait is first, else what happened last', (t) => {
  const [a, b, c] = [
    item({ id: 'a', waitingTs: 3, lastTs: 9 }),
    item({ id: 'b', waitingTs: 1, lastTs: 5 }),
    item({ id: 'c', waitingTs: 2, lastTs: 7 }),
  ]
  const ids = (state: InboxQuery['state']) => inOrder([a, b, c], state).map(({ id }) => id)
  t.deepEqual(ids('waiting'), ['b', 'c', 'a'])
  t.deepEqual(ids('all'), ['a', 'c', 'b'])
})

import test from 'ava'
import type { Message } from '../../../../console/api/conversation.ts'
import { toEntries } from '../../../../console/page/conversation/thread-entries.ts'
import type { LocalAct } from '../../../../console/page/state/page-state.ts'
import { makeMessage } from '../stub/world.ts'

const ts = Date.UTC(2026, 10, 30, 12)
const ines = { id: '1', name: 'Inês' }

function entries(messages: readonly Message[], locals: readonly LocalAct[] = []) {
  const found = toEntries({ messages, notes: [], isStart: true, locals, userId: ines.id })
  return found.map((entry) => (entry.kind === 'message' ? entry.message.id : entry.kind))
}

function local(text: string, change: Partial<LocalAct> = {}): LocalAct {
  const act = { act: 'reply', key: `key-of-${text}-0123456789`, text } as const
  return { conversationId: '9', act, ts, is: 'asking', ...change }
}

test('a day begins with its name, and messages of one author within minutes go together', (t) => {
  const day = 86_400_000
  const found = toEntries({
    messages: [
      makeMessage({ id: 'a', ts, by: 'customer' }),
      makeMessage({ id: 'b', ts: ts + 60_000, by: 'customer' }),
      makeMessage({ id: 'c', ts: ts + 120_000, by: 'bot' }),
      makeMessage({ id: 'd', ts: ts + day, by: 'bot' }),
    ],
    notes: [],
    isStart: true,
    locals: [],
    userId: undefined,
  })
  t.deepEqual(
    found.map((entry) =>
      entry.kind === 'message' ? [entry.message.id, entry.isFirst, entry.isLast] : entry.kind,
    ),
    ['day', ['a', true, false], ['b', false, true], ['c', true, true], 'day', ['d', true, true]],
  )
})

test('notes older than the first loaded message wait until it is loaded', (t) => {
  const notes = [{ id: '1', by: ines, ts: ts - 1, text: 'before' }]
  const messages = [makeMessage({ id: 'a', ts, by: 'customer' })]
  const kinds = (isStart: boolean) =>
    toEntries({ messages, notes, isStart, locals: [], userId: undefined }).map(({ kind }) => kind)
  t.deepEqual(kinds(false), ['day', 'message'])
  t.deepEqual(kinds(true), ['day', 'note', 'message'])
})

test('an own message is shown once, when its live event comes before the response and after it', (t) => {
  const shown = makeMessage({
    id: 'o5',
    outboundId: '5',
    ts: ts + 100,
    by: 'agent',
    agent: ines,
    text: 'Hello',
  })
  t.deepEqual(entries([], [local('Hello')]), ['act'])
  t.deepEqual(entries([shown], [local('Hello')]), ['day', 'o5'])
  t.deepEqual(entries([shown], [local('Hello', { is: 'queued', outboundId: '5' })]), ['day', 'o5'])
  t.deepEqual(entries([shown], [local('Hello', { is: 'queued', outboundId: '6' })]), ['day', 'o5', 'act'])
})

test('the same text twice is two messages, and that of another agent or of yesterday is another one', (t) => {
  const first = makeMessage({ id: 'o5', outboundId: '5', ts: ts + 100, by: 'agent', agent: ines, text: 'Ok' })
  const queued = local('Ok', { is: 'queued', outboundId: '5' })
  t.deepEqual(entries([first], [queued, local('Ok')]), ['day', 'o5', 'act'])
  const others = { ...first, agent: { id: '2', name: 'Ben' } }
  t.deepEqual(entries([others], [local('Ok')]), ['day', 'o5', 'act'])
  t.deepEqual(entries([{ ...first, ts: ts - 60_000 }], [local('Ok')]), ['day', 'o5', 'act'])
})

test('a reaction has no line of its own once its comment is loaded, and events stand alone', (t) => {
  const feed = { channel: 'feed', by: 'customer', commentId: 'c1' } as const
  const comment = makeMessage({ id: 'a', ts, ...feed, kind: 'comment', text: 'Lovely' })
  const reaction = makeMessage({ id: 'b', ts: ts + 1, ...feed, kind: 'reaction' })
  const linked = makeMessage({ id: 'c', ts: ts + 2, by: 'customer', kind: 'account_linking' })
  const said = makeMessage({ id: 'd', ts: ts + 3, by: 'customer', text: 'Hi' })
  t.deepEqual(entries([reaction, linked, said]), ['day', 'b', 'c', 'd'])
  t.deepEqual(entries([comment, reaction, linked, said]), ['day', 'a', 'c', 'd'])
  const found = toEntries({
    messages: [said, linked],
    notes: [],
    isStart: true,
    locals: [],
    userId: undefined,
  })
  t.true(found.every((entry) => entry.kind !== 'message' || (entry.isFirst && entry.isLast)))
})

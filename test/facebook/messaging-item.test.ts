import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { keyOf, messageKey } from '../../src/domain/event-key.ts'
import type { PageEvent, Receipt } from '../../src/domain/event.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { rawOf, readFixture, toExpected } from './read-fixture.ts'

interface MessengerExample {
  readonly name: string
  readonly entry: { readonly id: string; readonly time: number }
  readonly list: 'messaging' | 'standby'
  readonly item: Record<string, unknown>
  readonly expected: {
    readonly keptOnRedelivery: boolean
    /** `mids` as they came. */
    readonly receipt?: { readonly mids?: readonly string[] } & Record<string, unknown>
  } & Record<string, unknown>
}

const examples: readonly MessengerExample[] = JSON.parse(readFixture('messenger'))

const pageId = '204060801012'
const psid = '6400100200300400'
const addressed = { sender: { id: psid }, recipient: { id: pageId }, timestamp: 1_761_900_000_123 }

function decodeItem(
  item: unknown,
  { list = 'messaging', time = 1_761_900_000_523 }: { list?: string; time?: number } = {},
): { event: PageEvent; receipts: readonly Receipt[] } {
  const { events, receipts, rejects } = decodeDelivery(
    JSON.stringify({ object: 'page', entry: [{ id: pageId, time, [list]: [item] }] }),
  )
  const [event] = events
  if (event === undefined || events.length !== 1 || rejects.length > 0)
    throw new Error('expected one event and no reject')
  return { event, receipts }
}

function keyOfItem(item: object, options?: { list?: string; time?: number }): string {
  return decodeItem({ ...addressed, ...item }, options).event.key
}

for (const { name, entry, list, item, expected } of examples) {
  test(`decodes ${name} (${list})`, (t) => {
    const { keptOnRedelivery, receipt, ...event } = expected
    const { event: decoded, receipts } = decodeItem(item, { list, time: entry.time })
    t.deepEqual(toExpected(decoded), event)
    t.is(rawOf(decoded), JSON.stringify(item).replace('"code-1"', '"(secret)"'))
    t.is(decoded.pageId, asPageId(pageId))
    t.is(decoded.channel, 'facebookMessenger')
    t.regex(decoded.key, /^[0-9a-f]{32}$/)
    const again = decodeItem(item, { list, time: entry.time + 7_200_000 }).event
    t.is(again.key === decoded.key, keptOnRedelivery)
    const mids =
      receipt?.mids === undefined
        ? {}
        : { mids: receipt.mids.map((mid) => messageKey(asPageId(pageId), mid)) }
    const expectedReceipts: readonly unknown[] =
      receipt === undefined ? [] : [{ pageId, ...receipt, ...mids }]
    t.deepEqual([...receipts], [...expectedReceipts])
  })
}

test('a message, the same message under standby, and its echo have one key', (t) => {
  const message = { message: { mid: 'm_One', text: 'hi' } }
  const key = keyOfItem(message)
  t.is(keyOfItem(message, { list: 'standby' }), key)
  t.is(
    keyOfItem({
      message: { mid: 'm_One', text: 'hi', is_echo: true },
      sender: { id: pageId },
      recipient: { id: psid },
    }),
    key,
  )
  t.is(keyOfItem({ ...message, timestamp: 1_761_900_000_999 }), key)
})

test('messages whose ids differ only in case are two', (t) => {
  t.not(keyOfItem({ message: { mid: 'm_AbC' } }), keyOfItem({ message: { mid: 'm_aBC' } }))
})

test('a message differs from the same id on another Page, and from its postback, unsend, edits and reactions', (t) => {
  const mid = 'm_One'
  const keys = [
    { message: { mid } },
    { message: { mid, is_deleted: true } },
    { postback: { mid, payload: 'x' } },
    { message_edit: { mid, text: 'a', num_edit: 1 } },
    { message_edit: { mid, text: 'a', num_edit: 2 } },
    { reaction: { mid, action: 'react', reaction: 'love', emoji: '❤' } },
    { reaction: { mid, action: 'react', reaction: 'wow', emoji: '😮' } },
    { reaction: { mid, action: 'unreact' } },
  ].map((item) => keyOfItem(item))
  t.is(new Set(keys).size, keys.length)
  t.not(messageKey(asPageId('1'), mid), messageKey(asPageId('2'), mid))
})

test('receipts differ by customer, watermark and mids, not by the time they were sent', (t) => {
  const delivery = { delivery: { watermark: 1_761_900_000_000, mids: ['m_One'] }, timestamp: undefined }
  const key = keyOfItem(delivery)
  t.is(keyOfItem(delivery, { time: 1_761_999_999_999 }), key)
  t.not(keyOfItem({ ...delivery, sender: { id: '2' } }), key)
  t.not(keyOfItem({ ...delivery, delivery: { ...delivery.delivery, watermark: 1_761_900_000_001 } }), key)
  t.not(keyOfItem({ ...delivery, delivery: { ...delivery.delivery, mids: ['m_Two'] } }), key)
})

test('old postbacks differ by customer, time and payload', (t) => {
  const key = keyOfItem({ postback: { payload: 'A' } })
  t.not(keyOfItem({ postback: { payload: 'B' } }), key)
  t.not(keyOfItem({ postback: { payload: 'A' }, timestamp: 1_761_900_000_124 }), key)
  t.not(keyOfItem({ postback: { payload: 'A' }, sender: { id: '2' } }), key)
})

test('ignores a kind whose value is null', (t) => {
  t.is(decodeItem({ ...addressed, message: null, postback: { payload: 'A' } }).event.type, 'postback')
  t.is(decodeItem({ ...addressed, message: null }).event.type, 'unknown')
})

test('a kind that was unknown before keeps its key', (t) => {
  const item = { ...addressed, business_integrity: { reason: 'spam' } }
  const parts = ['page', pageId, 'unknown', psid, addressed.timestamp, JSON.stringify(item)]
  t.is(decodeItem(item).event.key, keyOf(...parts))
})

import test from 'ava'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { rawOf, readFixture, toExpected } from './read-fixture.ts'

interface DeliveryExample {
  readonly name: string
  readonly delivery: unknown
  readonly expected: readonly ({ readonly channel: string; readonly valueRaw: string | null } & Record<
    string,
    unknown
  >)[]
  readonly receipts: number
}

const examples: readonly DeliveryExample[] = JSON.parse(readFixture('other-objects'))

const pageId = '204060801012'

for (const { name, delivery, expected, receipts } of examples) {
  test(`decodes a delivery: ${name}`, (t) => {
    const decoded = decodeDelivery(JSON.stringify(delivery))
    t.deepEqual(
      decoded.events.map((event) => ({
        channel: event.channel,
        valueRaw: rawOf(event),
        ...toExpected(event),
      })),
      expected.map((event) => ({ ...event })),
    )
    t.is(decoded.receipts.length, receipts)
    t.deepEqual(decoded.rejects, [])
    t.is(new Set(decoded.events.map(({ key }) => key)).size, expected.length)
  })
}

test('an event of an unsupported object differs from one of a Page with the same ids', (t) => {
  const message = {
    sender: { id: '1' },
    recipient: { id: '2' },
    timestamp: 1_761_900_000_123,
    message: { mid: 'm' },
  }
  const keyUnder = (object: string): string | undefined =>
    decodeDelivery(
      JSON.stringify({ object, entry: [{ id: '2', time: 1_761_900_000_123, messaging: [message] }] }),
    ).events[0]?.key
  t.is(new Set(['page', 'instagram', 'user'].map(keyUnder)).size, 3)
})

function keyOfFlatEntry(time: number): string | undefined {
  const entry = `{"id":"1","time":${time},"field":"comments","value":{"id":"7","created_time":1761900000}}`
  return decodeDelivery(`{"object":"instagram","entry":[${entry}]}`).events[0]?.key
}

test('a flat entry has the same key when it is sent again later', (t) => {
  t.is(keyOfFlatEntry(1_761_900_001), keyOfFlatEntry(1_761_909_999))
})

test('a changed field that is no text is recorded, and two differ', (t) => {
  const { events } = decodeDelivery(
    `{"object":"page","entry":[{"id":"${pageId}","time":1761900000,"changed_fields":[{"a":1},{"a":2},null,"about"]}]}`,
  )
  t.deepEqual(events.map(rawOf), ['{"a":1}', '{"a":2}', null, null])
  t.is(new Set(events.map(({ key }) => key)).size, 4)
})

const customer = { sender: { id: '77' }, recipient: { id: pageId }, timestamp: '1527459824' }

function eventsOf(entry: object) {
  return decodeDelivery(JSON.stringify({ object: 'page', entry: [entry] })).events
}

test('Messenger items in changes are Messenger events with their customer, their own time and a kind', (t) => {
  const bodies = {
    messaging_customer_information: { screens: [{ screen_id: 'address' }] },
    message_context: { context: 'x' },
    messaging_in_thread_lead_form_submit: { form: '1' },
    messaging_feedback: { feedback_screens: [] },
  }
  for (const [field, body] of Object.entries(bodies))
    for (const value of [
      { ...customer, [field]: body },
      { ...customer, other_key: body },
    ])
      for (const item of eventsOf({ id: '0', time: 1_761_900_000, changes: [{ field, value }] }))
        t.like(item, {
          type: field,
          channel: 'facebookMessenger',
          direction: 'in',
          actor: { is: 'person', id: '77' },
          ts: 1_527_459_824_000,
        })
  const [byKey] = eventsOf({
    id: '0',
    time: 1,
    changes: [{ field: 'x', value: { ...customer, message: { mid: 'm1' } } }],
  })
  t.is(byKey?.type, 'message')
  const inMessaging = eventsOf({ id: pageId, time: 1, messaging: [{ ...customer, message_context: {} }] })
  t.is(inMessaging[0]?.type, 'message_context')
  const [standby] = eventsOf({
    id: pageId,
    time: 1,
    changes: [{ field: 'standby', value: { ...customer, message: { mid: 'm1', text: 'hi' } } }],
  })
  t.like(standby, { type: 'message', standby: true })
})

test('an entry without an id is that of the Page that its items name', (t) => {
  const time = 1_761_900_000
  const echo = { sender: { id: pageId }, recipient: { id: '77' }, message: { mid: 'e1', is_echo: true } }
  t.deepEqual(
    [
      ...eventsOf({ time, messaging: [{ ...customer, message: { mid: 'm1' } }, echo] }),
      ...eventsOf({ time, standby: [{ ...customer, read: { watermark: 5 } }] }),
      ...eventsOf({ time, changes: [{ field: 'leadgen', value: { leadgen_id: '5', page_id: pageId } }] }),
      ...eventsOf({
        time,
        changes: [{ field: 'feed', value: { post_id: `${pageId}_9`, item: 'post', verb: 'add' } }],
      }),
    ].map((event) => String(event.pageId)),
    [pageId, pageId, pageId, pageId, pageId],
  )
  const [nobody] = eventsOf({ time, changes: [{ field: 'mention', value: { post_id: '5_9', verb: 'add' } }] })
  t.is(String(nobody?.pageId), '0')
  t.like(eventsOf({ time, messaging: [echo] })[0], { direction: 'out', actor: { is: 'person', id: '77' } })
})

test('decodes every entry and every item, whatever is beside it', (t) => {
  const good = {
    field: 'feed',
    value: { item: 'status', verb: 'add', post_id: 'p', created_time: 1_761_900_000 },
  }
  const message = {
    sender: { id: '1' },
    recipient: { id: pageId },
    timestamp: 1_761_900_000_123,
    message: { mid: 'm_1' },
  }
  const time = 1_761_900_000
  const { events, rejects } = decodeDelivery(
    JSON.stringify({
      object: 'page',
      entry: [
        7,
        null,
        'entry',
        [],
        { id: pageId, time },
        { id: pageId, time, changes: 'none', messaging: [message] },
        { id: pageId, time, messaging: null, standby: { 0: message } },
        { id: pageId, time, changes: [1, good, 'x', null, [good]] },
        { id: pageId, time, messaging: ['x', { ...message, message: { mid: 'm_2' } }] },
      ],
    }),
  )
  t.deepEqual(
    events.map((event) => ('messenger' in event ? event.messenger.mid : event.feed.post_id)),
    ['m_1', 'p', 'm_2'],
  )
  t.deepEqual(
    rejects.map(({ reason, pageId: of }) => [reason, of]),
    [
      ['entry_is_no_object', undefined],
      ['entry_is_no_object', undefined],
      ['entry_is_no_object', undefined],
      ['entry_is_no_object', undefined],
      ['entry_without_items', pageId],
      ['changes_is_no_list', pageId],
      ['messaging_is_no_list', pageId],
      ['standby_is_no_list', pageId],
      ['changes_item_is_no_object', pageId],
      ['changes_item_is_no_object', pageId],
      ['changes_item_is_no_object', pageId],
      ['changes_item_is_no_object', pageId],
      ['messaging_item_is_no_object', pageId],
    ],
  )
})

test('every reject is a delivery of its own, which is rejected for the same reason', (t) => {
  const { rejects } = decodeDelivery(
    `{"object":"page","entry":[7,{"id":12345678901234567890,"time":1,"changes":[1]},{"id":"1","standby":"x"},{"id":"2"}]}`,
  )
  t.is(rejects.length, 4)
  for (const reject of rejects) {
    const again = decodeDelivery(reject.payload)
    t.deepEqual(again, { events: [], receipts: [], rejects: [reject] })
  }
  t.true(rejects[1]?.payload.includes('12345678901234567890'))
})

for (const [body, message] of [
  ['', 'not JSON'],
  ['hello', 'not JSON'],
  ['{"object":"page"', 'not JSON'],
  ['\uFEFF{"object":"page","entry":[]}', 'not JSON'],
  ['null', 'not an object'],
  ['[]', 'not an object'],
  ['"page"', 'not an object'],
  ['12345678901234567890', 'not an object'],
  ['{}', 'entry is not an array'],
  ['{"object":"page","entry":{"id":"1"}}', 'entry is not an array'],
  ['{"object":"page","entry":[]}', 'entry is empty'],
] as const) {
  test(`refuses a body as a whole: ${JSON.stringify(body)}`, (t) => {
    const error = t.throws(() => decodeDelivery(body), { code: 'delivery_malformed', message })
    t.is(error?.cause, undefined)
  })
}

test('never quotes the body in an error', (t) => {
  const error = t.throws(() => decodeDelivery('{"object":"page","entry":[marker-7f3a'))
  t.false(`${error?.stack} ${JSON.stringify(error)}`.includes('marker-7f3a'))
})

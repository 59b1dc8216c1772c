import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import { rawOf } from './read-fixture.ts'

const pageId = '204060801012'

function statusAdd(id: string): string {
  return `{"field":"feed","value":{"item":"status","verb":"add","post_id":"${id}","created_time":1761900000}}`
}

test('keeps every digit of ids beyond 2^53, in the columns and in the raw JSON', (t) => {
  const value =
    '{"from":{"id":10201978818232601,"name":"Ana"},"item":"photo","verb":"add","photo_id":900719925474099312345,"share_id":-9007199254740993,' +
    '"video_id":9007199254740993.5,"post_id":"204060801012_10201978818232603","photo_ids":[10201978818232605, 10201978818232607],"created_time":1761900000}'
  const { events } = decodeDelivery(
    `{"object":"page","entry":[{"id":${pageId}1234567,"time":1761900001,"changes":[{"field":"feed","value":${value}}]}]}`,
  )
  const [event] = events
  t.is(event?.pageId, asPageId(`${pageId}1234567`))
  t.deepEqual(event?.actor, { is: 'person', id: '10201978818232601', name: 'Ana' })
  t.like(event && 'feed' in event && event.feed, {
    valueRaw: value.replace(', ', ','),
    sender_id: '10201978818232601',
    photo_id: '900719925474099312345',
    share_id: '-9007199254740993',
    video_id: '9007199254740993.5',
    photo_ids: '[10201978818232605,10201978818232607]',
  })
})

test('keeps every digit of the ids in a message: customers, app, attachments', (t) => {
  const item =
    '{"sender":{"id":10201978818232601},"recipient":{"id":204060801012},"timestamp":1761900000123,"message":{"mid":"m_1","is_echo":false,' +
    '"app_id":12345678901234567891,"attachments":[{"type":"sticker","payload":{"sticker_id":36923926322282299}}],"text":"1:12345678901234567890"}}'
  const { events } = decodeDelivery(
    `{"object":"page","entry":[{"id":"${pageId}","time":1,"messaging":[${item}]}]}`,
  )
  const [event] = events
  t.deepEqual(event?.actor, { is: 'person', id: '10201978818232601' })
  t.deepEqual(
    event &&
      'messenger' in event && {
        ...event.messenger,
        replyToMid: undefined,
        payload: undefined,
        seq: undefined,
      },
    {
      valueRaw: item,
      senderId: '10201978818232601',
      recipientId: '204060801012',
      text: '1:12345678901234567890',
      mid: 'm_1',
      seq: undefined,
      attachments: '[{"type":"sticker","payload":{"sticker_id":36923926322282299}}]',
      payload: undefined,
      replyToMid: undefined,
      appId: '12345678901234567891',
    },
  )
})

test('an event has the same key whether or not a long number is elsewhere in the delivery', (t) => {
  const order = `{"sender":{"id":"1"},"recipient":{"id":"${pageId}"},"timestamp":1761900000123,"order":{"products":[{"unit_price":10.50,"score":-0,"quantity":1e2}]}}`
  const keyBeside = (neighbour: string): string | undefined =>
    decodeDelivery(
      `{"object":"page","entry":[{"id":"${pageId}","time":1,"messaging":[${order}]},${neighbour}]}`,
    ).events[0]?.key
  t.is(keyBeside('{"id":"9"}'), keyBeside('{"id":12345678901234567890}'))
})

test('an id of any text becomes printable ASCII, and one that is too long a digest', (t) => {
  const mids = [
    'naïve mid',
    '\ud800 half',
    'a\u0000b',
    'é'.repeat(200),
    'x'.repeat(300),
    `${'x'.repeat(299)}y`,
  ]
  const { events } = decodeDelivery(
    JSON.stringify({
      object: 'page',
      entry: [
        {
          id: 'Seite ü',
          time: 1,
          messaging: mids.map((mid) => ({
            sender: { id: '1' },
            timestamp: 1_761_900_000_123,
            message: { mid },
          })),
        },
      ],
    }),
  )
  const ids = events.map((event) => 'messenger' in event && event.messenger.mid)
  t.deepEqual(ids.slice(0, 3), ['na%C3%AFve%20mid', '%EF%BF%BD%20half', 'a%00b'])
  for (const id of ids.slice(3)) t.regex(String(id), /^sha256:[0-9a-f]{32}$/)
  t.is(new Set(ids).size, mids.length)
  t.is(events[0]?.pageId, asPageId('Seite%20%C3%BC'))
})

test('halves of surrogate pairs and NUL do no harm', (t) => {
  const text = 'a\ud800b\u0000c\udfff 👍'
  const { events } = decodeDelivery(
    `{"object":"page","entry":[{"id":"1","time":1,"messaging":[{"sender":{"id":"2"},"timestamp":1761900000123,"message":{"mid":"m","text":${JSON.stringify(text)}}}]}]}`,
  )
  const [event] = events
  t.is(event && 'messenger' in event && event.messenger.text, 'a\ufffdb\u0000c\ufffd 👍')
  const raw: unknown = JSON.parse(event ? (rawOf(event) ?? '') : '')
  t.like(raw, { message: { text } })
})

test('decodes 4 MiB in one message, and 1,000 entries in one delivery', (t) => {
  const text = 'ä'.repeat(2 * 1024 * 1024)
  const large = decodeDelivery(
    JSON.stringify({
      object: 'page',
      entry: [{ id: '1', time: 1, messaging: [{ sender: { id: '2' }, message: { mid: 'm', text } }] }],
    }),
  )
  t.is(large.events.length, 1)
  t.is(large.events[0] && rawOf(large.events[0])?.includes(text), true)
  const entry = Array.from({ length: 1000 }, (_, index) => ({
    id: '1',
    time: 1_761_900_000 + index,
    changes: [{ field: 'feed', value: { item: 'comment', verb: 'add', comment_id: `p_${index}` } }],
  }))
  const many = decodeDelivery(JSON.stringify({ object: 'page', entry }))
  t.is(new Set(many.events.map(({ key }) => key)).size, 1000)
})

test('rejects JSON that is nested too deep with the whole body, and decodes all of its neighbours', (t) => {
  const depth = 100_000
  const deep = '['.repeat(depth) + ']'.repeat(depth)
  const body =
    `{"object":"page","entry":[{"id":"1","time":1,"changes":[${statusAdd('a')},{"field":"feed","value":${deep}},${statusAdd('b')},{"field":"x","value":${deep}}]},` +
    `{"id":"2","time":1,"messaging":[${deep}]},{"id":"3","time":1,"changes":${deep.replaceAll('[', '{"a":').replaceAll(']', '}').replace(':}', ':1}')}},` +
    `{"id":"4","time":1,"changes":[${statusAdd('c')}]}]}`
  const { events, rejects } = decodeDelivery(body)
  t.deepEqual(
    events.map((event) => 'feed' in event && event.feed.post_id),
    ['a', 'b', 'c'],
  )
  t.deepEqual(
    rejects.map(({ reason, detail, payload }) => ({ reason, detail, isBody: payload === body })),
    [{ reason: 'nested_too_deep', detail: '4 items', isBody: true }],
  )
})

test('refuses a delivery with both deep nesting and long numbers as a whole', (t) => {
  const body = `{"object":"page","entry":[{"id":12345678901234567890,"changes":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}]}`
  t.throws(() => decodeDelivery(body), { code: 'delivery_malformed', message: 'nested too deep' })
})

test('treats names such as __proto__ as data', (t) => {
  const { events, rejects } = decodeDelivery(
    '{"object":"page","__proto__":{"entry":[]},"entry":[{"id":"1","time":1,"__proto__":{"changes":[]},"changes":[{"field":"feed","value":{"__proto__":{"item":"x"},"constructor":{"prototype":1},"verb":"add"}}]}]}',
  )
  t.is(rejects.length, 0)
  t.deepEqual(
    events.map(({ type }) => type),
    ['feed'],
  )
  t.is(events[0] && rawOf(events[0]), '{"__proto__":{"item":"x"},"constructor":{"prototype":1},"verb":"add"}')
  t.is(Reflect.get({}, 'item'), undefined)
})

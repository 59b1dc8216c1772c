import test from 'ava'
import { asPageId } from '../../src/domain/ids.ts'
import { decodeDelivery } from '../../src/facebook/webhook-payload.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { rawOf, readFixture, toExpected } from './read-fixture.ts'

interface FeedExample {
  readonly name: string
  readonly entry: { readonly id: string; readonly time: number }
  readonly change: { readonly field: string; readonly value: unknown }
  /**
   * The event of the example. `keptOnRedelivery`: it has a time of its own, so another `entry.time` does not change
   * its key.
   */
  readonly expected: { readonly keptOnRedelivery: boolean } & Record<string, unknown>
}

const examples: readonly FeedExample[] = JSON.parse(readFixture('feed'))

const pageId = '204060801012'

function decodeChange(change: unknown, time = 1_761_900_001): PageEvent {
  const { events, rejects } = decodeDelivery(
    JSON.stringify({ object: 'page', entry: [{ id: pageId, time, changes: [change] }] }),
  )
  const [event] = events
  if (event === undefined || events.length !== 1 || rejects.length > 0)
    throw new Error('expected one event and no reject')
  return event
}

function feedKey(value: Record<string, unknown>, time?: number): string {
  return decodeChange({ field: 'feed', value }, time).key
}

for (const { name, entry, change, expected } of examples) {
  test(`decodes ${name} (${change.field})`, (t) => {
    const { keptOnRedelivery, ...event } = expected
    const decoded = decodeChange(change, entry.time)
    t.deepEqual(toExpected(decoded), event)
    t.is(rawOf(decoded), JSON.stringify(change.value))
    t.is(decoded.pageId, asPageId(pageId))
    t.is(decoded.channel, 'facebookFeed')
    t.regex(decoded.key, /^[0-9a-f]{32}$/)
    t.is(decodeChange(change, entry.time).key, decoded.key)
    t.is(decodeChange(change, entry.time + 7200).key === decoded.key, keptOnRedelivery)
  })
}

test('gives every example a key of its own', (t) => {
  // one comment and one lead, sent in several ways
  const sameContent = /^(?:comment add(?! without an id|, a)|leadgen with ids as texts)/
  const keys = examples
    .filter(({ name }) => !sameContent.test(name))
    .map(({ change }) => decodeChange(change).key)
  t.is(new Set(keys).size, keys.length)
})

function keyOfLead(value: object): string {
  return decodeChange({
    field: 'leadgen',
    value: { leadgen_id: 61_001, created_time: 1_761_900_000, ...value },
  }).key
}

test('a lead is one event, whatever else its webhook says', (t) => {
  t.is(keyOfLead({ form_id: 61_002, ad_id: 0 }), keyOfLead({ leadgen_id: '61001', form_id: '61002' }))
  t.not(keyOfLead({}), keyOfLead({ leadgen_id: 61_003 }))
})

test('a comment that comes in several ways is one event', (t) => {
  const comment = {
    item: 'comment',
    verb: 'add',
    comment_id: '5511_7001',
    post_id: `${pageId}_5511`,
    created_time: 1_761_900_000,
  }
  const key = feedKey(comment)
  t.is(feedKey({ ...comment, from: { id: '7010020030040050' } }), key)
  t.is(feedKey({ ...comment, created_time: undefined }, 1_761_999_999), key)
  t.not(feedKey({ ...comment, comment_id: '5511_7002' }), key)
})

test('a second hide is not a repeat of the first', (t) => {
  const hide = { item: 'status', verb: 'hide', post_id: `${pageId}_5511`, message: 'x' }
  t.is(feedKey(hide, 1_761_900_001), feedKey(hide, 1_761_900_001))
  t.not(feedKey(hide, 1_761_900_001), feedKey(hide, 1_761_900_061))
})

test('created_time is that of the content for every verb but add, so each change has its own key and time', (t) => {
  const video = {
    item: 'video',
    video_id: '66001',
    post_id: `${pageId}_5511`,
    created_time: 1_761_800_000,
    edited_time: 1_761_800_500, // of an earlier edit
  }
  const comment = {
    item: 'comment',
    comment_id: '5511_7001',
    post_id: `${pageId}_5511`,
    parent_id: `${pageId}_5511`,
    created_time: 1_761_800_000,
  }
  for (const value of [video, comment, { ...video, item: 'status' }, { ...video, item: 'share' }])
    for (const verb of ['hide', 'unhide', 'block', 'unblock', 'mute']) {
      const [first, second] = [1_761_900_001, 1_761_900_061].map((time) =>
        decodeChange({ field: 'feed', value: { ...value, verb } }, time),
      )
      t.not(first?.key, second?.key, `${value.item} ${verb}`)
      t.is(second?.ts, 1_761_900_061_000)
    }
  t.is(decodeChange({ field: 'feed', value: { ...video, verb: 'add' } }).ts, 1_761_800_000_000)
})

test('the time of an edited comment, and of what was removed, is that of the change', (t) => {
  const comment = {
    item: 'comment',
    comment_id: '5511_7001',
    post_id: `${pageId}_5511`,
    created_time: 1_761_899_000,
    message: 'new',
  }
  for (const value of [
    { ...comment, verb: 'edited' },
    { ...comment, verb: 'remove' },
    { ...comment, item: 'video', verb: 'remove' },
  ]) {
    t.is(decodeChange({ field: 'feed', value }).ts, 1_761_899_000_000)
    t.is(feedKey(value, 1_761_900_001), feedKey(value, 1_761_999_001))
  }
})

test('two edits of a post differ by their time or by their text', (t) => {
  const edit = {
    item: 'status',
    verb: 'edited',
    post_id: `${pageId}_5511`,
    created_time: 1_761_800_000,
    message: 'one',
  }
  t.not(feedKey(edit, 1_761_900_001), feedKey(edit, 1_761_900_002))
  t.not(feedKey(edit), feedKey({ ...edit, message: 'two' }))
})

test('tells apart two customers, two reactions, and reactions on a post and on its comment', (t) => {
  const reaction = {
    item: 'reaction',
    verb: 'add',
    reaction_type: 'like',
    post_id: `${pageId}_5511`,
    parent_id: `${pageId}_5511`,
    from: { id: '1' },
    created_time: 1_761_900_000,
  }
  const keys = [
    reaction,
    { ...reaction, from: { id: '2' } },
    { ...reaction, from: undefined },
    { ...reaction, reaction_type: 'love' },
    { ...reaction, verb: 'remove' },
    { ...reaction, comment_id: '5511_7001', parent_id: '5511_7001' },
    { ...reaction, created_time: 1_761_900_001 },
  ].map((value) => feedKey(value))
  t.is(new Set(keys).size, keys.length)
})

test('tells apart two albums of one second, which have no known id', (t) => {
  const album = {
    item: 'album',
    verb: 'add',
    album_id: 55_001,
    created_time: 1_761_900_000,
    sender_id: pageId,
  }
  t.not(feedKey(album), feedKey({ ...album, album_id: 55_002 }))
  t.is(feedKey(album, 1_761_900_001), feedKey(album, 1_761_900_777))
})

function createdTime(created_time: unknown): unknown {
  const event = decodeChange({ field: 'feed', value: { item: 'post', verb: 'add', created_time } })
  return 'feed' in event ? event.feed.created_time : 'no feed event'
}

test('reads times in seconds, milliseconds, digits and ISO 8601, and no others', (t) => {
  for (const same of [
    1_761_900_000,
    '1761900000',
    1_761_900_000_000,
    '1761900000000',
    '2025-10-31T08:40:00+0000',
  ])
    t.is(createdTime(same), 1_761_900_000_000, String(same))
  t.is(createdTime('2025-10-31T09:40:00.5+01:00'), 1_761_900_000_500)
  t.is(createdTime('2025-10-31T08:40:00Z'), 1_761_900_000_000)
  for (const none of [
    'tomorrow 5',
    'May 5',
    '2025-10-31T08:40:00',
    '',
    0,
    -5,
    true,
    null,
    {},
    [1],
    '9'.repeat(20),
    1e30,
  ])
    t.is(createdTime(none), undefined, JSON.stringify(none))
})

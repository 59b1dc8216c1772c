import test from 'ava'
import {
  at,
  comment,
  decodeAll,
  echo,
  feedBody,
  fromPerson,
  message,
  messengerBody,
  pageId,
  post,
} from '../helpers/decoded.ts'
import { dumpTables } from '../helpers/dump-tables.ts'
import { livelyDay } from '../helpers/lively-day.ts'
import { openTables } from '../helpers/open-tables.ts'

const day = 86_400
const interactionOf = `select pId, channel, interactionType, ts, direction, pageId, eventDay, standby
  from interaction order by ts, interactionType`
const base = { channel: 'facebookMessenger', pageId, eventDay: new Date('2026-06-01'), standby: 0 }

test.serial('records actor, kind, place, time and direction of an event', async (t) => {
  const { record, database } = await openTables()
  await record(
    message('601', 'm1', at(0)),
    echo('601', 'm2', at(1)),
    comment('c1', at(2)),
    comment('c2', at(3), { from: null }),
    comment('c3', at(4), { from: { id: pageId, name: 'The Page' } }),
  )
  const feed = { ...base, channel: 'facebookFeed', interactionType: 'comment' }
  t.deepEqual(await database.query(interactionOf), [
    { ...base, pId: 'facebook:601', interactionType: 'message', ts: new Date(at(0)), direction: 'in' },
    { ...base, pId: 'facebook:601', interactionType: 'echo', ts: new Date(at(1)), direction: 'out' },
    { ...feed, pId: 'facebook:501', ts: new Date(at(2)), direction: 'in' },
    { ...feed, pId: 'anonymous', ts: new Date(at(3)), direction: 'in' },
    { ...feed, pId: `page:${pageId}`, ts: new Date(at(4)), direction: 'out' },
  ])
  t.deepEqual(await database.query('select pId, firstName, lastName from profile order by pId'), [
    { pId: 'anonymous', firstName: null, lastName: null },
    { pId: 'facebook:501', firstName: 'Ada', lastName: 'Lovelace' },
    { pId: 'facebook:601', firstName: null, lastName: null },
    { pId: `page:${pageId}`, firstName: null, lastName: null },
  ])
  t.deepEqual(
    await database.query(
      'select pId, name, lastInteractionTs as a, lastInboundMsgTs as i, lastOutboundMsgTs as o from profileFacebook order by pId',
    ),
    [
      { pId: 'facebook:501', name: 'Ada Lovelace', a: new Date(at(2)), i: null, o: null },
      { pId: 'facebook:601', name: null, a: new Date(at(1)), i: new Date(at(0)), o: new Date(at(1)) },
    ],
  )
  t.deepEqual(await database.query('select pageId, registeredTs from page'), [{ pageId, registeredTs: null }])
})

test.serial('gives every event of every kind one row in interaction and one in its channel', async (t) => {
  const { record, database } = await openTables()
  await record(...livelyDay)
  const events = new Set(decodeAll(livelyDay).events.map(({ key }) => key))
  const rows = await database.query(
    `select hex(i.eventKey) as k, i.interactionType as kind, i.channel, f.kwInteractionId is not null as feed,
      m.kwInteractionId is not null as messenger from interaction i
      left join chanFacebookFeed f using (kwInteractionId) left join chanFacebookMessenger m using (kwInteractionId)`,
  )
  t.deepEqual(rows.map(({ k }) => String(k).toLowerCase()).toSorted(), [...events].toSorted())
  for (const { feed, messenger } of rows) t.is(Number(feed) + Number(messenger), 1)
  t.deepEqual([...new Set(rows.map(({ kind }) => String(kind)))].toSorted(), [
    'comment',
    'delivery',
    'echo',
    'edit',
    'leadgen',
    'like',
    'mention',
    'message',
    'name',
    'not_known_yet',
    'optin',
    'photo',
    'picture',
    'policy_enforcement',
    'post',
    'postback',
    'reaction',
    'read',
    'status',
    'unsend',
    'unsupported',
  ])
})

test.serial('changes nothing when all events come again, also with one that is 40 days older', async (t) => {
  const { record, database } = await openTables()
  const long = livelyDay.concat(message('606', 'late', at(-40 * day)))
  await record(...long)
  const before = await dumpTables(database)
  await record(...long.toReversed())
  await record(...long)
  t.deepEqual(await dumpTables(database), before)
})

test.serial(
  'shows the latest text, and that content is hidden or removed, on the original row; valueRaw keeps the first text',
  async (t) => {
    const { record, feed, messages, database } = await openTables()
    await record(...livelyDay)
    const [c7] = await feed('9_c7', 'message, edited_time, is_hidden, removedTs')
    t.like(c7, { verb: 'add', edited_time: new Date(at(70)), is_hidden: null, removedTs: null })
    t.true(String(c7?.['message']).startsWith('edited twice'))
    const [raw] = await database.query(
      "select valueRaw from chanFacebookFeed where comment_id = '9_c7' and verb = 'add'",
    )
    t.is(JSON.parse(String(raw?.['valueRaw'])).message, 'plain')
    t.like((await feed('9_c8', 'is_hidden'))[0], { verb: 'add', is_hidden: 1 })
    t.like((await feed('9_c9', 'is_hidden, removedTs'))[0], { is_hidden: 1, removedTs: new Date(at(110)) })
    const photos = await feed(`${pageId}_p2`, 'photo_id, message, removedTs')
    t.deepEqual(
      photos
        .filter(({ verb }) => verb === 'add')
        .toSorted((a, b) => Number(a['photo_id']) - Number(b['photo_id'])),
      ['71', '72'].map((photo_id) => ({
        verb: 'add',
        photo_id,
        message: 'Zwei',
        removedTs: new Date(at(240)),
      })),
    )
    t.deepEqual(await messages('m2', 'm.text, m.editedTs, m.removedTs'), [
      { kind: 'message', text: 'edit 2, earlier', editedTs: new Date(at(440)), removedTs: null },
      { kind: 'edit', text: 'edit 2, earlier', editedTs: null, removedTs: null },
      { kind: 'edit', text: 'edit 1', editedTs: null, removedTs: null },
      { kind: 'reaction', text: null, editedTs: null, removedTs: null },
    ])
    t.deepEqual(await messages('m1', 'm.text, m.removedTs'), [
      { kind: 'unsupported', text: 'x', removedTs: null },
      { kind: 'message', text: 'text of m1', removedTs: new Date(at(460)) },
      { kind: 'unsend', text: null, removedTs: null },
    ])
  },
)

test.serial(
  'finds the original of a change after more than 32 days with events, and never a wrong one',
  async (t) => {
    const { record, feed, messages } = await openTables()
    await record(
      message('601', 'old', at(0)),
      comment('old', at(0)),
      post('old', at(0), { created_time: at(0) / 1000 }),
    )
    await record(...Array.from({ length: 45 }, (_, n) => message('601', `day${n}`, at((n + 1) * day))))
    await record(
      messengerBody({
        ...fromPerson('601', at(46 * day)),
        message_edit: { mid: 'old', text: 'new', num_edit: 1 },
      }),
      comment('old', at(46 * day), { verb: 'remove' }),
      post('old', at(46 * day), { verb: 'hide' }),
    )
    t.like((await messages('old', 'm.text'))[0], { kind: 'message', text: 'new' })
    t.like((await feed('9_old', 'removedTs'))[0], { verb: 'add', removedTs: new Date(at(46 * day)) })
    t.like((await feed(`${pageId}_old`, 'is_hidden'))[0], { verb: 'add', is_hidden: 1 })
    t.like((await messages('day7', 'm.text'))[0], { text: 'text of day7' })
  },
)

test.serial('a repeated call shows a change on its original after a crash in between', async (t) => {
  const { record, feed, messages, database } = await openTables()
  const original = [comment('c1', at(0)), message('601', 'm1', at(0))]
  const unsend = messengerBody({ ...fromPerson('601', at(9)), message: { mid: 'm1', is_deleted: true } })
  const change = [comment('c1', at(9), { verb: 'edited', message: 'new' }), unsend]
  for (const again of [change, original]) {
    await record(...original, ...change)
    // The state after a crash between the two transactions: the content state is stored, the original is not changed
    // yet.
    await database.query("update chanFacebookFeed set message = 'old', edited_time = null")
    await database.query('update chanFacebookMessenger set removedTs = null')
    await record(...again)
    t.like((await feed('9_c1', 'message'))[0], { verb: 'add', message: 'new' })
    t.like((await messages('m1', 'm.removedTs'))[0], { kind: 'message', removedTs: new Date(at(9)) })
  }
})

test.serial('stores the longest and the oddest values that Facebook allows', async (t) => {
  const { record, messages, database } = await openTables()
  const text = '🎈'.repeat(31_603) // 63,206 UTF-16 units
  const mid = `m_${'aB-_'.repeat(63)}x`
  await record(
    feedBody(
      {
        item: 'status',
        verb: 'add',
        post_id: `${pageId}_long`,
        message: text,
        from: { id: '501' },
        created_time: 9,
      },
      at(0),
    ),
    message('601', mid, at(0), 'ü'.repeat(2000)),
    message('601', mid.toUpperCase(), at(0), 'upper'),
    message('601', mid.toLowerCase(), at(0), 'lower'),
    message('601', '1970', 1, 'first'),
    message('601', '9999', Date.UTC(9999, 11, 31, 23, 59, 59, 999), 'last'),
    comment('name', at(0), { from: { id: '502', name: '名'.repeat(300) } }),
  )
  t.is(mid.length, 255)
  const [long] = await database.query('select message, valueRaw from chanFacebookFeed where post_id = ?', [
    `${pageId}_long`,
  ])
  t.is(long?.['message'], text)
  t.is(JSON.parse(String(long?.['valueRaw'])).message, text)
  t.deepEqual(await messages(mid, 'm.text'), [{ kind: 'message', text: 'ü'.repeat(2000) }])
  t.deepEqual(await messages(mid.toUpperCase(), 'm.text'), [{ kind: 'message', text: 'upper' }])
  t.deepEqual(await messages('1970', 'm.timestamp as at'), [{ kind: 'message', at: new Date(1000) }])
  t.deepEqual(await messages('9999', 'm.timestamp as at'), [
    { kind: 'message', at: new Date('9999-12-31T23:59:59.999Z') },
  ])
  const [person] = await database.query("select name from profileFacebook where pId = 'facebook:502'")
  t.is(person?.['name'], '名'.repeat(255))
})

test.serial(
  'an event that came only under standby says so, and one that came both ways does not',
  async (t) => {
    const { record, database } = await openTables()
    await record(...livelyDay)
    t.deepEqual(
      await database.query(
        `select m.mid, i.standby from interaction i join chanFacebookMessenger m using (kwInteractionId)
        where m.mid in ('s1', 's2', 's3', 'm2') and i.interactionType in ('message', 'echo') order by m.mid`,
      ),
      [
        { mid: 'm2', standby: 0 },
        { mid: 's1', standby: 1 },
        { mid: 's2', standby: 0 },
        { mid: 's3', standby: 1 },
      ],
    )
  },
)

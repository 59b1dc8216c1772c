import test from 'ava'
import { isDeferrable } from '../../queues/stitch.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { anyTime, unreadThreadEvents } from '../../src/domain/thread-event.ts'
import { threadEventsOf } from '../../src/facebook/thread-events.ts'
import {
  at,
  bodyOf,
  comment,
  decodeAll,
  delivery,
  echo,
  fromPage,
  fromPerson,
  message,
  messengerBody,
  ownEcho,
  pageId,
  read,
} from '../helpers/decoded.ts'
import { livelyDay } from '../helpers/lively-day.ts'

test('no reply depends on receipts and on echoes of the bot', (t) => {
  for (const body of [
    delivery('601', at(1)),
    delivery('601', at(1), ['m1']),
    read('601', at(1)),
    ownEcho('601', 'm1', at(1)),
    messengerBody({ ...fromPerson('601', at(1)), read: { watermark: at(1) } }, 'standby'),
    bodyOf({
      id: pageId,
      time: at(2),
      messaging: [itemOf(read('601', at(1))), itemOf(delivery('602', at(1)))],
    }),
  ])
    t.deepEqual(threadEventsOf(body), [], body)
})

test('a delivery that no reply depends on holds only receipts and echoes of the bot', (t) => {
  const bodies = livelyDay.map(String).filter((body) => threadEventsOf(body).length === 0)
  t.true(bodies.length > 0)
  t.deepEqual(
    decodeAll(bodies).events.filter((event) => !isDeferrable(event)),
    [],
  )
})

test('every other event of a thread is returned with its customer and its time, whatever its text', (t) => {
  const traps = '"delivery":{} "read":{"watermark":1} "metadata":"pagebeat.1.mwt2e7tr" ["601",5] ["?",0]'
  for (const body of [
    message('601', 'm1', at(1)),
    message('601', 'm1', at(1), traps),
    message('601', 'm1', at(1), JSON.stringify(traps)),
    messengerBody({ ...fromPerson('601', at(1)), postback: { mid: 'm1', title: traps, payload: traps } }),
    messengerBody({ ...fromPerson('601', String(at(1))), message: { mid: 'm1', text: 'hi' } }),
    messengerBody({
      ...fromPerson('601', at(1)),
      read: { watermark: at(1) },
      message: { mid: 'm1', text: 'hi' },
    }),
  ])
    t.deepEqual(threadEventsOf(body), [['601', at(1)]], body)
})

test('an event that changes the reply to an earlier message may be of any time', (t) => {
  for (const body of [
    echo('601', 'm1', at(1)),
    messengerBody({
      ...fromPage('601', at(1)),
      message: { mid: 'm1', is_echo: true, metadata: 'pagebeat.x' },
    }),
    messengerBody({ ...fromPerson('601', at(1)), message: { mid: 'm1', is_deleted: true } }),
    messengerBody({ ...fromPerson('601', at(1)), message_edit: { mid: 'm1', text: 'ho', num_edit: 1 } }),
    messengerBody({ ...fromPerson('601', at(1)), pass_thread_control: { new_owner_app_id: '5' } }),
  ])
    t.deepEqual(threadEventsOf(body), [['601', anyTime]], body)
})

test('a receipt beside a message names the message', (t) => {
  const mixed = [itemOf(read('601', at(1))), itemOf(message('602', 'm1', at(2)))]
  for (const messaging of [mixed, mixed.toReversed()])
    t.deepEqual(threadEventsOf(bodyOf({ id: pageId, time: at(2), messaging })), [['602', at(2)]])
})

test('an event without a known time may be of any time', (t) => {
  for (const timestamp of [null, 'soon', 1.5, {}])
    t.deepEqual(threadEventsOf(messengerBody({ ...fromPerson('601', timestamp), message: { mid: 'm' } })), [
      ['601', 0],
    ])
})

test('a body that is not read may hold events of every customer', (t) => {
  const random = createRandom('bytes')
  const noise = Array.from({ length: 200 }, () =>
    String.fromCharCode(...Array.from({ length: random.below(300) }, () => random.below(256))),
  )
  for (const body of [
    comment('c1', at(1)),
    messengerBody({ sender: { user_ref: 'u' }, recipient: { id: pageId }, optin: {} }),
    messengerBody({
      sender: { id: 9_007_199_254_740_991 },
      recipient: { id: pageId },
      message: { mid: 'm' },
    }),
    bodyOf({ id: pageId, time: 1, messaging: ['text'] }),
    JSON.stringify({ entry: ['text'] }),
    '[]',
    '',
    message('601', 'm1', at(1), 'x'.repeat(20_000)),
    ...noise,
  ])
    t.deepEqual(threadEventsOf(body), unreadThreadEvents, body)
})

function itemOf(body: string): object {
  return (JSON.parse(body) as { entry: [{ messaging: [object] }] }).entry[0].messaging[0]
}

import test from 'ava'
import { canWait } from '../../src/facebook/can-wait.ts'
import { isPatient } from '../../queues/stitch.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { livelyDay } from '../helpers/lively-day.ts'
import {
  at,
  bodyOf,
  comment,
  decodeAll,
  delivery,
  echo,
  fromPerson,
  message,
  messengerBody,
  ownEcho,
  pageId,
  read,
} from '../helpers/decoded.ts'

test('a receipt or the echo of what the bot sent can wait', (t) => {
  for (const body of [
    delivery('601', at(1)),
    delivery('601', at(1), ['m1']),
    read('601', at(1)),
    ownEcho('601', 'm1', at(1)),
    messengerBody({ ...fromPerson('601', at(1)), read: { watermark: at(1) } }, 'standby'),
  ])
    t.true(canWait(body), body)
})

test('what can wait here can wait on its whole way', (t) => {
  const bodies = livelyDay.map(String).filter(canWait)
  t.true(bodies.length > 0)
  t.deepEqual(
    decodeAll(bodies).events.filter((event) => !isPatient(event)),
    [],
  )
})

test('what somebody may wait for cannot, whatever its text says', (t) => {
  const marks = '"delivery":{} "read":{"watermark":1} "metadata":"pagebeat.1.mwt2e7tr"'
  for (const body of [
    echo('601', 'm1', at(1)),
    message('601', 'm1', at(1)),
    message('601', 'm1', at(1), marks),
    message('601', 'm1', at(1), JSON.stringify(marks)),
    messengerBody({ ...fromPerson('601', at(1)), postback: { mid: 'm1', title: marks, payload: marks } }),
    comment('c1', at(1)),
    '{"object":"page","entry":[]}',
    '',
  ])
    t.false(canWait(body), body)
})

test('nor can a receipt that comes with something else', (t) => {
  const words = itemOf(message('601', 'm1', at(2)))
  const mixed = [itemOf(read('601', at(1))), words]
  for (const messaging of [mixed, mixed.toReversed()])
    t.false(canWait(bodyOf({ id: pageId, time: at(2), messaging })))
})

test('bytes that are no JSON are handled at once, however long', (t) => {
  const random = createRandom('bytes')
  for (let run = 0; run < 200; run += 1) {
    const bytes = Array.from({ length: random.below(300) }, () => random.below(256))
    t.false(canWait(String.fromCharCode(...bytes)))
  }
  t.false(canWait(`${'x'.repeat(5_000)}"read":{`))
})

function itemOf(body: string): object {
  return (JSON.parse(body) as { entry: [{ messaging: [object] }] }).entry[0].messaging[0]
}

import test from 'ava'
import { conversationFactsOf } from '../../../src/db/conversation/conversation-facts.ts'
import { toMetadata } from '../../../src/domain/outbound.ts'
import {
  at,
  comment,
  decodeAll,
  fromPage,
  fromPerson,
  message,
  messengerBody,
  read,
} from '../../helpers/decoded.ts'

const silenceMs = 7_200_000
const dayMs = 86_400_000
const rules = { ownAppId: '42', silenceMs }

const factsOf = (...bodies: readonly string[]) => conversationFactsOf(decodeAll(bodies).events, rules)

function echoOf(facts: object, seconds: number): string {
  return messengerBody({
    ...fromPage('77', at(seconds)),
    message: { mid: `e${seconds}`, text: 'hi', is_echo: true, ...facts },
  })
}

function handoverOf(
  type: 'pass_thread_control' | 'take_thread_control',
  owner: unknown,
  seconds: number,
): string {
  return messengerBody({ ...fromPerson('77', at(seconds)), [type]: { new_owner_app_id: owner } })
}

/** When the events changed thread control, until when the bot is silent, and why. */
function silenceAfter(...bodies: readonly string[]) {
  const [facts] = factsOf(...bodies)
  return facts === undefined ? undefined : [facts.silentTs, facts.silentUntil, facts.silentReason]
}

test('a message of the customer opens the window, a receipt and a comment do not', (t) => {
  const [facts, ...more] = factsOf(message('77', 'm1', at(1)), message('77', 'm2', at(3)), read('77', at(5)))
  t.deepEqual(more, [])
  t.like(facts, { psid: '77', lastInboundTs: at(3), silentTs: null, silentUntil: null, silentReason: null })
  t.deepEqual(factsOf(comment('c1', at(1)), read('77', at(5))), [])
})

test('a message of an agent silences the bot for the set time', (t) => {
  t.deepEqual(silenceAfter(echoOf({ app_id: 99 }, 1)), [at(1), at(1) + silenceMs, 'person'])
  t.deepEqual(silenceAfter(echoOf({}, 1)), [at(1), at(1) + silenceMs, 'person'])
})

test('an echo of our own message, or of our app, changes nothing', (t) => {
  t.deepEqual(factsOf(echoOf({ app_id: 42 }, 1)), [])
  t.deepEqual(
    factsOf(
      echoOf({ app_id: 99, metadata: toMetadata({ id: '7', claimedTs: at(0), echoMark: undefined }) }, 1),
    ),
    [],
  )
})

test('an event under standby tells that another app controls the thread', (t) => {
  const standby = messengerBody({ ...fromPerson('77', at(1)), message: { mid: 'm1', text: 'hi' } }, 'standby')
  t.deepEqual(silenceAfter(standby), [at(1), at(1) + silenceMs, 'other_app'])
})

test('thread control that goes to another app silences the bot for a day, and our app ends a silence', (t) => {
  for (const type of ['pass_thread_control', 'take_thread_control'] as const) {
    t.deepEqual(silenceAfter(handoverOf(type, 99, 1)), [at(1), at(1) + dayMs, 'other_app'])
    t.deepEqual(silenceAfter(handoverOf(type, '42', 2)), [at(2), 0, 'ours_again'])
    t.deepEqual(silenceAfter(handoverOf(type, undefined, 3)), [at(3), at(3) + dayMs, 'other_app'])
  }
})

test('the latest event counts, in whatever order the events come', (t) => {
  const events = [
    message('77', 'm1', at(1)),
    echoOf({ app_id: 99 }, 2),
    handoverOf('pass_thread_control', 42, 3),
  ]
  const expected = factsOf(...events)
  t.like(expected[0], { lastInboundTs: at(1), silentTs: at(3), silentReason: 'ours_again' })
  t.deepEqual(factsOf(...events.toReversed()), expected)
})

test('each conversation has its own facts', (t) => {
  const facts = factsOf(message('77', 'm1', at(1)), message('78', 'm2', at(2)))
  t.deepEqual(
    facts.map(({ psid, lastInboundTs }) => [String(psid), lastInboundTs]),
    [
      ['77', at(1)],
      ['78', at(2)],
    ],
  )
})

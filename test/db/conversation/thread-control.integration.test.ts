import test from 'ava'
import { createConversationReader } from '../../../src/db/conversation/read-conversation.ts'
import { createThreadControl } from '../../../src/db/conversation/thread-control.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { asConversationId } from '../../../src/domain/ids.ts'
import type { SilenceReason } from '../../../src/domain/reasons.ts'
import { at, decodeAll, echo, fromPage, fromPerson, message, messengerBody } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const hourMs = 3_600_000
const rules = {
  listensTo: () => true,
  lateness: createLateness(),
  ownAppId: '4711',
  silenceMs: 2 * hourMs,
  now: Date.now,
  agentsAreFast: true,
}

const toUs = (seconds: number): string => message('601', `m${seconds}`, at(seconds))
const standby = (seconds: number): string =>
  messengerBody({ ...fromPerson('601', at(seconds)), message: { mid: `m${seconds}`, text: 'hi' } }, 'standby')
const standbyEcho = (seconds: number): string =>
  messengerBody(
    {
      ...fromPage('601', at(seconds)),
      message: { mid: `e${seconds}`, text: 'hi', is_echo: true, app_id: 99 },
    },
    'standby',
  )
const agent = (seconds: number): string => echo('601', `e${seconds}`, at(seconds))
const passTo = (app: string, seconds: number): string =>
  messengerBody({ ...fromPerson('601', at(seconds)), pass_thread_control: { new_owner_app_id: app } })

/** What happened in a thread, and why the bot is silent after it; undefined: it may write. */
const threads: Record<
  string,
  readonly [bodies: readonly string[], silentBecause: SilenceReason | undefined]
> = {
  'the customer writes to another app': [[standby(1)], 'other_app'],
  'the thread came back, and the customer writes to us': [[standby(1), toUs(2)], undefined],
  'the customer wrote to us, and then to another app': [[toUs(1), standby(2)], 'other_app'],
  'back and away again': [[standby(1), toUs(2), standby(3)], 'other_app'],
  'the other app had the last word before it gave the thread back': [
    [standby(1), standbyEcho(2), toUs(3)],
    undefined,
  ],
  'one message came under both lists': [[standby(1), toUs(1)], undefined],
  'an agent writes in a thread that every app gets': [[toUs(1), agent(2), toUs(3)], 'person'],
  'an agent writes after the thread came back': [[standby(1), toUs(2), agent(3), toUs(4)], 'person'],
  'the thread was passed on, and no standby came': [[passTo('99', 1), toUs(2)], 'other_app'],
  'an agent wrote at the millisecond at which the thread came back': [
    [agent(2), passTo('4711', 2)],
    'person',
  ],
  'the thread was passed on at the millisecond of an echo': [[agent(2), passTo('99', 2)], 'other_app'],
  'the thread was passed on and back': [[passTo('99', 1), standby(2), passTo('4711', 3)], undefined],
}

async function silenceAfter(order: readonly string[]) {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  for (const body of order) await record(decodeAll([body]).events)
  const [{ id } = { id: '' }] = await database.query('select id from conversation')
  const { silentUntil = 0, silentReason } = await createConversationReader(db).findState(
    asConversationId(String(id)),
  )
  return silentUntil > at(10) ? silentReason : undefined
}

for (const [title, [bodies, expected]] of Object.entries(threads))
  test.serial(`${title}: in any order`, async (t) => {
    const orders = [bodies, bodies.toReversed(), [...bodies.slice(1), ...bodies.slice(0, 1)]]
    for (const order of orders) t.is(await silenceAfter(order), expected)
  })

test.serial(
  "an operator's pause ends when thread control is passed to this app, and by nothing else",
  async (t) => {
    const { db, database } = await openTables()
    const { record } = createEventRecorder(db, { conversationRules: rules })
    await record(decodeAll([toUs(0)]).events)
    const [{ id } = { id: '' }] = await database.query('select id from conversation')
    const conversationId = asConversationId(String(id))
    const silentUntil = async () => (await createConversationReader(db).findState(conversationId)).silentUntil
    const silence = { ts: at(1), until: at(1) + 30 * 24 * hourMs, reason: 'paused_by_hand' } as const
    await createThreadControl(db).setSilence(conversationId, silence)
    for (const body of [toUs(2), standby(3), toUs(4), agent(5), passTo('99', 6)]) {
      await record(decodeAll([body]).events)
      t.is(await silentUntil(), silence.until, body)
    }
    await record(decodeAll([passTo('4711', 7)]).events)
    t.is(await silentUntil(), 0)
  },
)

for (const [reason, isEndedByPass] of [
  ['paused_by_hand', true],
  ['taken_over', false],
] as const)
  test.serial(
    `another app or an agent in the inbox makes a silence longer, and ends none: ${reason}`,
    async (t) => {
      const { db, database } = await openTables()
      const { record } = createEventRecorder(db, { conversationRules: rules })
      await record(decodeAll([toUs(0)]).events)
      const [{ id } = { id: '' }] = await database.query('select id from conversation')
      const conversationId = asConversationId(String(id))
      const state = async () => {
        const { silentUntil, silentReason } = await createConversationReader(db).findState(conversationId)
        return [silentUntil, silentReason]
      }
      await createThreadControl(db).setSilence(conversationId, { ts: at(1), until: at(1) + hourMs, reason })
      const longer = (seconds: number) => [at(seconds) + rules.silenceMs, reason]
      const passed = [at(5) + 24 * hourMs, reason]
      for (const [body, expected] of [
        [toUs(2), [at(1) + hourMs, reason]],
        [agent(3), longer(3)],
        [standby(4), longer(4)],
        [passTo('99', 5), passed],
        [toUs(6), passed],
        [passTo('4711', 7), isEndedByPass ? [0, 'ours_again'] : passed],
      ] as const) {
        await record(decodeAll([body]).events)
        t.deepEqual(await state(), expected, body)
      }
    },
  )

test.serial('a thread that was handed over is ours when Facebook sends its events to us again', async (t) => {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  const read = async (id: string) => await createConversationReader(db).findState(asConversationId(id))
  await record(decodeAll([toUs(0)]).events)
  const [{ id } = { id: '' }] = await database.query('select id from conversation')
  const silence = { ts: at(1), until: at(1) + 24 * hourMs, reason: 'handed_over' } as const
  await createThreadControl(db).setSilence(asConversationId(String(id)), silence)
  await record(decodeAll([toUs(2)]).events) // no standby yet: it may have crossed the hand-over
  t.is((await read(String(id))).silentUntil, silence.until)
  await record(decodeAll([standby(3)]).events)
  t.is((await read(String(id))).silentUntil, silence.until)
  await record(decodeAll([toUs(4)]).events)
  t.is((await read(String(id))).silentUntil, 0)
})

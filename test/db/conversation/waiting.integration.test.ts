import test from 'ava'
import { createThreadControl } from '../../../src/db/conversation/thread-control.ts'
import { countWaiting, findWaiting } from '../../../src/db/conversation/waiting.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { asConversationId } from '../../../src/domain/ids.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { at, decodeAll, fromPage, fromPerson, message, messengerBody, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const hourMs = 3_600_000
const daySeconds = 24 * 3_600
const rules = {
  listensTo: () => true,
  lateness: createLateness(),
  ownAppId: '4711',
  silenceMs: 2 * hourMs,
  agentsAreFast: true,
  now: Date.now,
}

const toUs = (seconds: number): string => message('601', `m${seconds}`, at(seconds))
const toAgent = (seconds: number): string =>
  messengerBody({ ...fromPerson('601', at(seconds)), message: { mid: `m${seconds}`, text: 'hi' } }, 'standby')
const agent = (seconds: number, list: 'messaging' | 'standby' = 'standby'): string =>
  messengerBody(
    {
      ...fromPage('601', at(seconds)),
      message: { mid: `e${seconds}`, text: 'hi', is_echo: true, app_id: 99 },
    },
    list,
  )
const reaction = (seconds: number): string =>
  messengerBody(
    { ...fromPerson('601', at(seconds)), reaction: { mid: 'm1', action: 'react', emoji: '👍' } },
    'standby',
  )
const back = (seconds: number): string =>
  messengerBody({ ...fromPerson('601', at(seconds)), pass_thread_control: { new_owner_app_id: '4711' } })

/** What happened in a thread, and since when the customer waits for an agent (seconds; undefined: they do not). */
const threads: Record<string, readonly [bodies: readonly string[], waitsSince: number | undefined]> = {
  'a customer who writes to the bot waits for no agent': [[toUs(1)], undefined],
  'a customer who writes to an agent waits': [[toAgent(1)], 1],
  'the first message counts': [[toAgent(1), toAgent(2)], 1],
  'an agent who writes ends the wait': [[toAgent(1), agent(2)], undefined],
  'an agent who writes without routing ends it too': [[toAgent(1), agent(2, 'messaging')], undefined],
  'a message after that of the agent waits': [[toAgent(1), agent(2), toAgent(3)], 3],
  'thread control that comes back ends the wait': [[toAgent(1), back(2)], undefined],
  'a thread that was moved to Done waits no more': [[toAgent(1), toUs(2)], undefined],
  'a thread that was idle for a day was not served': [[toAgent(1), toUs(2 + daySeconds)], 1],
  'a reaction is no question': [[toUs(1), reaction(2)], undefined],
}

for (const [title, [bodies, expected]] of Object.entries(threads))
  test.serial(`${title}: in any order`, async (t) => {
    for (const order of [bodies, bodies.toReversed(), [...bodies.slice(1), ...bodies.slice(0, 1)]]) {
      const { db, database } = await openTables()
      const { record } = createEventRecorder(db, { conversationRules: rules })
      for (const body of order) await record(decodeAll([body]).events)
      const [{ waitingTs } = { waitingTs: undefined }] = await database.query(
        'select waitingTs from conversation',
      )
      t.is(waitingTs, expected === undefined ? null : at(expected), order.join('\n'))
    }
  })

/** Conversations of these customers, none of whom waits. */
async function openThreads(psids: readonly string[], agentsAreFast = true) {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: { ...rules, agentsAreFast } })
  for (const psid of psids) await record(decodeAll([message(psid, `m${psid}`, at(0))]).events)
  const rows = await database.query('select id, psid from conversation')
  const idOf = (psid: string) => asConversationId(String(rows.find((row) => row['psid'] === psid)?.['id']))
  const waiting = async (now: number) =>
    (await findWaiting(db, { now, limit: 10 })).map(({ psid, waitingTs }) => [psid, waitingTs])
  return { db, record, idOf, waiting, threadControl: createThreadControl(db) }
}

test.serial(
  'customers who were handed over are listed until they are served, the longest wait first',
  async (t) => {
    const { db, record, idOf, waiting, threadControl } = await openThreads(['601', '602', '603'])
    const until = at(2) + 24 * hourMs
    await threadControl.handOver(idOf('602'), { ts: at(2), causedTs: at(1), until })
    await threadControl.refuseHandOver(idOf('601'), { ts: at(4), causedTs: at(3) })
    const all = [
      ['602', at(1)],
      ['601', at(3)],
    ]
    t.deepEqual(await waiting(at(10)), all)
    t.deepEqual(await waiting(until + hourMs), all, 'also when the silence of the bot is over')
    t.deepEqual(await waiting(at(10) + 8 * 24 * hourMs), [], 'an agent may write for seven days')
    t.deepEqual(await countWaiting(db, at(10)), [{ pageId, customers: 2, oldestTs: at(1) }])
    await record(decodeAll([agent(5)]).events)
    t.deepEqual(await waiting(at(10)), [['602', at(1)]])
    await threadControl.giveBack(idOf('602'), at(6))
    t.deepEqual(await waiting(at(10)), [])
  },
)

test.serial('an automatic message at the first contact serves nobody', async (t) => {
  const { record, idOf, waiting, threadControl } = await openThreads(['601'], false)
  const until = at(2) + 24 * hourMs
  await threadControl.handOver(idOf('601'), { ts: at(2), causedTs: at(0), until })
  await record(decodeAll([agent(3, 'messaging')]).events)
  t.deepEqual(await waiting(at(10)), [['601', at(0)]])
  await record(decodeAll([agent(60, 'messaging')]).events)
  t.deepEqual(await waiting(at(70)), [])
})

test.serial('a customer who writes while the bot is silent is listed as long as it is silent', async (t) => {
  const { record, idOf, waiting, threadControl } = await openThreads(['601'])
  await threadControl.setSilence(idOf('601'), { ts: at(1), until: at(100), reason: 'paused_by_hand' })
  await record(decodeAll([toAgent(5)]).events)
  t.deepEqual(await waiting(at(10)), [['601', at(5)]])
  t.deepEqual(await waiting(at(5) + 3 * hourMs), [])
})

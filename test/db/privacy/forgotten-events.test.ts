import test from 'ava'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { findForgottenEvents, findForgottenPsids } from '../../../src/db/privacy/forgotten-events.ts'
import type { ForgottenRule } from '../../../src/db/identity/forgotten-links.ts'
import type { MessengerEvent } from '../../../src/domain/event.ts'
import { asPageId, asPsid } from '../../../src/domain/ids.ts'

const [ada, bob] = [asPsid('ada'), asPsid('bob')]
const forgottenTs = 1_000

function event(more: Partial<MessengerEvent> & { readonly ts: number }): MessengerEvent {
  return {
    key: '0'.repeat(32),
    pageId: asPageId('1'),
    channel: 'facebookMessenger',
    type: 'message',
    direction: 'in',
    actor: { is: 'person', id: ada },
    messenger: { valueRaw: '{}' },
    ...more,
  }
}

const tombstones = (rule: ForgottenRule) => ({
  rule,
  find: async (_db: unknown, ids: readonly { kind: string; value: string }[]) =>
    new Map(ids.filter(({ value }) => value === ada).map(() => ['facebook:ada', forgottenTs])),
})

/** Never connects: the port answers from memory. */
const db = createDatabase({ url: 'mysql://nobody@127.0.0.1:1/none', poolSize: 1 })
test.after.always(() => db.destroy())

const dropped = async (
  events: readonly MessengerEvent[],
  rule: ForgottenRule,
  suspects = [ada, bob].map((id) => ({ id, isKnown: false })),
) => [...(await findForgottenEvents(db, events, { suspects, tombstones: tombstones(rule) }))]

test('events from before the forgetting are dropped', async (t) => {
  const late = [event({ ts: 999 }), event({ ts: 1_000, type: 'postback' })]
  t.deepEqual(
    await dropped([...late, event({ ts: 5, actor: { is: 'person', id: bob } })], 'until_they_write'),
    late,
  )
})

test('a message after the forgetting makes a new customer, without earlier events', async (t) => {
  const late = event({ ts: 999 })
  const fresh = [event({ ts: 1_001 }), event({ ts: 1_002, type: 'read' })]
  t.deepEqual(await dropped([late, ...fresh], 'until_they_write'), [late])
  t.deepEqual(await dropped([late, ...fresh], 'for_ever'), [late, ...fresh])
})

test('a customer who wrote again keeps later events, and gets none from before the forgetting', async (t) => {
  const late = event({ ts: 999 })
  const receipt = event({ ts: 1_500, type: 'read' })
  t.deepEqual(await dropped([late, receipt], 'until_they_write', [{ id: ada, isKnown: true }]), [late])
})

test('receipts, echoes, edits and removals are no contact', async (t) => {
  const events = [
    event({ ts: 2_000, type: 'read' }),
    event({ ts: 2_000, type: 'delivery' }),
    event({ ts: 2_000, type: 'unsend' }),
    event({ ts: 2_000, type: 'echo', direction: 'out' }),
  ]
  t.deepEqual(await dropped(events, 'until_they_write'), events)
})

test('known customers, the Page and unknown authors are not looked up', async (t) => {
  const events = [
    event({ ts: 1 }),
    event({ ts: 1, actor: { is: 'page' } }),
    event({ ts: 1, actor: { is: 'anonymous' } }),
  ]
  t.deepEqual(await dropped(events, 'for_ever', [{ id: bob, isKnown: false }]), [])
  t.deepEqual(await dropped(events, 'for_ever', []), [])
  t.deepEqual([...(await findForgottenPsids(db, [ada, bob], tombstones('for_ever')))], [ada])
})

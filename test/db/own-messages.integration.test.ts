import test from 'ava'
import { createOutboundRows } from '../../src/db/conversation/outbound.ts'
import { createReceipts } from '../../src/db/events/receipts.ts'
import { createEventRecorder } from '../../src/db/record-events.ts'
import { createLateness } from '../../src/domain/lateness.ts'
import { toMetadata } from '../../src/domain/outbound.ts'
import { recordSent } from '../../workers/respond/record-sent.ts'
import { claimed, ownRowId, type Tables } from '../helpers/claimed-message.ts'
import { comment, decodeAll, delivery, fromPage, messengerBody, pageId, read } from '../helpers/decoded.ts'
import { dumpTables } from '../helpers/dump-tables.ts'
import { createDyingDatabase } from '../helpers/dying-database.ts'
import { openTables } from '../helpers/open-tables.ts'

/** Two hours before midnight (UTC) of an ordinary day. */
const evening = Date.UTC(2026, 5, 1, 22)
const midnight = Date.UTC(2026, 5, 2)

const rules = {
  listensTo: () => true,
  lateness: createLateness(),
  ownAppId: '42',
  silenceMs: 0,
  now: Date.now,
}

const say = { do: 'say', message: { text: 'Hi' } } as const

/** What Facebook tells of one message: its response, its echo, and receipts; `t` is Facebook's time of the message. */
function factsOf({ claimedTs, t }: { claimedTs: number; t: number }) {
  const echo = messengerBody({
    ...fromPage('601', t),
    message: {
      mid: 'm1',
      text: 'Hi',
      is_echo: true,
      app_id: 42,
      metadata: toMetadata({ id: ownRowId, claimedTs, echoMark: undefined }),
    },
  })
  return {
    answer: undefined,
    echo: decodeAll([echo]),
    earlier: decodeAll([delivery('601', t - 100), read('601', t - 50)]),
    delivery: decodeAll([delivery('601', t + 200)]),
    read: decodeAll([read('601', t + 300)]),
  } as const
}
type Facts = ReturnType<typeof factsOf>
type Step = keyof Facts

/** What a worker does with one of the facts. */
async function act(db: Tables['db'], fact: Facts[Step]): Promise<void> {
  const interactions = createEventRecorder(db, { conversationRules: rules })
  const outbound = createOutboundRows(db, Date.now)
  if (fact === undefined) {
    await outbound.settle(ownRowId, ['sending'], { to: 'sent', platformId: 'm1' })
    await recordSent({ outbound, record: interactions.record, now: () => Date.now() + 60_000 })
    return
  }
  await interactions.record(fact.events)
  await createReceipts(db).record(fact.receipts)
}

async function stored({ database }: Tables): Promise<Record<string, string>> {
  const rows = await database.query('select state, platformId, recordedTs is not null recorded from outbound')
  return { ...(await dumpTables(database)), outbound: JSON.stringify(rows) }
}

function* orders<T>(all: readonly T[]): Generator<readonly T[]> {
  if (all.length < 2) yield all
  for (const first of all)
    for (const rest of orders(all.filter((other) => other !== first))) yield [first, ...rest]
}

const steps = ['answer', 'echo', 'earlier', 'delivery', 'read'] as const
const clocks = { behind: -400, 'ahead of': 400 } as const

for (const [clock, ms] of Object.entries(clocks)) {
  test.serial(`a sent message has the same rows in any order, our clock ${clock} Facebook's`, async (t) => {
    let expected: Record<string, string> | undefined
    for (const order of [...orders(steps)].filter((_, index) => index % 5 === 0)) {
      const tables = await openTables()
      await claimed(tables, say, evening + ms)
      const facts = factsOf({ claimedTs: evening + ms, t: evening })
      for (const step of order) await act(tables.db, facts[step])
      const rows = await stored(tables)
      expected ??= rows
      t.deepEqual(rows, expected, order.join())
    }
    const { messages } = await openTables()
    t.deepEqual(await messages('m1', '1'), [])
  })
}

/** Five of the 24: a death at each of their statements takes time. */
const someOrders = [...orders(['answer', 'echo', 'delivery', 'read'] as const)].filter(
  (_, index) => index % 5 === 0,
)

test.serial('a sent message has the same rows after a death at any statement, in any order', async (t) => {
  let expected: Record<string, string> | undefined
  for (const [index, order] of someOrders.entries()) {
    let alive = false
    for (let statements = index % 3; !alive; statements += 3) {
      const tables = await openTables()
      await claimed(tables, say, evening)
      const facts = factsOf({ claimedTs: evening, t: evening + 20 })
      const dying = createDyingDatabase(tables.database.url)
      alive = true
      for (const step of order) {
        dying.dieAfter(statements)
        const died = await act(dying.db, facts[step]).then(
          () => false,
          () => true,
        )
        if (died) await act(tables.db, facts[step])
        if (died) alive = false
      }
      await dying.db.destroy()
      const rows = await stored(tables)
      expected ??= rows
      t.deepEqual(rows, expected, `${order.join()} died after ${statements} statements`)
    }
  }
})

test.serial(
  'a worker that dies while it records a response leaves the receipts to the next round',
  async (t) => {
    for (let statements = 1, done = false; !done; statements += 1) {
      const tables = await openTables()
      await claimed(tables, say, evening)
      const facts = factsOf({ claimedTs: evening, t: evening })
      for (const step of ['delivery', 'read'] as const) await act(tables.db, facts[step])
      const dying = createDyingDatabase(tables.database.url)
      dying.dieAfter(statements)
      done = await act(dying.db, undefined).then(
        () => true,
        () => false,
      )
      await dying.db.destroy()
      await act(tables.db, undefined) // the next round of the sweeper
      t.deepEqual(
        await tables.messages('m1', 'm.deliveredFlag d, m.readFlag r'),
        [{ kind: 'echo', d: 1, r: 1 }],
        `died after ${statements} statements`,
      )
    }
  },
)

const publicReply = { do: 'comment', text: 'Thanks' } as const
const published = { parent_id: '9_c1', published: 1 }
/** The webhook of our public reply, as Facebook sends it. */
const webhookOf = (ts: number) =>
  decodeAll([
    comment('ours', ts, {
      message: 'Thanks',
      from: { id: pageId, name: 'The Page' },
      ...published,
    }),
  ])
const columns = `f.message, f.sender_name, f.published, f.created_time, i.ts, i.eventDay, left(f.valueRaw, 8) raw`

for (const [title, claimedTs, t1] of [
  ['before midnight, dated after it', midnight - 300, midnight + 700],
  ['before midnight, dated before it', midnight - 59_999, midnight - 59_000],
  ['after midnight, dated before it by a slower clock', midnight + 400, midnight - 1_000],
  ['at noon', midnight - 12 * 3_600_000, midnight - 12 * 3_600_000 + 1_000],
] as const) {
  test.serial(`a public reply is recorded once: claimed ${title}`, async (t) => {
    for (const order of [
      ['answer', 'webhook'],
      ['webhook', 'answer'],
      ['answer', 'webhook', 'answer', 'webhook'],
      ['at once'],
    ]) {
      const tables = await openTables()
      await claimed(tables, publicReply, claimedTs)
      await createOutboundRows(tables.db, Date.now).settle(ownRowId, ['sending'], {
        to: 'sent',
        platformId: '9_ours',
      })
      const work: Record<string, () => Promise<unknown>> = {
        answer: () => act(tables.db, undefined),
        webhook: () => act(tables.db, webhookOf(t1)),
        'at once': () => Promise.all([act(tables.db, undefined), act(tables.db, webhookOf(t1))]),
      }
      for (const step of order) await work[step]?.()
      const rows = await tables.feed('9_ours', columns)
      t.like(rows, [{ message: 'Thanks', sender_name: 'The Page', published: '1', raw: '{"item":' }])
      t.is(rows.length, 1, order.join())
      t.deepEqual(rows[0]?.['ts'], new Date(Math.floor(t1 / 1000) * 1000))
      t.deepEqual(rows[0]?.['created_time'], rows[0]?.['ts'])
    }
  })
}

test.serial('a public reply near midnight whose webhook never comes is recorded', async (t) => {
  for (const claimedTs of [midnight - 59_999, midnight - 1, midnight, midnight + 59_999]) {
    const tables = await openTables()
    await claimed(tables, publicReply, claimedTs)
    await createOutboundRows(tables.db, Date.now).settle(ownRowId, ['sending'], {
      to: 'sent',
      platformId: '9_ours',
    })
    await act(tables.db, undefined)
    t.is((await tables.feed('9_ours', '1')).length, 1)
  }
})

test.serial('a message that was claimed on two days is recorded once', async (t) => {
  for (const order of [
    ['answer', 'echo'],
    ['echo', 'answer'],
  ] as const) {
    const tables = await openTables()
    await claimed(tables, say, midnight + 9_000) // the second claim; a look-up found the first message
    const facts = factsOf({ claimedTs: midnight - 2_000, t: midnight - 1_500 })
    for (const step of order) await act(tables.db, facts[step])
    t.is((await tables.messages('m1', '1')).length, 1, order.join())
  }
})

test.serial('the facts of an echo replace those of the response', async (t) => {
  const tables = await openTables()
  await claimed(tables, say, evening)
  const facts = factsOf({ claimedTs: evening, t: evening + 50 })
  for (const step of ['answer', 'echo', 'answer'] as const) await act(tables.db, facts[step])
  const [row] = await tables.messages('m1', 'm.valueRaw, m.timestamp')
  t.like(JSON.parse(String(row?.['valueRaw'])), { message: { is_echo: true, mid: 'm1' } })
  t.deepEqual(row?.['timestamp'], new Date(evening + 50))
})

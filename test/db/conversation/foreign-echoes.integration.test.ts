import test from 'ava'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { toMetadata } from '../../../src/domain/outbound.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { bodyOf, decodeAll, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const claimedTs = Date.UTC(2026, 10, 28, 12)
const ours = { mark: '0123456789abcdef', psid: '601', appId: '42' }
const otherPage = '900800700600500'

interface EchoFacts {
  readonly pageId?: string
  readonly psid?: string
  readonly appId?: number | undefined
  readonly mark?: string | undefined
  readonly claimedTs?: number
  readonly mid?: string | undefined
}

/** An echo of a message to the customer of row 7. */
function echoOf(facts: EchoFacts = {}): string {
  const echo = { pageId, psid: ours.psid, appId: 42, mark: ours.mark, claimedTs, mid: 'm_1', ...facts }
  const metadata = toMetadata({ id: '7', claimedTs: echo.claimedTs, echoMark: echo.mark })
  return bodyOf({
    id: echo.pageId,
    time: claimedTs + 500,
    messaging: [
      {
        sender: { id: echo.pageId },
        recipient: { id: echo.psid },
        timestamp: claimedTs + 300,
        message: { mid: echo.mid, is_echo: true, app_id: echo.appId, metadata, text: 'Hi' },
      },
    ],
  })
}

interface RowFacts {
  readonly state?: string
  readonly action?: object
  readonly psid?: string
  readonly echoMark?: string | null
  readonly platformId?: string | null
}

/** Row 7 of `outbound`, as a worker claimed it; and a recorder of events as stitch has it. */
async function open(facts: RowFacts = {}) {
  const { database, db } = await openTables()
  const row = {
    state: 'unknown',
    action: { do: 'say', message: { text: 'Hi' } },
    psid: ours.psid,
    echoMark: ours.mark,
    platformId: null,
    ...facts,
  }
  await database.query('insert into conversation (id, pageId, psid) values (3, ?, ?)', [pageId, row.psid])
  await database.query(
    `insert into outbound (id, turnId, step, conversationId, action, expiresTs, createdTs, claimedTs, attempts, state, echoMark, platformId)
      values (7, 1, 0, 3, ?, ?, ?, ?, 1, ?, ?, ?)`,
    [
      JSON.stringify({ action: row.action, causedTs: claimedTs }),
      claimedTs + 60_000,
      claimedTs - 1_000,
      claimedTs,
      row.state,
      row.echoMark,
      row.platformId,
    ],
  )
  const found: unknown[] = []
  const { record } = createEventRecorder(db, {
    conversationRules: {
      listensTo: () => false,
      lateness: createLateness(),
      ownAppId: ours.appId,
      silenceMs: 1,
      now: () => claimedTs + 1_000,
      onEchoes: (echoes) => void found.push(...echoes),
    },
  })
  return {
    found,
    record: async (...bodies: readonly string[]) => record(decodeAll(bodies).events),
    row: async () => (await database.query('select state, platformId from outbound where id = 7'))[0],
    wakeTs: async () => (await database.query('select wakeTs from conversation where id = 3'))[0]?.['wakeTs'],
  }
}

const settled = { state: 'sent', platformId: 'm_1' }

const believed: readonly (readonly [string, EchoFacts, RowFacts])[] = [
  ['of the claim', {}, {}],
  ['of an earlier claim of the row', { claimedTs: claimedTs - 500 }, {}],
  ['of an earlier claim, after the row was found not to be sent', {}, { state: 'pending' }],
  ['of a row that is held', {}, { state: 'held' }],
  ['that names no app', { appId: undefined }, {}],
  [
    'of a private reply, whose customer was not known',
    { psid: '602' },
    { psid: 'comment:9_8', action: { do: 'private_reply', message: { text: 'Hi' } } },
  ],
  ['of a row of an older version, which has no mark', { mark: undefined }, { echoMark: null }],
  ['of an earlier claim of such a row', { mark: undefined, claimedTs: claimedTs - 900 }, { echoMark: null }],
]

for (const [title, echo, facts] of believed)
  test.serial(`an echo proves that its message was sent: one ${title}`, async (t) => {
    const { record, row, found } = await open(facts)
    await record(echoOf(echo))
    t.deepEqual(await row(), settled)
    t.deepEqual(found, [])
  })

const foreign: readonly (readonly [string, EchoFacts, RowFacts, string])[] = [
  [
    'has another mark: another installation, or a restored database',
    { mark: 'fedcba9876543210' },
    {},
    'mark',
  ],
  ['has no mark, and the row has one', { mark: undefined }, {}, 'mark'],
  ['went to another customer', { psid: '602' }, {}, 'customer'],
  ['comes from another app', { appId: 43 }, {}, 'app'],
  ['comes from another Page', { pageId: otherPage }, {}, 'page'],
  [
    'is older than a row without a mark',
    { mark: undefined, claimedTs: claimedTs - 1_001 },
    { echoMark: null },
    'mark',
  ],
  [
    'is younger than the claim of such a row',
    { mark: undefined, claimedTs: claimedTs + 1 },
    { echoMark: null },
    'mark',
  ],
]

for (const [title, echo, facts, reason] of foreign)
  for (const state of ['unknown', 'sending', 'pending', 'failed'])
    test.serial(`an echo leaves a row that is ${state} alone if it ${title}`, async (t) => {
      const { record, row, found } = await open({ ...facts, state })
      await record(echoOf(echo))
      t.deepEqual(await row(), { state, platformId: null })
      t.deepEqual(found, [{ is: 'foreign', reason, pageId: asPageId(echo.pageId ?? pageId) }])
    })

test.serial('an echo of a row that does not exist is foreign', async (t) => {
  const { record, found } = await open()
  const other = toMetadata({ id: '8', claimedTs, echoMark: ours.mark })
  await record(echoOf().replace(/pagebeat[^"]*/, other))
  t.deepEqual(found, [{ is: 'foreign', reason: 'row', pageId: asPageId(pageId) }])
})

test.serial(
  'an echo that settles its message wakes the conversation: a later message may wait',
  async (t) => {
    const settles = await open()
    await settles.record(echoOf())
    t.is(Number(await settles.wakeTs()), claimedTs + 1_000)
    const leavesAlone = await open()
    await leavesAlone.record(echoOf({ appId: 43 }))
    t.is(await leavesAlone.wakeTs(), null)
  },
)

test.serial('a second message of a sent row is reported, and the row keeps the first', async (t) => {
  const { record, row, found } = await open()
  await record(echoOf())
  await record(echoOf({ mid: 'm_2' }))
  t.deepEqual(await row(), settled)
  t.deepEqual(found, [{ is: 'second_copy', outboundId: '7', pageId: asPageId(pageId) }])
})

test.serial('the same echo again is no second message', async (t) => {
  const { record, row, found } = await open()
  await record(echoOf(), echoOf())
  await record(echoOf())
  t.deepEqual(await row(), settled)
  t.deepEqual(found, [])
})

test.serial('an echo without a mid settles the row, and takes no mid away', async (t) => {
  const unknown = await open()
  await unknown.record(echoOf({ mid: undefined }))
  t.deepEqual(await unknown.row(), { state: 'sent', platformId: null })
  const sent = await open({ state: 'sent', platformId: 'm_1' })
  await sent.record(echoOf({ mid: undefined }))
  t.deepEqual(await sent.row(), settled)
  t.deepEqual([...unknown.found, ...sent.found], [])
})

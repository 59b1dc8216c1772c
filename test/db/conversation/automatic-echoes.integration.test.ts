import test from 'ava'
import { createConversationReader } from '../../../src/db/conversation/read-conversation.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { inboxAppId } from '../../../src/domain/automatic-echo.ts'
import { createLateness } from '../../../src/domain/lateness.ts'
import { asConversationId } from '../../../src/domain/ids.ts'
import { at, decodeAll, fromPage, fromPerson, message, messengerBody } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const rules = {
  listensTo: () => true,
  lateness: createLateness(),
  ownAppId: '4711',
  silenceMs: 7_200_000,
  now: () => at(100_000),
  isAutomaticApp: (appId: string) => appId === '5150',
}

const thanks = 'Thanks for contacting us'
const template = [{ type: 'template', payload: { template_type: 'generic', elements: [{ title: 'Hi' }] } }]

const writes = (psid: string, seconds: number): string => message(psid, `m-${psid}-${seconds}`, at(seconds))

function pageSends(psid: string, seconds: number, sent: object): string {
  const mid = `e-${psid}-${seconds}`
  return messengerBody({ ...fromPage(psid, at(seconds)), message: { mid, is_echo: true, ...sent } })
}

const agent = (psid: string, seconds: number, text: string): string =>
  pageSends(psid, seconds, { text, app_id: 263902037430900 })

const clicksAd = (psid: string, seconds: number): string =>
  messengerBody({ ...fromPerson(psid, at(seconds)), referral: { ad_id: '7', source: 'ADS' } })

async function isSilentAfter(psid: string, bodies: readonly string[]): Promise<boolean> {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  for (const body of bodies) await record(decodeAll([body]).events)
  const [{ id } = { id: '' }] = await database.query('select id from conversation where psid = ?', [psid])
  const { silentUntil = 0 } = await createConversationReader(db).findState(asConversationId(String(id)))
  return silentUntil > 0
}

/** Some others get the same text, at the same distance from their message. */
function othersGet(text: string, afterSeconds: number): string[] {
  return ['1', '2', '3'].flatMap((psid) => [
    writes(psid, 0),
    writes(psid, 1_000),
    agent(psid, 1_000 + afterSeconds, text),
  ])
}

const photo = (psid: string, seconds: number): string =>
  pageSends(psid, seconds, {
    attachments: [{ type: 'image', payload: { url: `https://cdn.test/${psid}` } }],
    app_id: 263902037430900,
  })

const cases: Record<string, readonly [bodies: readonly string[], isSilent: boolean]> = {
  'an instant reply, 0.4 s after the first message': [
    [writes('9', 1), agent('9', 1.4, thanks), writes('9', 60)],
    false,
  ],
  'a photo of an agent, where others got other photos': [
    [
      ...['1', '2', '3'].flatMap((psid) => [writes(psid, 0), writes(psid, 1_000), photo(psid, 1_010)]),
      writes('9', 0),
      writes('9', 2_000),
      photo('9', 2_010),
    ],
    true,
  ],
  'an instant reply of 4 s, by another app': [
    [writes('9', 1), pageSends('9', 5, { text: thanks, app_id: 99 })],
    false,
  ],
  'an agent, 20 s after the first message': [[writes('9', 1), agent('9', 21, 'Hello Ada')], true],
  'an agent, 1 s after the second message': [[writes('9', 1), writes('9', 40), agent('9', 41, 'Yes')], true],
  'the greeting of an ad, without an app': [
    [clicksAd('9', 1), pageSends('9', 30, { attachments: template })],
    false,
  ],
  'the greeting of an ad at the click': [[clicksAd('9', 2), agent('9', 1, 'Ask us anything')], false],
  'a message of an app that the storyboard names': [
    [writes('9', 1), pageSends('9', 90, { text: 'Order 7 is on its way', app_id: 5150 })],
    false,
  ],
  'a message of an app that it does not name': [
    [writes('9', 1), pageSends('9', 90, { text: 'Order 7 is on its way', app_id: 5151 })],
    true,
  ],
  'a message with the tag of an instant reply': [
    [writes('9', 1), pageSends('9', 90, { text: thanks, tags: ['pages_comm_instant_reply'] })],
    false,
  ],
  'an away message that others got': [
    [
      ...othersGet('We are closed', 2),
      writes('9', 1),
      writes('9', 1_000),
      agent('9', 1_002, 'We are closed'),
    ],
    false,
  ],
  'a saved reply of an agent that others got': [
    [...othersGet('On its way', 90), writes('9', 1), writes('9', 1_000), agent('9', 1_090, 'On its way')],
    true,
  ],
  'a broadcast to customers who have not written for long': [
    [...othersGet('Sale!', 89_000), writes('9', 1), agent('9', 90_000, 'Sale!')],
    false,
  ],
}

for (const [title, [bodies, isSilent]] of Object.entries(cases))
  test.serial(`${title} ${isSilent ? 'silences' : 'does not silence'} the bot`, async (t) => {
    t.is(await isSilentAfter('9', bodies), isSilent)
    t.is(await isSilentAfter('9', [...bodies, ...bodies]), isSilent, 'also when all comes again')
  })

test.serial(
  'an instant reply that is recorded before the first message does not silence the bot',
  async (t) => {
    t.false(await isSilentAfter('9', [agent('9', 1.4, thanks), writes('9', 1)]))
    t.is(inboxAppId, '263902037430900')
  },
)

test.serial('an instant reply does not count as an agent who serves a customer that waits', async (t) => {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  for (const body of [writes('9', 1), agent('9', 1.4, thanks)]) await record(decodeAll([body]).events)
  t.like((await database.query('select servedTs, silentTs from conversation'))[0], {
    servedTs: null,
    silentTs: null,
  })
  await record(decodeAll([writes('9', 60), agent('9', 90, 'Hello Ada')]).events)
  t.is(Number((await database.query('select servedTs from conversation'))[0]?.['servedTs']), at(90))
})

test.serial('a receipt in the same batch is no message of the customer', async (t) => {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  for (const psid of ['1', '2', '3'])
    await record(decodeAll([writes(psid, 0), agent(psid, 900, 'Yes')]).events)
  const reads = messengerBody({ ...fromPerson('9', at(895)), read: { watermark: at(890) } })
  await record(decodeAll([writes('9', 1), reads, agent('9', 900, 'Yes')]).events)
  t.deepEqual(await database.query("select silentReason from conversation where psid = '9'"), [
    { silentReason: 'person' },
  ])
})

test.serial('a conversation of before an upgrade has had its first contact', async (t) => {
  const { db, database } = await openTables()
  const { record } = createEventRecorder(db, { conversationRules: rules })
  await record(decodeAll([writes('9', 1)]).events)
  await database.query('update conversation set firstInboundTs = null')
  await record(decodeAll([writes('9', 50), agent('9', 51, 'Yes')]).events)
  const rows = await database.query('select firstInboundTs, silentReason from conversation')
  t.deepEqual(
    rows.map(({ firstInboundTs, silentReason }) => [Number(firstInboundTs), silentReason]),
    [[0, 'person']],
  )
})

const token = (value: number) => ({
  notification_messages_token: value,
  token_expiry_timestamp: 1_795_000_000,
  notification_messages_timezone: 'Europe/Berlin',
  title: 'Offers',
})

test.serial(
  'the state of an opt-in is that of its latest event, in any order, with the latest token',
  async (t) => {
    const optin = { type: 'notification_messages', payload: 'OFFERS_WEEKLY' }
    const opts = (seconds: number, facts: object): string =>
      messengerBody({ ...fromPerson('9', at(seconds)), optin: { ...optin, ...facts } })
    const given = opts(1, token(11))
    const renewed = opts(2, { ...token(12), user_token_status: 'REFRESHED' })
    const stopped = opts(3, { notification_messages_status: 'STOP NOTIFICATIONS' })
    const orders = [
      [given, renewed, stopped],
      [stopped, given, renewed],
      [stopped, renewed, given],
      [renewed, stopped, given, stopped],
    ]
    for (const order of orders) {
      const { db, database } = await openTables()
      const { record } = createEventRecorder(db, { conversationRules: rules })
      for (const body of order) await record(decodeAll([body]).events)
      const [row] = await database.query(
        'select topic, title, status, token, tokenStatus, timezone, expiresTs from optIn',
      )
      t.like(row, {
        topic: 'OFFERS_WEEKLY',
        title: 'Offers',
        status: 'stopped',
        token: '12',
        tokenStatus: 'REFRESHED',
      })
      t.is(Number(row?.['expiresTs']), 1_795_000_000_000)
      const [thread] = await database.query('select lastInboundTs from conversation')
      t.is(Number(thread?.['lastInboundTs']), at(2), 'a stop opens no window')
    }
    const { db, database } = await openTables()
    const { record } = createEventRecorder(db, { conversationRules: rules })
    const resumed = opts(4, { notification_messages_status: 'RESUME_NOTIFICATIONS' })
    await record(decodeAll([given, stopped, resumed]).events)
    t.like((await database.query('select status, token from optIn'))[0], { status: 'resumed', token: '11' })
  },
)

test.serial(
  'of two opt-in events at the same millisecond a stop counts, and the greater token',
  async (t) => {
    const optin = { type: 'notification_messages', payload: 'OFFERS_WEEKLY' }
    const opts = (mark: number, facts: object): string =>
      messengerBody({ ...fromPerson('9', at(2)), optin: { ...optin, ...facts, mark } })
    const given = opts(1, { ...token(11), title: 'Offers' })
    const other = opts(2, { ...token(12), title: 'Sales' })
    const stopped = opts(3, { notification_messages_status: 'STOP NOTIFICATIONS', title: 'Stop' })
    for (const order of [
      [given, other, stopped],
      [stopped, other, given],
      [other, stopped, given],
    ]) {
      const { db, database } = await openTables()
      const { record } = createEventRecorder(db, { conversationRules: rules })
      for (const body of order) await record(decodeAll([body]).events)
      const rows = await database.query('select title, status, token from optIn')
      t.deepEqual(
        rows.map(({ title, status, token: kept }) => [title, status, kept]),
        [['Sales', 'stopped', '12']],
      )
    }
  },
)

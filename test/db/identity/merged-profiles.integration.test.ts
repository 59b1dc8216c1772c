import test from 'ava'
import { saveProfile } from '../../../src/db/conversation/customers.ts'
import { createProfileRefreshes } from '../../../src/db/conversation/profile-refreshes.ts'
import { upsertFacts } from '../../../src/db/identity/find-facts.ts'
import { recordFacts } from '../../../src/db/identity/profile-facts.ts'
import { revokeLinks } from '../../../src/db/identity/record-links.ts'
import { resolveCustomers } from '../../../src/db/identity/resolve-customers.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import type { IdentityLink } from '../../../src/domain/identity-link.ts'
import { asPsid, asTurnId } from '../../../src/domain/ids.ts'
import { takeSnapshot } from '../../../trials/identity/replay.ts'
import { claimed } from '../../helpers/claimed-message.ts'
import { storeLinks } from '../../helpers/store-links.ts'
import { at, comment, decodeAll, message, ownEcho, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

type Tables = Awaited<ReturnType<typeof openTables>>

const ada = { kind: 'facebook', value: '501' }
const number = { kind: 'customer', value: '4711' }
const invited: IdentityLink = {
  a: ada,
  b: number,
  evidence: 'invite',
  strength: 'verified',
  source: { kind: 'interaction', id: '1' },
  ts: at(100),
}

let hasOwnColumns = false

/** The brand knows customer 4711 in columns of its own; Ada is known by a comment and a message. */
async function openShop(): Promise<Tables> {
  const tables = await openTables()
  if (!hasOwnColumns)
    await tables.database.query(`alter table profile
      add column tier varchar(20) character set latin1 default 'bronze', add column spent decimal(10,2) default null,
      add column score float default null, add column seen datetime(6) default null,
      add column photo varbinary(9) default null, add column flags bit(9) default null,
      add column whole varchar(60) as (concat(tier, '!'))`)
  hasOwnColumns = true
  await tables.database.query(`insert into profile (pId, firstName, tier, spent, score, seen, photo, flags)
    values ('4711', 'Augusta', 'gold', 12.50, 0.1, '2026-01-02 03:04:05.678901', x'00ff', b'101')`)
  await tables.record(comment('c1', at(10)), message('501', 'm1', at(20)))
  return tables
}

async function link({ db }: Tables, links: readonly IdentityLink[] = [invited]): Promise<void> {
  await storeLinks(db, links)
  await resolveCustomers(db)
}

async function revokeAll({ db }: Tables): Promise<void> {
  const rows = await db.selectFrom('identityLink').select('id').where('revokesId', 'is', null).execute()
  await revokeLinks(
    db,
    rows.map(({ id }) => ({ linkId: id, by: 'ann', ts: at(200) })),
  )
  await resolveCustomers(db)
}

test.serial('a merge and its undo leave every byte as it was, also of the brand’s own columns', async (t) => {
  const tables = await openShop()
  const before = await takeSnapshot(tables.db, { withTimes: true })
  await link(tables)
  const [merged] = await tables.database.query(
    'select pId, firstName, lastName, tier, spent, score, hex(photo) as photo, whole from profile',
  )
  t.deepEqual(merged, {
    pId: '4711',
    firstName: 'Augusta',
    lastName: null,
    tier: 'gold',
    spent: '12.50',
    score: 0.1,
    photo: '00FF',
    whole: 'gold!',
  })
  t.deepEqual(await tables.database.query('select distinct pId, originPId from interaction'), [
    { pId: '4711', originPId: 'facebook:501' },
  ])
  await revokeAll(tables)
  t.deepEqual(await takeSnapshot(tables.db, { withTimes: true }), before)
  t.deepEqual(await tables.database.query('select 1 from identityTouched'), [])
})

test.serial('events that arrive during a merge are back with their own ids after the undo', async (t) => {
  const deeds = [
    comment('c2', at(30), { from: { id: '501', name: 'Ada King' } }),
    message('501', 'm0', at(5)),
    message('501', 'm2', at(40)),
  ]
  const apart = await openShop()
  await apart.record(...deeds)
  const expected = await takeSnapshot(apart.db)
  const tables = await openShop()
  await link(tables)
  for (const deed of deeds) await tables.record(deed)
  await revokeAll(tables)
  t.deepEqual(await takeSnapshot(tables.db), expected)
})

const says = (id: string, commentId: string, name: string, ts: number) =>
  comment(commentId, ts, { from: { id, name } })

test.serial(
  'a name that one of their ids tells again, later than another id told its own, is the latest',
  async (t) => {
    const tables = await openTables()
    await tables.record(says('501', 'c1', 'Ada King', at(10)), says('502', 'c2', 'Grace Hopper', at(20)))
    await link(tables, [{ ...invited, b: { kind: 'facebook', value: '502' } }])
    const names = () =>
      tables.database.query("select firstName, lastName from profile where pId like 'facebook%'")
    t.deepEqual(await names(), [{ firstName: 'Grace', lastName: 'Hopper' }])
    await tables.record(says('501', 'c3', 'Ada King', at(30)))
    t.deepEqual(await names(), [{ firstName: 'Ada', lastName: 'King' }])
  },
)

test.serial('a change by the brand in a merged profile counts as its own, and stays', async (t) => {
  const tables = await openShop()
  await link(tables)
  await tables.database.query("update profile set city = 'Berlin', tier = 'black' where pId = '4711'")
  await tables.record(comment('c2', at(30), { from: { id: '501', name: 'Ada King' } }))
  await revokeAll(tables)
  t.deepEqual(
    await tables.database.query(
      `select pId, firstName, city, tier from profile where pId not like 'p%' and pId <> 'anonymous' order by pId`,
    ),
    [
      { pId: '4711', firstName: 'Augusta', city: 'Berlin', tier: 'black' },
      { pId: 'facebook:501', firstName: 'Ada', city: null, tier: 'bronze' },
    ],
  )
})

test.serial('facts, settings and the Graph API write to the id that they are about', async (t) => {
  const tables = await openShop()
  const { db } = tables
  await link(tables)
  const setting = { psid: asPsid('501'), turnId: asTurnId('1'), ts: at(50) }
  await db.transaction().execute(async (transaction) => {
    await saveProfile(transaction, {
      ...setting,
      changes: { city: 'Rome', industry: 'tea' },
      byHub: ['industry'],
    })
    const source = { kind: 'import', id: '1' } as const
    const about = { of: number, ts: at(60), source }
    await recordFacts(transaction, [{ ...about, name: 'city', value: 'Oslo', strength: 'verified' }])
  })
  await createProfileRefreshes(db, () => at(70)).save(
    { psid: asPsid('501') },
    {
      isFound: true,
      profile: { firstName: 'Ada', lastName: 'King', raw: { id: '501' } },
    },
  )
  const columns = 'pId, firstName, city, industry, metaRaw'
  const query = `select ${columns} from profile left join profileFacebook using (pId)
    where pId not like 'p%' and pId <> 'anonymous' order by pId`.replace('firstName', 'profile.firstName')
  t.deepEqual(await tables.database.query(query), [
    { pId: '4711', firstName: 'Augusta', city: 'Oslo', industry: 'tea', metaRaw: '{"id":"501"}' },
  ])
  await revokeAll(tables)
  t.deepEqual(await tables.database.query(query), [
    { pId: '4711', firstName: 'Augusta', city: 'Oslo', industry: null, metaRaw: null },
    { pId: 'facebook:501', firstName: 'Ada', city: 'Rome', industry: 'tea', metaRaw: '{"id":"501"}' },
  ])
})

test.serial('the echo of a private reply links the Messenger id to the commenter, once', async (t) => {
  const tables = await openTables()
  await tables.record(comment('c1', at(10), { from: { id: '601', name: 'Ada' } }))
  await claimed(tables, { do: 'private_reply', message: { text: 'Hi' } }, 1_780_300_000_000)
  const { record } = createEventRecorder(tables.db, {
    conversationRules: {
      ownAppId: '42',
      silenceMs: 1,
      listensTo: () => false,
      lateness: { seen: () => 0, learn: () => undefined },
      now: () => at(20),
    },
  })
  const { claimedTs } = { claimedTs: 1_780_300_000_000 }
  const metadata = `pagebeat.7.${claimedTs.toString(36)}`
  const { events } = decodeAll([ownEcho('990', 'm9', claimedTs + 400, metadata)])
  await record(events)
  await record(events)
  t.deepEqual(
    await tables.database.query('select channelId, pId, originPId from chan2Profile order by channelId'),
    [
      { channelId: '601', pId: 'facebook:601', originPId: 'facebook:601' },
      { channelId: '990', pId: 'facebook:601', originPId: 'facebook:990' },
    ],
  )
  t.deepEqual(
    await tables.database.query('select evidence, strength, sourceKind, sourceId, pageId from identityLink'),
    [{ evidence: 'private_reply', strength: 'verified', sourceKind: 'outbound', sourceId: '7', pageId }],
  )
})

test.serial('of two sources that tell the same at the same time, one is kept in any order', async (t) => {
  const kept: unknown[] = []
  for (const order of [
    ['1', '0', '2'],
    ['2', '1', '0'],
    ['0', '2', '1'],
  ]) {
    const { db, database } = await openTables()
    for (const id of order)
      await db.transaction().execute(async (transaction) => {
        await upsertFacts(transaction, [['4711', 'city', 'claimed', 'Ulm', at(1), 'lead', id]])
        await upsertFacts(transaction, [['4711', 'city', 'claimed', 'Ulm', at(1), 'import', id]])
      })
    kept.push(await database.query('select value, ts, sourceKind, sourceId from profileFact'))
  }
  const first = { value: 'Ulm', ts: at(1), sourceKind: 'import', sourceId: '0' }
  t.deepEqual(
    kept,
    kept.map(() => [first]),
  )
})

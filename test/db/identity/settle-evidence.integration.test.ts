import test from 'ava'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { resolveCustomers } from '../../../src/db/identity/resolve-customers.ts'
import { createEventRecorder } from '../../../src/db/record-events.ts'
import { isMessengerEvent, type PageEvent } from '../../../src/domain/event.ts'
import type { IdentityLink } from '../../../src/domain/identity-link.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { at, decodeAll, message } from '../../helpers/decoded.ts'

const database = await createTestDatabase()
const db = createDatabase({ url: database.url, poolSize: 6 })
test.after.always(async () => {
  await db.destroy()
  await database.drop()
})

/** The customer of each message also has the check box that is its text. */
function linksOf(event: PageEvent): IdentityLink[] {
  if (!isMessengerEvent(event) || event.actor.is !== 'person') return []
  const { key, ts, pageId, actor, messenger } = event
  return [
    {
      a: { kind: 'facebook', value: actor.id },
      b: { kind: 'userRef', value: messenger.text ?? '' },
      evidence: 'user_ref',
      strength: 'verified',
      source: { kind: 'interaction', id: key },
      ts,
      pageId,
    },
  ]
}

const { record } = createEventRecorder(db, { linksOf })
const events = (psid: string, text: string, ts = at(0)) =>
  decodeAll([message(psid, `m-${psid}-${ts}`, ts, text)]).events

async function customersOf(...ids: string[]): Promise<unknown[]> {
  return await database.query(
    `select channelId, pId, originPId from chan2Profile where channelId in (?) order by channelId`,
    [ids],
  )
}

test.serial(
  'an id and its new check box are one customer before the call ends, and nothing is marked',
  async (t) => {
    await record(events('601', 'box-1'))
    t.deepEqual(await customersOf('601', 'box-1'), [
      { channelId: '601', pId: 'facebook:601', originPId: 'facebook:601' },
      { channelId: 'box-1', pId: 'facebook:601', originPId: 'userRef:box-1' },
    ])
    t.deepEqual(await database.query('select * from identityTouched'), [])
  },
)

test.serial('who has more ids already is looked at with all of them', async (t) => {
  await record(events('602', 'box-2'))
  await record(events('602', 'box-3', at(1)))
  await record(events('603', 'box-3', at(2)))
  const pIds = (await customersOf('602', '603', 'box-2', 'box-3')) as { readonly pId: string }[]
  t.deepEqual(new Set(pIds.map(({ pId }) => pId)), new Set(['facebook:602']))
  t.is(pIds.length, 4)
  t.deepEqual(
    await database.query(`select pId, originPId from interaction where originPId = 'facebook:603'`),
    [{ pId: 'facebook:602', originPId: 'facebook:603' }],
  )
  t.deepEqual(await database.query('select * from identityTouched'), [])
})

test.serial(
  'evidence that fails after the commit of its event comes with the next attempt, once',
  async (t) => {
    await database.query('rename table identityLink to awayLink')
    await t.throwsAsync(record(events('604', 'box-4')))
    await database.query('rename table awayLink to identityLink')
    t.deepEqual(await customersOf('604'), [{ channelId: '604', pId: 'facebook:604', originPId: null }])
    await record(events('604', 'box-4'))
    await record(events('604', 'box-4'))
    t.deepEqual(
      await customersOf('604', 'box-4'),
      ['604', 'box-4'].map((channelId) => ({
        channelId,
        pId: 'facebook:604',
        originPId: channelId === '604' ? 'facebook:604' : 'userRef:box-4',
      })),
    )
    const [counted] = await database.query(
      `select (select count(*) from interaction where pId = 'facebook:604') events,
      (select count(*) from identityLink where aChannelId = '604' or bChannelId = '604') links`,
    )
    t.deepEqual(counted, { events: 1, links: 1 })
  },
)

test.serial('a link that cannot be stored fails its own call alone', async (t) => {
  const odd = createEventRecorder(db, {
    linksOf: (event) =>
      linksOf(event).map((link) =>
        link.b.value === 'box-odd' ? { ...link, source: { kind: 'lead', id: 'x'.repeat(5_000) } } : link,
      ),
  })
  const ended = await Promise.allSettled([
    odd.record(events('605', 'box-5')),
    odd.record(events('606', 'box-odd')),
    odd.record(events('607', 'box-7')),
  ])
  t.deepEqual(
    ended.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  const pIds = (await customersOf('box-5', 'box-7', 'box-odd')) as { readonly pId: string }[]
  t.deepEqual(
    pIds.map(({ pId }) => pId),
    ['facebook:605', 'facebook:607'],
  )
})

test.serial(
  'a customer whose rows the database refuses keeps the link, marked for housekeeping',
  async (t) => {
    await database.query(`insert into profile (pId, firstName) values ('4711', 'Ada')`)
    await database.query(
      `create trigger refuse before insert on derivedProfile for each row
      signal sqlstate '23000' set mysql_errno = 1062, message_text = 'no'`,
    )
    const byNumber = createEventRecorder(db, {
      linksOf: (event) => linksOf(event).map((link) => ({ ...link, b: { kind: 'customer', value: '4711' } })),
    })
    await byNumber.record(events('608', 'number'))
    const marks = await database.query('select channelId from identityTouched order by channelId')
    t.deepEqual(marks, [{ channelId: '4711' }, { channelId: '608' }])
    await database.query('drop trigger refuse')
    t.is((await resolveCustomers(db)).left, 0)
    const pIds = (await customersOf('4711', '608')) as { readonly pId: string }[]
    t.deepEqual(
      pIds.map(({ pId }) => pId),
      ['4711', '4711'],
    )
  },
)

test.serial(
  'an event that is older than all before it makes an unlinked id older, and a linked one, too',
  async (t) => {
    const plain = createEventRecorder(db)
    for (const psid of ['609', '601']) await plain.record(events(psid, '', at(-100)))
    const rows = await database.query(
      `select channelId, firstTs from chan2Profile where channelId in ('601', '609') order by channelId`,
    )
    t.deepEqual(rows, [
      { channelId: '601', firstTs: at(-100) },
      { channelId: '609', firstTs: at(-100) },
    ])
    for (const psid of ['609', '601']) await plain.record(events(psid, '', at(-200)))
    t.deepEqual(
      await database.query(`select distinct firstTs from chan2Profile where channelId in ('601', '609')`),
      [{ firstTs: at(-200) }],
    )
  },
)

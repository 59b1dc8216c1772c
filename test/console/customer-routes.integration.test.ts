import test from 'ava'
import { customerSchema, customersSchema } from '../../console/api/customers.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import { at, comment, decodeAll, fromPerson, message, messengerBody } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { until } from '../helpers/until.ts'
import { openConsole } from './running-console.ts'

test.serial(
  'a customer is found by name and by id, and shown with evidence, sources, timeline and ads',
  async (t) => {
    const { db, database, signedIn, errors } = await openConsole(t)
    const referral = { ref: 'spring', source: 'ADS', type: 'OPEN_THREAD', ad_id: '77' }
    await createTracking(db, Date.now).record(
      decodeAll([
        comment('c1', at(1), { message: 'Lovely beans', from: { id: '501', name: 'Ada Lovelace' } }),
        message('601', 'm1', at(2), 'Hello'),
        messengerBody({ ...fromPerson('601', at(3)), referral }),
      ]).events,
    )
    const source = { kind: 'agent', id: '1' } as const
    const [feed, thread, email] = [
      { kind: 'facebook', value: '501' },
      { kind: 'facebook', value: '601' },
      { kind: 'email', value: 'ada@example.com' },
    ]
    if (feed === undefined || thread === undefined || email === undefined) return t.fail()
    await linkNow(
      db,
      [
        { a: feed, b: thread, evidence: 'private_reply', strength: 'verified', source, ts: 5 },
        { a: thread, b: email, evidence: 'typed', strength: 'claimed', source, ts: 6 },
      ],
      { tombstones: undefined },
    )
    const agent = await signedIn('agent')
    const find = async (text: string) => {
      const { json } = await agent.ask(`/api/customers?text=${encodeURIComponent(text)}`)
      return customersSchema.parse(json).customers.map(({ pId, name }) => [pId, name])
    }
    await until('the Inbox to have the name', async () => {
      const rows = await database.query(`select 1 from inboxWord where word = 'lovelace'`)
      return rows.length > 0
    })
    const ada = ['facebook:501', 'Ada Lovelace']
    for (const text of ['lovel', 'Ada LOVELACE', '601', 'facebook:501'])
      t.deepEqual(await find(text), [ada], text)
    t.deepEqual(await find('%'), [])
    t.deepEqual(await find("nobody' or 1=1"), [])

    const { json } = await agent.ask('/api/customers/facebook:501')
    const page = customerSchema.parse(json)
    t.deepEqual(page.ids.map(({ cidType, id }) => `${cidType} ${id}`).toSorted(), [
      'facebook 501',
      'facebook 601',
    ])
    t.deepEqual(page.links.map(({ evidence, strength }) => `${strength}: ${evidence}`).toSorted(), [
      'claimed: the customer typed it',
      'verified: a private reply to the comment of one reached the other',
    ])
    t.deepEqual(
      page.timeline.map(({ channel, kind, text }) => [channel, kind, text]),
      [
        ['facebookMessenger', 'referral', undefined],
        ['facebookMessenger', 'message', 'Hello'],
        ['facebookFeed', 'comment add', 'Lovely beans'],
      ],
    )
    t.like(page.ads[0], { adId: '77', ref: 'spring', source: 'ADS' })
    t.is((await agent.ask('/api/customers/facebook:999')).status, 404)
    const viewer = await signedIn('viewer')
    const { text } = await viewer.ask('/api/customers/facebook:501')
    for (const word of ['Lovelace', 'beans', 'ada@example.com']) t.false(text.includes(word), word)
    t.deepEqual(errors, [])
  },
)

import test from 'ava'
import { at, feedBody, fromPerson, message, messengerBody, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const webhook = feedBody(
  { leadgen_id: '61001', form_id: '61002', page_id: pageId, ad_id: '93001', created_time: at(0) / 1000 },
  at(1),
  'leadgen',
)
const submit = messengerBody({
  ...fromPerson('77', at(5)),
  messaging_in_thread_lead_form_submit: { lead_id: '61001', form_id: '61002' },
})

test.serial('a lead is stored once, in whatever order and number its events come', async (t) => {
  for (const order of [
    [webhook, submit],
    [submit, webhook],
    [webhook, webhook, submit, webhook, submit],
  ]) {
    const { database, record } = await openTables()
    for (const body of order) await record(body)
    t.deepEqual(
      await database.query(
        'select leadId, formId, adId, psid, state, foundBy, createdTs, dueTs is not null as isDue from `lead`',
      ),
      [
        {
          leadId: '61001',
          formId: '61002',
          adId: '93001',
          psid: '77',
          state: 'waiting',
          foundBy: 'thread',
          createdTs: at(0),
          isDue: 1,
        },
      ],
    )
  }
})

test.serial('a thread that tells of a fetched lead makes it due again', async (t) => {
  const { database, record } = await openTables()
  await record(webhook)
  await database.query("update `lead` set state = 'fetched', dueTs = null")
  await record(webhook)
  t.deepEqual(await database.query('select dueTs from `lead`'), [{ dueTs: null }])
  await record(submit)
  t.is((await database.query('select 1 from `lead` where dueTs is not null')).length, 1)
})

function click(psid: string, seconds: number, referral: object): string {
  return messengerBody({ ...fromPerson(psid, at(seconds)), referral: { type: 'OPEN_THREAD', ...referral } })
}

test.serial(
  'the first and the last touch of a customer are kept, over all ids of the customer',
  async (t) => {
    const { database, record } = await openTables()
    await record(
      click('78', 30, { source: 'ADS', ad_id: '2' }),
      click('77', 20, { source: 'SHORTLINK', ref: 'flyer' }),
    )
    await record(click('77', 10, { source: 'ADS', ad_id: '1' }), message('77', 'm1', at(40)))
    const touches = (): Promise<unknown[]> =>
      database.query('select channelId, adId, ref, isFirst, isLast from customerTouch order by ts')
    t.deepEqual(await touches(), [
      { channelId: '77', adId: '1', ref: null, isFirst: 1, isLast: 0 },
      { channelId: '77', adId: null, ref: 'flyer', isFirst: 0, isLast: 1 },
      { channelId: '78', adId: '2', ref: null, isFirst: 1, isLast: 1 },
    ])
    await database.query("update chan2Profile set pId = 'facebook:77'")
    t.deepEqual(await touches(), [
      { channelId: '77', adId: '1', ref: null, isFirst: 1, isLast: 0 },
      { channelId: '77', adId: null, ref: 'flyer', isFirst: 0, isLast: 0 },
      { channelId: '78', adId: '2', ref: null, isFirst: 0, isLast: 1 },
    ])
  },
)

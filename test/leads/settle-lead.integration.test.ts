import test from 'ava'
import { openLeadTurn } from '../../src/db/leads/open-lead-turn.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { beginWithLeads, leadsNow as now } from '../helpers/begin-with-leads.ts'
import { at, fromPerson, message, messengerBody, pageId } from '../helpers/decoded.ts'

test.serial('a lead of a webhook is fetched once, and its customer has a profile', async (t) => {
  const { graph, leads, submit, tell, rows } = await beginWithLeads(t)
  const { id } = submit({ email: 'Ada@Example.org', full_name: 'Ada Lovelace' })
  await tell(id)
  await leads.settle(id)
  await leads.settle(id)
  const expected = {
    leadId: id,
    state: 'fetched',
    foundBy: 'webhook',
    reason: null,
    campaignName: 'Bread',
    pId: `lead:${id}`,
    email: 'ada@example.org',
    firstName: 'Ada',
  }
  t.deepEqual(await rows(), [expected])
  t.is(graph.answers.filter(({ path }) => path.endsWith(id)).length, 1)
  await tell(id)
  await leads.settle(id)
  t.deepEqual(await rows(), [expected])
})

async function counted() {
  const { values } = await metrics.leads.get()
  return values.map(({ labels, value }) => [labels['found_by'], labels['state'], value])
}

test.serial(
  'a lead counts once, told twice, settled by two workers, and told by the thread after that',
  async (t) => {
    const { database, leads, submit, tell } = await beginWithLeads(t)
    metrics.leads.reset()
    const { id } = submit({ email: 'ada@example.org' })
    await tell(id)
    await tell(id)
    await Promise.all([leads.settle(id), leads.settle(id)])
    t.deepEqual(await counted(), [['webhook', 'fetched', 1]])
    // as the thread does that tells of a known lead
    await database.query('update `lead` set dueTs = 1')
    await leads.settle(id)
    t.deepEqual(await counted(), [['webhook', 'fetched', 1]])
  },
)

test.serial('two leads with one e-mail are one customer, and so is the thread of a third', async (t) => {
  const { database, leads, submit, tell, record, rows } = await beginWithLeads(t)
  const [one, two] = [submit({ email: 'ada@example.org' }), submit({ email: 'ADA@example.org' }, 10)]
  for (const { id } of [one, two]) {
    await tell(id, id === one.id ? 0 : 10)
    await leads.settle(id)
  }
  const data = [{ question: 'email', answer: 'ada@example.org' }]
  const complete = { referral: { source: 'ADS', type: 'LEAD_COMPLETE', ad_id: '93001' }, lead: { data } }
  await record(message('77', 'm1', at(20)), messengerBody({ ...fromPerson('77', at(30)), ...complete }))
  const [third] = await database.query("select leadId, state from `lead` where foundBy = 'thread'")
  t.is(third?.['state'], 'fetched')
  await leads.settle(String(third?.['leadId']))
  const customers = new Set((await rows()).map(({ pId }) => pId))
  t.is(customers.size, 1)
  const ids = await database.query(
    'select count(distinct pId) as customers, count(*) as ids from chan2Profile',
  )
  t.deepEqual(ids, [{ customers: 1, ids: 5 }])
  const touches = await database.query('select isFirst, isLast from customerTouch order by ts')
  t.deepEqual(touches, [
    { isFirst: 1, isLast: 0 },
    { isFirst: 0, isLast: 0 },
    { isFirst: 0, isLast: 1 },
  ])
})

test.serial('a fetched lead is one turn of the thread that its customer has with the Page', async (t) => {
  const { database, db, leads, submit, tell, record } = await beginWithLeads(t)
  const { id } = submit({ email: 'ada@example.org' })
  await tell(id)
  await leads.settle(id)
  t.is(await openLeadTurn(db, { leadId: id, since: 0, now }), undefined)
  const data = [{ question: 'email', answer: 'ada@example.org' }]
  const complete = { referral: { type: 'LEAD_COMPLETE', ad_id: '93001' }, lead: { data } }
  await record(messengerBody({ ...fromPerson('77', at(30)), ...complete }))
  await leads.settle(
    String((await database.query("select leadId from `lead` where psid = '77'"))[0]?.['leadId']),
  )
  await database.query(
    `insert into conversation (pageId, psid, lastInboundTs) values ('${pageId}', '77', ${at(30)})`,
  )
  t.is(await openLeadTurn(db, { leadId: id, since: at(1), now }), undefined)
  const turn = await openLeadTurn(db, { leadId: id, since: 0, now })
  t.is(turn?.ts, at(0))
  t.deepEqual(await openLeadTurn(db, { leadId: id, since: 0, now }), turn)
  const [row] = await database.query('select facts, channel, state from turn')
  t.deepEqual(
    [JSON.parse(String(row?.['facts'])), row?.['channel'], row?.['state']],
    [
      {
        kind: 'lead',
        lead: { email: 'ada@example.org' },
        formId: String(
          (await database.query(`select formId from \`lead\` where leadId = '${id}'`))[0]?.['formId'],
        ),
        adId: '93001',
        source: 'LEAD_FORM',
      },
      'facebookMessenger',
      'open',
    ],
  )
})

test.serial('a hidden lead and a missing permission park it, with the reason', async (t) => {
  const { graph, leads, submit, tell, rows } = await beginWithLeads(t)
  const [hidden, refused] = [submit({ email: 'a@example.org' }), submit({ email: 'b@example.org' }, 10)]
  hidden.isHidden = true
  await tell(hidden.id)
  await tell(refused.id, 10)
  await leads.settle(hidden.id)
  graph.permit(pageId, 'leads_retrieval', 'denied')
  await leads.settle(refused.id)
  t.deepEqual(
    (await rows()).map(({ state, reason }) => [state, reason]),
    [
      ['parked', 'not_found 100/33'],
      ['parked', 'permission 10'],
    ],
  )
  graph.permit(pageId, 'leads_retrieval', 'allowed')
  graph.permit(pageId, 'ads_management', 'denied')
  await leads.settle(refused.id)
  const [, row] = await rows()
  t.deepEqual([row?.['state'], row?.['campaignName'], row?.['email']], ['fetched', null, 'b@example.org'])
})

import test, { type ExecutionContext } from 'ava'
import { startGraph } from '../../sandbox/facebook/graph-api/server.ts'
import { keepPageTokens } from '../../sandbox/keep-page-tokens.ts'
import { openLeads } from '../../bin/wiring/open-leads.ts'
import { openLeadTurn } from '../../src/db/leads/open-lead-turn.ts'
import { emptyLeadMap } from '../../src/leads/lead-map.ts'
import { metrics } from '../../src/telemetry/metrics.ts'
import { asPageId } from '../../src/domain/ids.ts'
import { at, feedBody, fromPerson, message, messengerBody, pageId } from '../helpers/decoded.ts'
import { openTables } from '../helpers/open-tables.ts'

const secretKey = Buffer.alloc(32, 7).toString('base64')
const now = at(3_600)

async function begin(t: ExecutionContext) {
  const tables = await openTables()
  const page = { id: pageId, name: 'Beanery', token: 'EAAB-1' }
  const graph = await startGraph({ appId: '1', appSecret: 'shh', seed: 1, pages: [page], now: () => now })
  t.teardown(() => graph.close())
  await keepPageTokens(tables.database.url, secretKey, [page])
  const leads = openLeads({
    db: tables.db,
    now: () => now,
    config: {
      graphUrl: graph.url,
      graphVersion: 'v26.0',
      appSecret: 'shh',
      secretKeys: [secretKey],
      map: emptyLeadMap,
      country: 'DE',
      sweepEveryMs: 0,
    },
  })
  t.teardown(() => leads.close())
  const form = graph.createLeadForm(pageId, 'Tasting')
  /** A lead at Facebook. Its webhook goes nowhere: the test tells of it. */
  const submit = (values: Record<string, string>, seconds = 0) =>
    graph.submitLead(pageId, {
      form,
      values,
      at: at(seconds),
      ad: { id: '93001', name: 'Autumn', campaignId: '95001', campaignName: 'Bread' },
    })
  const tell = (leadId: string, seconds = 0) =>
    tables.record(
      feedBody(
        {
          leadgen_id: leadId,
          form_id: form.id,
          page_id: pageId,
          ad_id: '93001',
          created_time: at(seconds) / 1000,
        },
        at(seconds + 1),
        'leadgen',
      ),
    )
  const rows = () =>
    tables.database.query(
      `select l.leadId, l.state, l.foundBy, l.reason, l.campaignName, i.pId, p.email, p.firstName from \`lead\` l
        left join interaction i using (kwInteractionId) left join profile p on p.pId = i.pId order by l.createdTs`,
    )
  return { ...tables, graph, form, leads, submit, tell, rows }
}

test.serial('a lead of a webhook is fetched once, and its customer has a profile', async (t) => {
  const { graph, leads, submit, tell, rows } = await begin(t)
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
    const { database, leads, submit, tell } = await begin(t)
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
  const { database, leads, submit, tell, record, rows } = await begin(t)
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
  const { database, db, leads, submit, tell, record } = await begin(t)
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
  const { graph, leads, submit, tell, rows } = await begin(t)
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

test.serial('the sweep finds leads of which no webhook told, each once, and leaves young ones', async (t) => {
  const { database, graph, leads, submit, tell, rows } = await begin(t)
  const told = submit({ email: 'told@example.org' })
  await tell(told.id)
  await leads.settle(told.id)
  const lost = Array.from({ length: 120 }, (_, index) =>
    submit({ email: `lost${index}@example.org` }, 10 + index),
  )
  const young = submit({ email: 'young@example.org' }, 3_590)
  const sweep = () => leads.sweepPage(asPageId(pageId), { graceMs: 60_000 })
  t.deepEqual(await sweep(), { forms: 1, readForms: 1, leads: 122, found: 120 })
  t.deepEqual(await sweep(), { forms: 1, readForms: 1, leads: 122, found: 0 })
  for (const { id } of lost.slice(0, 3)) await tell(id, 10 + lost.findIndex((each) => each.id === id))
  const found = await rows()
  t.deepEqual(
    found.map(({ state, foundBy, email }) => [state, foundBy, email]),
    [
      ['fetched', 'webhook', 'told@example.org'],
      ...lost.map((_, index) => ['fetched', 'sweep', `lost${index}@example.org`]),
    ],
  )
  t.is((await database.query("select 1 from interaction where interactionType = 'leadgen'")).length, 121)
  t.is((await database.query('select 1 from adReferral')).length, 121)
  await tell(young.id, 3_590)
  await leads.settle(young.id)
  t.deepEqual(await sweep(), { forms: 1, readForms: 1, leads: 122, found: 0 })
  const calls = graph.answers.length
  t.deepEqual(await sweep(), { forms: 1, readForms: 0, leads: 0, found: 0 })
  t.is(graph.answers.length, calls + 1)
})

test.serial('a sweep comes to its end while half of the reads fail', async (t) => {
  const { graph, leads, submit } = await begin(t)
  for (let index = 0; index < 220; index += 1) submit({ email: `c${index}@example.org` }, index)
  graph.faults.set('refuse', 0.5)
  graph.faults.set('code-2-before-commit', 0.35)
  const swept = await leads.sweepPage(asPageId(pageId), { graceMs: 60_000 })
  t.deepEqual(swept, { forms: 1, readForms: 1, leads: 220, found: 220 })
  t.true([...graph.faults.counts.values()].reduce((sum, count) => sum + count, 0) > 1)
})

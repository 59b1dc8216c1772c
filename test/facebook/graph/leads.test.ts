import test from 'ava'
import { GraphRejectedError } from '../../../src/errors.ts'
import { findFormLeads, findLead, findLeadForms } from '../../../src/facebook/graph/leads.ts'
import { access, stubCall } from './stub-call.ts'

const raw = {
  id: '61001',
  created_time: '2026-06-01T08:00:00+0000',
  form_id: '61002',
  ad_id: '93001',
  ad_name: 'Autumn',
  campaign_id: '95001',
  campaign_name: 'Bread',
  is_organic: false,
  platform: 'fb',
  field_data: [
    { name: 'email', values: ['ada@example.org'] },
    { name: 'drinks', values: ['tea', 'coffee'] },
    { name: 'empty', values: [] },
    { name: 'age', values: [42] },
  ],
}

test('a lead has what Facebook tells', async (t) => {
  const call = stubCall(raw)
  t.deepEqual(await findLead(call, access, { leadId: '61001', deadlineMs: 500 }), {
    leadId: '61001',
    createdTs: Date.UTC(2026, 5, 1, 8),
    formId: '61002',
    adId: '93001',
    adName: 'Autumn',
    campaignId: '95001',
    campaignName: 'Bread',
    isOrganic: false,
    platform: 'fb',
    answers: { email: 'ada@example.org', drinks: ['tea', 'coffee'], age: '42' },
  })
  t.like(call.requests[0], { method: 'GET', path: '61001', lane: 'leads', deadlineMs: 500 })
})

test('an organic lead has no ad, and a hidden one no values', async (t) => {
  const found = await findLead(stubCall({ id: '61001', ad_id: 0, is_organic: true }), access, {
    leadId: '61001',
  })
  t.deepEqual(found, { leadId: '61001', isOrganic: true, answers: {} })
  await t.throwsAsync(findLead(stubCall({}), access, { leadId: '61001' }), { code: 'graph_unavailable' })
})

test('without the permission for ads a second call asks for the lead alone', async (t) => {
  const refused = new GraphRejectedError({ reason: 'graph_error', meaning: 'permission', code: 200 })
  const call = stubCall(refused, { id: '61001', field_data: [{ name: 'email', values: ['a@b.org'] }] })
  t.deepEqual(await findLead(call, access, { leadId: '61001' }), {
    leadId: '61001',
    answers: { email: 'a@b.org' },
  })
  t.deepEqual(
    call.requests.map(({ query }) => query?.['fields']?.includes('campaign_name')),
    [true, false],
  )
  const gone = new GraphRejectedError({ reason: 'graph_error', meaning: 'not_found', code: 100, subcode: 33 })
  const asked = stubCall(gone)
  await t.throwsAsync(findLead(asked, access, { leadId: '61001' }), { is: gone })
  t.is(asked.requests.length, 1)
})

test('forms and leads come in parts; the last one has no next', async (t) => {
  const paging = { cursors: { after: 'QVFI' }, next: 'https://graph.facebook.com/…' }
  const forms = {
    data: [{ id: '61002', name: 'Tasting', status: 'ACTIVE', leads_count: 3, expired_leads_count: 2 }],
  }
  t.deepEqual(await findLeadForms(stubCall({ ...forms, paging }), access), {
    items: [{ formId: '61002', name: 'Tasting', status: 'ACTIVE', leads: 5 }],
    next: 'QVFI',
  })
  const call = stubCall({ data: [raw, { name: 'no id' }], paging: { cursors: { after: 'QVFI' } } })
  const leads = await findFormLeads(call, access, {
    formId: '61002',
    sinceTs: 1_780_000_000_999,
    after: 'QVFH',
  })
  t.deepEqual([leads.items.map(({ leadId }) => leadId), leads.next], [['61001'], undefined])
  t.like(call.requests[0]?.query, {
    after: 'QVFH',
    filtering: '[{"field":"time_created","operator":"GREATER_THAN","value":1780000000}]',
  })
})

import test from 'ava'
import { toAdReferral } from '../../src/domain/ad-referral.ts'
import { toAnswers, toLeadNotice } from '../../src/domain/lead-notice.ts'
import { asPsid } from '../../src/domain/ids.ts'
import {
  at,
  decodeAll,
  echo,
  feedBody,
  fromPerson,
  message,
  messengerBody,
  pageId,
} from '../helpers/decoded.ts'

function only(body: string) {
  const [event] = decodeAll([body]).events
  if (event === undefined) throw new Error('no event')
  return event
}

const lead = { leadgen_id: '61001', form_id: 61_002, page_id: pageId, created_time: at(0) / 1000 }

test('a leadgen change tells of a lead; an ad id of 0 is no ad', (t) => {
  const notice = { leadId: '61001', pageId, createdTs: at(0), foundBy: 'webhook', formId: '61002' }
  t.deepEqual<unknown, unknown>(toLeadNotice(only(feedBody({ ...lead, ad_id: 0 }, at(1), 'leadgen'))), notice)
  const ofAd = only(feedBody({ ...lead, ad_id: '93001' }, at(1), 'leadgen'))
  t.deepEqual<unknown, unknown>(toLeadNotice(ofAd), { ...notice, adId: '93001' })
  t.deepEqual(toAdReferral(ofAd), {
    channelId: '61001',
    cidType: 'lead',
    adId: '93001',
    adTitle: null,
    source: 'LEAD_FORM',
    type: null,
    ref: null,
    postId: null,
    productId: null,
  })
})

test('a leadgen change without a usable id tells of no lead', (t) => {
  for (const leadgen_id of [undefined, null, '', 0, '0', 'x', '12 3', {}])
    t.is(toLeadNotice(only(feedBody({ ...lead, leadgen_id }, at(1), 'leadgen'))), undefined)
})

const complete = { source: 'ADS', type: 'LEAD_COMPLETE', ad_id: '93001' }
const data = [
  { question: 'City?', answer: 'Łódź' },
  { question: 'Size?', answer: 'L' },
  { question: 'Size?', answer: 'XL' },
  { question: 'Empty', answer: '' },
]

test('a lead of a thread brings its values and its customer', (t) => {
  const event = only(messengerBody({ ...fromPerson('77', at(0)), referral: complete, lead: { data } }))
  t.deepEqual<unknown, unknown>(toLeadNotice(event), {
    leadId: `thread-${event.key}`,
    pageId,
    createdTs: at(0),
    foundBy: 'thread',
    psid: asPsid('77'),
    adId: '93001',
    answers: { 'City?': 'Łódź', 'Size?': ['L', 'XL'] },
  })
  const asked = {
    ...fromPerson('77', at(0)),
    referral: { ...complete, type: 'LEAD_INCOMPLETE' },
    lead: { data },
  }
  t.is(toLeadNotice(only(messengerBody(asked))), undefined)
})

test('a form in a thread is a lead, fetched by its id if it has one', (t) => {
  const field = 'messaging_in_thread_lead_form_submit'
  const named = only(messengerBody({ ...fromPerson('77', at(0)), [field]: { lead_id: '5', form_id: '6' } }))
  t.deepEqual<unknown, unknown>(toLeadNotice(named), {
    leadId: '5',
    pageId,
    createdTs: at(0),
    foundBy: 'thread',
    psid: asPsid('77'),
    formId: '6',
  })
  const told = { field_data: [{ name: 'email', values: ['ada@example.org'] }] }
  const event = only(messengerBody({ ...fromPerson('77', at(0)), [field]: told }))
  t.deepEqual(toLeadNotice(event)?.answers, { email: 'ada@example.org' })
  t.is(toLeadNotice(only(messengerBody({ ...fromPerson('77', at(0)), [field]: {} }))), undefined)
})

test('answers are bounded, and a name is never a property of all objects', (t) => {
  const items = [
    { name: '__proto__', values: ['x'] },
    ...Array.from({ length: 200 }, (_, index) => ({ name: `q${index}`, values: ['v'.repeat(9_000)] })),
  ]
  const answers = toAnswers(items) ?? {}
  t.is(Object.keys(answers).length, 100)
  t.is(answers['q3']?.length, 4_000)
  t.true(Object.hasOwn(answers, '__proto__'))
})

test('the source of a customer is read wherever Facebook puts it', (t) => {
  const referral = {
    ref: 'autumn',
    ad_id: 93_001,
    source: 'ADS',
    type: 'OPEN_THREAD',
    ads_context_data: { ad_title: 'Bread', post_id: '5', product_id: '9' },
  }
  const from = fromPerson('77', at(0))
  const expected = {
    channelId: '77',
    cidType: 'facebook',
    adId: '93001',
    adTitle: 'Bread',
    source: 'ADS',
    type: 'OPEN_THREAD',
    ref: 'autumn',
    postId: '5',
    productId: '9',
  }
  for (const item of [
    { message: { mid: 'm1', text: 'hi', referral } },
    { postback: { mid: 'm2', payload: 'START', referral } },
    { referral },
  ])
    t.deepEqual<unknown, unknown>(toAdReferral(only(messengerBody({ ...from, ...item }))), expected)
  const plugin = toAdReferral(only(messengerBody({ ...from, optin: { ref: 'shop' } })))
  t.deepEqual([plugin?.ref, plugin?.type], ['shop', 'OPT_IN'])
  const product = toAdReferral(
    only(messengerBody({ ...from, message: { mid: 'm3', referral: { product: { id: '91' } } } })),
  )
  t.deepEqual([product?.productId, product?.adId], ['91', null])
})

test('other events tell of no source', (t) => {
  t.is(toAdReferral(only(message('77', 'm1', at(0), 'a "ref" and a "referral"'))), undefined)
  t.is(toAdReferral(only(echo('77', 'm2', at(0)))), undefined)
  t.is(toAdReferral(only(feedBody(lead, at(0), 'leadgen'))), undefined)
})

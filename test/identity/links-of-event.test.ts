import test from 'ava'
import { createLinkTools } from '../../bin/wiring/link-tools.ts'
import type { PageEvent } from '../../src/domain/event.ts'
import { asPageId } from '../../src/domain/ids.ts'
import { decodeMessagingItem } from '../../src/facebook/messaging-item.ts'
import { createInvites } from '../../src/identity/invite-token.ts'
import { inviteOf, linksOfEvent } from '../../src/identity/links-of-event.ts'

const pageId = asPageId('1122334455')
const ts = Date.UTC(2026, 10, 29)
const secretKeys = [Buffer.alloc(32, 1).toString('base64')]
const log = { warn: () => undefined }
const tools = createLinkTools({ secretKeys, country: 'DE', log })
const token = createInvites(secretKeys).write({ pageId, customer: '4711', expiresTs: ts + 1_000 })

function eventOf(item: object): PageEvent {
  const wire = { sender: { id: '222' }, recipient: { id: pageId }, timestamp: ts, ...item }
  return decodeMessagingItem(wire, { object: 'page', pageId, sentAt: ts }).event
}

function told(item: object): string[] {
  return linksOfEvent(eventOf(item), tools).map(
    ({ a, b, evidence, strength }) => `${a.kind} ${a.value} - ${b.kind} ${b.value}: ${evidence}, ${strength}`,
  )
}

const text = (words: string, more: object = {}) => ({ message: { mid: 'm_1', text: words, ...more } })
const tap = (value: string, payload = value) => text(value, { quick_reply: { payload } })

test('a token links wherever Facebook puts the ref of the click', (t) => {
  const referral = { ref: token, source: 'SHORTLINK', type: 'OPEN_THREAD' }
  const expected = ['facebook 222 - customer 4711: invite, verified']
  t.deepEqual(told({ referral }), expected)
  t.deepEqual(told({ postback: { title: 'Start', payload: 'GET_STARTED', referral } }), expected)
  t.deepEqual(told(text('hello', { referral })), expected)
  t.deepEqual(told({ optin: { ref: token } }), expected)
  const [link] = linksOfEvent(eventOf({ referral }), tools)
  t.regex(link === undefined ? '' : (inviteOf(link) ?? ''), /^[0-9a-f]{32}$/)
  t.false(JSON.stringify(link).includes(token.slice(5)))
})

test('a token that is forged, late, cut or only typed links nothing', (t) => {
  for (const ref of [`${token}x`, token.slice(0, -1), token.replace('.', '.A'), 'pbc1.', 'summer'])
    t.deepEqual(told({ referral: { ref } }), [], ref)
  t.deepEqual(told({ referral: { ref: token }, timestamp: ts + 1_001 }), [])
  t.deepEqual(told(text(`my link is ${token}`)), [])
  t.deepEqual(told({ referral: { ref: token }, sender: { user_ref: 'u1' } }), [])
})

test("Facebook's own quick reply for an e-mail or phone is attested", (t) => {
  t.deepEqual(told(tap('Ada@Example.com')), ['facebook 222 - email ada@example.com: quick_reply, attested'])
  t.deepEqual(told(tap('+49 30 5550199', '+49305550199')), [
    'facebook 222 - phone +49305550199: quick_reply, attested',
  ])
  t.deepEqual(told(tap('Call us', '+49305550199')), [])
  t.deepEqual(told(tap('info@shop.example', 'SUPPORT')), [])
})

test('an e-mail or phone that a customer types is a claim', (t) => {
  t.deepEqual(told(text('mail me at ada@example.com or ring +49 171 1234567')), [
    'facebook 222 - email ada@example.com: typed, claimed',
    'facebook 222 - phone +491711234567: typed, claimed',
  ])
  t.deepEqual(told(text('meine Nummer: 0171 1234567')), [
    'facebook 222 - phone +491711234567: typed, claimed',
  ])
  t.deepEqual(told({ message_edit: { mid: 'm_1', text: 'no: bob@example.com', num_edit: 1 } }), [
    'facebook 222 - email bob@example.com: typed, claimed',
  ])
})

test('numbers of other things are no phones', (t) => {
  for (const words of [
    'order 4711 2233 4455',
    'Bestellung Nr. 0171 1234567',
    'from 24.12.2026 to 02.01.2027',
    'IBAN DE89 3704 0044 0532 0130 00',
    '12345678901234567890',
    '192.168.0.1',
    'https://shop.example/item/0301234567',
    'I paid 1.234.567 € @ noon',
  ])
    t.deepEqual(told(text(words)), [], words)
})

test('the summary of a lead form, an echo and a receipt tell no typed value', (t) => {
  t.deepEqual(told({ ...text('ada@example.com'), hop_context: [{ app_id: 1 }] }), [])
  t.deepEqual(
    told({ sender: { id: pageId }, recipient: { id: '222' }, ...text('a@b.example', { is_echo: true }) }),
    [],
  )
  t.deepEqual(told({ read: { watermark: ts } }), [])
})

test('the id of a check box belongs to the customer whose message follows it', (t) => {
  const expected = ['facebook 222 - userRef box-7: user_ref, verified']
  t.deepEqual(
    told({ ...text('hi'), prior_message: { source: 'checkbox_plugin', identifier: 'box-7' } }),
    expected,
  )
  t.deepEqual(told({ optin: { ref: 'x', user_ref: 'box-7' } }), expected)
  t.deepEqual(told({ ...text('hi'), prior_message: { source: 'other', identifier: 'box-7' } }), [])
})

test('the same event tells the same links again', (t) => {
  const event = eventOf({ referral: { ref: token } })
  t.deepEqual(linksOfEvent(event, tools), linksOfEvent(event, tools))
})

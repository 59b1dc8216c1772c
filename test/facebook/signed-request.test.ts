import { createHmac } from 'node:crypto'
import test from 'ava'
import * as fc from 'fast-check'
import { signRequest } from '../../sandbox/facebook/webhooks/signed-request.ts'
import { createSignedRequestReader } from '../../src/facebook/signed-request.ts'

const secret = 'test_app_secret_0123456789abcdef'
/** Made by another program; see docs/platform.md, 12. */
const vector =
  'PGHQ2S0PjVE4E3onWWb2vPrChUL8C5j7_k3ngyC15BM.eyJ1c2VyX2lkIjoiMjE4NDcxIiwiYWxnb3JpdGhtIjoiSE1BQy1TSEEyNTYiLCJpc3N1ZWRfYXQiOjE3ODAwMDAwMDAsImV4cGlyZXMiOjE3ODAwMDM2MDB9'

const payload = fc.record({
  user_id: fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String),
  issued_at: fc.integer({ min: 0, max: 4_000_000_000 }),
  algorithm: fc.constantFrom('HMAC-SHA256', 'hmac-sha256'),
})

test('reads the vector with the old and the new secret, and with no third', (t) => {
  for (const secrets of [[secret], ['new', secret], [secret, 'new']])
    t.like(createSignedRequestReader(secrets, 'test')(vector), {
      userId: '218471',
      issuedTs: 1_780_000_000_000,
    })
  for (const secrets of [[], ['new'], [`${secret} `]])
    t.is(createSignedRequestReader(secrets, 'test')(vector), undefined)
})

test('reads every request that is signed, and gives the same request the same code', (t) => {
  fc.assert(
    fc.property(payload, fc.string({ minLength: 1 }), (content, key) => {
      const read = createSignedRequestReader(['another', key], 'test')
      const first = read(signRequest(content, key))
      t.is(first?.userId, content.user_id)
      t.is(first?.issuedTs, content.issued_at * 1000)
      t.regex(first?.code ?? '', /^[0-9a-f]{32}$/)
      t.deepEqual(read(signRequest(content, key)), first)
      t.not(createSignedRequestReader([key], 'other')(signRequest(content, key))?.code, first?.code)
      t.not(read(signRequest({ ...content, issued_at: content.issued_at + 1 }, key))?.code, first?.code)
    }),
  )
})

test('reads base64 with padding and its other letters', (t) => {
  fc.assert(
    fc.property(payload, (content) => {
      const encoded = Buffer.from(JSON.stringify(content)).toString('base64')
      const signature = createHmac('sha256', secret).update(encoded).digest('base64')
      t.is(createSignedRequestReader([secret], 'test')(`${signature}.${encoded}`)?.userId, content.user_id)
    }),
  )
})

function urlDigit(letter: string): string {
  return letter === '+' ? '-' : letter === '/' ? '_' : letter
}

test('a changed letter is another signature', (t) => {
  const read = createSignedRequestReader([secret], 'test')
  fc.assert(
    fc.property(
      fc.nat(vector.length - 1),
      fc.constantFrom('A', 'z', '0', '_', '-', '+', '/', '.', '=', ' ', '\0', 'é'),
      (at, letter) => {
        // The last letter of 43 carries two bits that are not part of the digest, and base64 has two alphabets.
        const isSame = urlDigit(vector[at] ?? '') === urlDigit(letter)
        fc.pre(!isSame && at !== vector.indexOf('.') - 1)
        t.is(read(vector.slice(0, at) + letter + vector.slice(at + 1)), undefined)
      },
    ),
  )
})

test('never throws, whatever the text is', (t) => {
  const read = createSignedRequestReader([secret], 'test')
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => t.is(read(text), undefined)))
  fc.assert(
    fc.property(fc.json(), (text) => {
      const encoded = Buffer.from(text).toString('base64url')
      const signature = createHmac('sha256', secret).update(encoded).digest('base64url')
      t.is(read(`${signature}.${encoded}`), undefined)
    }),
  )
})

test('refuses another algorithm, a request without an id, and one that is too long', (t) => {
  const read = createSignedRequestReader([secret], 'test')
  const content = { user_id: '218471', issued_at: 1, algorithm: 'HMAC-SHA256' }
  t.truthy(read(signRequest(content, secret)))
  for (const wrong of [
    { ...content, algorithm: 'none' },
    { ...content, algorithm: 'HMAC-SHA1' },
    { ...content, algorithm: undefined },
    { ...content, user_id: undefined },
    { ...content, user_id: '' },
    { ...content, user_id: { toString: 1 } },
    { ...content, more: 'x'.repeat(8_192) },
  ])
    t.is(read(signRequest(wrong, secret)), undefined, JSON.stringify(wrong).slice(0, 80))
})

test('keeps every digit of an id that is a number', (t) => {
  const encoded = Buffer.from('{"algorithm":"HMAC-SHA256","user_id":10203040506070809011}').toString(
    'base64url',
  )
  const signature = createHmac('sha256', secret).update(encoded).digest('base64url')
  t.is(createSignedRequestReader([secret], 'test')(`${signature}.${encoded}`)?.userId, '10203040506070809011')
})

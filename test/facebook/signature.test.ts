import crypto, { createHmac } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import test from 'ava'
import * as fc from 'fast-check'
import { createSignatureCheck, isSameSecret } from '../../src/facebook/signature.ts'

/** Digests made with `openssl dgst -sha256 -hmac <secret>` over these bytes. */
const secret = 'brindle-bakery-app-secret'
const vectors = [
  {
    body: '{"object":"page","entry":[{"id":"204060801012","time":1761900000,"changes":[]}]}',
    digest: 'd5992aeb85686683bd42abc29a3cea97c8aa0a0fc8472357a1e440cb8ff4ae13',
  },
  {
    body: String.raw`{"object":"page","entry":[{"id":"1","messaging":[{"message":{"mid":"m_1","text":"\u00fc \ud83e\udd56 https:\/\/bakery.example.org mail\u0040example.org 50\u0025 \u003Cb>"}}]}]}`,
    digest: 'c45dc3a9d627e9fcbdf4d25deaa42df111c64cd2e9798c582d11abbef7a9cadb',
  },
  { body: 'raw ü 🥖', digest: 'abc7003db10b3a429218f33315e18341d242588b5b4400c16abedf94931e641e' },
  { body: '', digest: '662e10abc1741d0c996d350ab712c609e257295896ddd9df28b281c953e4813b' },
] as const

for (const [index, { body, digest }] of vectors.entries()) {
  test(`accepts the digest of vector ${index} and no other`, (t) => {
    const bytes = Buffer.from(body)
    t.true(createSignatureCheck([secret])(bytes, `sha256=${digest}`))
    t.true(createSignatureCheck(['another', secret])(bytes, `sha256=${digest}`))
    t.true(createSignatureCheck([secret, 'another'])(bytes, `sha256=${digest}`))
    t.false(createSignatureCheck(['another'])(bytes, `sha256=${digest}`))
    t.false(createSignatureCheck([])(bytes, `sha256=${digest}`))
    t.false(createSignatureCheck([secret])(Buffer.concat([bytes, Buffer.from(' ')]), `sha256=${digest}`))
  })
}

test('depends on the bytes: the same JSON in another notation has another digest', (t) => {
  const [, escaped] = vectors
  const respelled = JSON.stringify(JSON.parse(escaped.body))
  t.not(respelled, escaped.body)
  t.false(createSignatureCheck([secret])(Buffer.from(respelled), `sha256=${escaped.digest}`))
})

test('a missing or malformed header is a wrong signature', (t) => {
  const [{ body, digest }] = vectors
  for (const header of [
    undefined,
    '',
    digest,
    'sha256=',
    `sha256=${digest.toUpperCase()}`,
    ` sha256=${digest}`,
    `sha256=${digest}\n`,
  ])
    t.false(createSignatureCheck([secret])(Buffer.from(body), header), String(header))
})

test('agrees with HMAC-SHA256 for bodies and secrets of any size, whatever was checked before', (t) => {
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.uint8Array({ minLength: 8 * 1024 - 2, maxLength: 8 * 1024 + 2 }),
    fc.uint8Array({ minLength: 20_000, maxLength: 20_000 }),
  )
  fc.assert(
    fc.property(
      fc.string({ maxLength: 200 }),
      fc.array(body, { minLength: 1, maxLength: 4 }),
      (key, bodies) => {
        const isSigned = createSignatureCheck([key])
        for (const bytes of bodies.map((one) => Buffer.from(one))) {
          const digest = createHmac('sha256', key).update(bytes).digest('hex')
          t.true(isSigned(bytes, `sha256=${digest}`))
          t.false(isSigned(Buffer.concat([bytes, Buffer.of(0)]), `sha256=${digest}`))
        }
      },
    ),
  )
})

test('compares secrets of any length', (t) => {
  t.true(isSameSecret('ä', 'ä'))
  for (const given of ['', 'toke', 'token2', 'TOKEN', 'token\u0000']) t.false(isSameSecret(given, 'token'))
})

/** What Node's comparison in constant time was asked to compare meanwhile, as texts. */
function comparedIn(act: () => void): readonly (readonly string[])[] {
  const { timingSafeEqual } = crypto
  const compared: string[][] = []
  crypto.timingSafeEqual = (one, other) => {
    compared.push([one, other].map((bytes) => Buffer.from(bytes as Uint8Array).toString('latin1')))
    return timingSafeEqual(one, other)
  }
  syncBuiltinESMExports()
  try {
    act()
  } finally {
    crypto.timingSafeEqual = timingSafeEqual
    syncBuiltinESMExports()
  }
  return compared
}

test('compares in constant time, with the digest of every secret, whichever is right', (t) => {
  const [{ body, digest }] = vectors
  const secrets = ['another', secret, 'a third']
  const expected = secrets.map((key) => createHmac('sha256', key).update(body).digest('hex'))
  const isSigned = createSignatureCheck(secrets)
  for (const given of [...expected, digest.replace(/^./, '0'), digest.replace(/.$/, '0')])
    t.deepEqual(
      comparedIn(() => void isSigned(Buffer.from(body), `sha256=${given}`)),
      expected.map((each) => [given, each]),
    )
  for (const given of ['token', 'tokem', 'x'])
    t.is(comparedIn(() => void isSameSecret(given, 'token')).length, 1)
})

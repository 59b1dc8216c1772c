import test from 'ava'
import * as fc from 'fast-check'
import { encodeWire, WireNumber } from '../../../sandbox/facebook/webhooks/wire.ts'

test('escapes as Facebook does: lower hex for what is not ASCII, and / @ % < in forms of their own', (t) => {
  t.is(encodeWire('äöå https://example.com/a'), String.raw`"\u00e4\u00f6\u00e5 https:\/\/example.com\/a"`)
  t.is(encodeWire('mail@example.org 50% <b>'), String.raw`"mail\u0040example.org 50\u0025 \u003Cb>"`)
  t.is(encodeWire('👍🏽 ok'), String.raw`"\ud83d\udc4d\ud83c\udffd ok"`)
  t.is(encodeWire('"\\\n\u0001'), String.raw`"\"\\\n\u0001"`)
})

test('writes ids beyond 2^53 as numbers without losing a digit, and leaves out what is undefined', (t) => {
  t.is(
    encodeWire({ id: new WireNumber('10201978818232601'), none: undefined, list: [null, true, 1.5] }),
    '{"id":10201978818232601,"list":[null,true,1.5]}',
  )
})

test('is plain ASCII without the escaped characters, and means what was said', (t) => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ unit: 'binary' }),
        fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)),
      ),
      (value) => {
        const text = encodeWire(value)
        t.regex(text, /^[\x20-\x7e]*$/)
        t.notRegex(text, /[@%<]|[^\\]\//)
        t.deepEqual({ ...JSON.parse(text) }, { ...value })
      },
    ),
  )
})

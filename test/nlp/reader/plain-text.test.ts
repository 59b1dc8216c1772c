import test from 'ava'
import * as fc from 'fast-check'
import { toPlainText } from '../../../src/nlp/reader/plain-text.ts'

test('control characters, marks of direction, lone surrogates and double blanks are gone', (t) => {
  t.is(toPlainText(' a\u0000b\u001b[2J\u202e\n\n c\ud800 ', 100), 'a b [2J c\ufffd')
})

test('whatever the text, the result is well-formed, of one line, and not too long', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, longest) => {
      const plain = toPlainText(text, longest)
      t.true(plain.isWellFormed() && plain.length <= longest && !/[\p{Cc}\p{Cf}]/u.test(plain))
    }),
  )
  t.is(toPlainText('ab🙂', 3), 'ab')
})

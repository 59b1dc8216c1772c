import test from 'ava'
import * as fc from 'fast-check'
import { asPageId, asProfileId, asPsid } from '../../src/domain/ids.ts'
import {
  anonymousProfileId,
  commentKey,
  dayOf,
  keyOf,
  messageKey,
  pageProfileId,
  customerProfileId,
  postKey,
} from '../../src/domain/event-key.ts'

test('a key is the same on every machine and in every version, as rows of years ago must be found', (t) => {
  t.is(keyOf('1', undefined, 23), '809ccb4e46d2d7b683c84a3a71f92596')
  t.is(messageKey(asPageId('1'), 'm_One'), '9421eb8edfcf7c1dce54684774a0995c')
  t.is(commentKey(asPageId('1'), '2_3'), 'd647c3909abc02e71dadfff1e2694672')
  t.is(postKey(asPageId('1'), '1_2'), '9acd960e649a553898d2b802a8bc794b')
})

test('keys differ wherever the parts are divided', (t) => {
  const part = fc.oneof(
    fc.string({ maxLength: 3, unit: fc.constantFrom('a', ':', ';', '-', '1') }),
    fc.constant(undefined),
  )
  const parts = fc.array(part, { maxLength: 4 })
  t.notThrows(() =>
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const isSame = a.length === b.length && a.every((value, index) => value === b[index])
        return (keyOf(...a) === keyOf(...b)) === isSame
      }),
      { numRuns: 5000 },
    ),
  )
  t.not(keyOf('', undefined), keyOf(undefined, ''))
  t.is(keyOf(1), keyOf('1'))
})

test('the day comes from the time in UTC', (t) => {
  t.is(dayOf(0), '1970-01-01')
  t.is(dayOf(Date.UTC(2025, 9, 31, 23, 59, 59, 999)), '2025-10-31')
  t.is(dayOf(Date.UTC(9999, 11, 31, 23, 59, 59, 999)), '9999-12-31')
})

test('profile ids have at most 60 characters, and each id its own', (t) => {
  t.is(customerProfileId(asPsid('7010020030040050')), asProfileId('facebook:7010020030040050'))
  t.is(pageProfileId(asPageId('204060801012')), asProfileId('page:204060801012'))
  const makers = [(id: string) => customerProfileId(asPsid(id)), (id: string) => pageProfileId(asPageId(id))]
  for (const name of makers) {
    const ids = [50, 51, 55, 56, 64].flatMap((length) => ['x'.repeat(length), `${'x'.repeat(length - 1)}y`])
    const names = ids.map(name)
    t.is(new Set([...names, anonymousProfileId]).size, ids.length + 1)
    for (const made of names) t.true(made.length <= 60, made)
  }
})

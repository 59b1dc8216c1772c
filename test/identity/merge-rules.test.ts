import test from 'ava'
import { asProfileId } from '../../src/domain/ids.ts'
import { toPairs, toTypedPairs } from '../../src/identity/merge-rules.ts'

function pairs(pIds: readonly string[], numbered: readonly string[] = []) {
  const group = { rule: 'email', value: 'anna@example.com', pIds: pIds.map(asProfileId) } as const
  return toPairs(group, { sharedAt: 2, isNumbered: (pId) => numbered.includes(pId) })
}

test('two customers with the same value are a pair, the one with a number first', (t) => {
  const reason = 'Both have the e-mail anna@example.com.'
  t.deepEqual(pairs(['facebook:2', 'facebook:1', 'facebook:2']), {
    pairs: [{ a: asProfileId('facebook:1'), b: asProfileId('facebook:2'), rule: 'email', reason }],
  })
  t.deepEqual(pairs(['facebook:2', '4711'], ['4711']), {
    pairs: [{ a: asProfileId('4711'), b: asProfileId('facebook:2'), rule: 'email', reason }],
  })
})

test('a value of two numbers, or of more customers, is no reason', (t) => {
  t.deepEqual(pairs(['4711', '4712'], ['4711', '4712']), {
    pairs: [],
    refused: 'email:anna@example.com would merge nobody: 2 of your customer numbers have it.',
  })
  t.deepEqual(pairs(['facebook:1', 'facebook:2', 'facebook:3']), {
    pairs: [],
    refused: 'email:anna@example.com would merge nobody: 3 customers have it.',
  })
})

test('an address that a customer types twice is one pair, with the last proposal', (t) => {
  const [a, b] = [asProfileId('facebook:1'), asProfileId('facebook:2')]
  const typed = 'email:anna@example.com'
  const pair = { a, b, rule: 'claimed' } as const
  t.deepEqual(
    toTypedPairs([
      { id: '12', typed, a, b },
      { id: '13', typed: 'phone:+491711234567', a, b },
      { id: '14', typed, a, b },
    ]),
    [
      { ...pair, reason: 'The customer typed email:anna@example.com in a chat (proposal 14).' },
      { ...pair, reason: 'The customer typed phone:+491711234567 in a chat (proposal 13).' },
    ],
  )
})

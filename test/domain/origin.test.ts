import test from 'ava'
import { toUsableKey } from '../../src/domain/identity-link.ts'
import { isBrandsOwn, originOf } from '../../src/domain/origin.ts'

const own = (kind: string, value: string): string => originOf({ kind, value })

test('each id has an origin of its own, and a customer number is its own', (t) => {
  t.is(own('facebook', '77'), 'facebook:77')
  t.is(own('email', 'ada@example.com'), 'email:ada@example.com')
  t.is(own('customer', '4711'), '4711')
  t.is(own('customer', 'DE:4711'), 'DE:4711')
  t.is(own('loyaltyCard', '12'), 'id:loyaltyCard:12')
})

test('no number of the brand looks like an origin that Pagebeat makes, and none is too long', (t) => {
  for (const number of [
    'facebook:77',
    'page:1',
    'anonymous',
    'email:a@x.com',
    'id:shop:1',
    'customer:#1',
    '9'.repeat(61),
  ])
    t.regex(own('customer', number), /^customer:#[0-9a-f]{32}$/)
  const long = `${'a'.repeat(80)}@example.com`
  t.regex(own('email', long), /^email:#[0-9a-f]{32}$/)
  t.regex(own('loyaltyCard', long), /^id:loyaltyCard:#[0-9a-f]{32}$/)
})

test('Pagebeat’s own origins are told from the brand’s', (t) => {
  for (const made of ['facebook:77', 'page:1', 'email:a@x.com', 'lead:1', 'id:shop:1'])
    t.false(isBrandsOwn(made))
  for (const brands of ['4711', 'DE:4711', own('customer', 'facebook:77')]) t.true(isBrandsOwn(brands))
})

test('an id without a value, with too long a one, or of an odd kind is not usable', (t) => {
  t.deepEqual(toUsableKey({ kind: 'customer', value: ' 4711 ' }), { kind: 'customer', value: '4711' })
  for (const [kind, value] of [
    ['email', ' '],
    ['email', 'a'.repeat(256)],
    ['two words', '1'],
    ['', '1'],
    ['k'.repeat(21), '1'],
  ] as const)
    t.is(toUsableKey({ kind, value }), undefined)
})

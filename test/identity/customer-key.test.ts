import test from 'ava'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { readCustomerKeys } from '../../src/identity/customer-key.ts'

const read = (text: string, country?: string) => readCustomerKeys(text, country).map(nameOfKey)

test('an id is read by its kind, and e-mails and phones in the form in which they are stored', (t) => {
  for (const [text, name] of [
    ['email:Anna@Example.com', 'email:anna@example.com'],
    ['phone:0171 1234567', 'phone:+491711234567'],
    ['customer: 4711 ', 'customer:4711'],
    ['loyaltyCard:A-1', 'loyaltyCard:A-1'],
    ['Anna <anna@example.com>', 'email:anna@example.com'],
    ['+49 171 1234567', 'phone:+491711234567'],
    ['tel:+491711234567', 'phone:+491711234567'],
  ] as const)
    t.deepEqual(read(text, 'DE'), [name], text)
})

test('a number may be that of a customer, an id of Facebook or a phone, in this order', (t) => {
  t.deepEqual(read('4711'), ['customer:4711', 'lead:4711', 'userRef:4711'])
  t.deepEqual(read('01711234567', 'DE'), [
    'customer:01711234567',
    'facebook:01711234567',
    'phone:+491711234567',
    'lead:01711234567',
    'userRef:01711234567',
  ])
})

test('a value that does not fit its kind is no id', (t) => {
  for (const text of ['email:anna', 'phone:12', 'customer: ', '', '  ', '+12'])
    t.deepEqual(read(text, 'DE'), [], text)
})

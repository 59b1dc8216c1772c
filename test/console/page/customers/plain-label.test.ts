import test from 'ava'
import { plainLabel } from '../../../../console/page/customers/plain-label.ts'

test('a column has the name of the page, else its own in words', (t) => {
  const known = { firstName: 'Vorname' }
  t.deepEqual(
    ['firstName', 'preferredStore', 'chan1OptIn', 'shop_id', 'VIPLevel', 'constructor', 'Größe', '_'].map(
      (name) => plainLabel(known, name),
    ),
    ['Vorname', 'Preferred store', 'Chan 1 opt in', 'Shop id', 'VIP level', 'Constructor', 'Größe', '_'],
  )
})

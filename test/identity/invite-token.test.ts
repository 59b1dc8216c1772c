import { randomBytes } from 'node:crypto'
import test from 'ava'
import { assert, property, string } from 'fast-check'
import { asPageId } from '../../src/domain/ids.ts'
import { createInvites, longestInvitedNumber } from '../../src/identity/invite-token.ts'

const newKey = () => randomBytes(32).toString('base64')
const pageId = asPageId('1122334455')
const expiresTs = Date.UTC(2026, 11, 1)
const at = expiresTs - 1_000
const invites = createInvites([newKey()])
const token = invites.write({ pageId, customer: '4711', expiresTs })

test('a token tells the number again, is short and has only characters of an m.me ref', (t) => {
  const numbers = string({ unit: 'grapheme', minLength: 1, maxLength: longestInvitedNumber }).filter(
    (number) => number.isWellFormed() && Buffer.byteLength(number) <= longestInvitedNumber,
  )
  assert(
    property(numbers, (customer) => {
      const ref = invites.write({ pageId, customer, expiresTs })
      t.regex(ref, /^[A-Za-z0-9+/=\-.:_]{1,120}$/)
      const reading = invites.read(ref, { pageId, at })
      t.true(reading !== undefined && 'customer' in reading && reading.customer === customer)
    }),
  )
  t.true(token.length < 60, `${token.length} characters for a short number`)
})

test('the longest number fits into 120 characters, and a longer one is refused', (t) => {
  const longest = '9'.repeat(longestInvitedNumber)
  t.true(invites.write({ pageId, customer: longest, expiresTs }).length <= 120)
  for (const customer of ['', `${longest}9`])
    t.throws(() => invites.write({ pageId, customer, expiresTs }), { instanceOf: RangeError })
})

test('no bit of a token can be changed, and none cut off or added', (t) => {
  const bytes = Buffer.from(token.slice(5), 'base64url')
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const forged = `pbc1.${changed.toString('base64url')}`
    t.deepEqual(invites.read(forged, { pageId, at }), { refused: 'forged' }, `bit ${bit}`)
  }
  for (let length = 5; length < token.length; length += 1) {
    const reading = invites.read(token.slice(0, length), { pageId, at })
    t.true(reading !== undefined && 'refused' in reading, `${length} characters`)
  }
  for (const added of [`${token}A`, `${token}=`, `${token} `, `${token}${'A'.repeat(200)}`]) {
    const reading = invites.read(added, { pageId, at })
    t.true(reading !== undefined && 'refused' in reading, added)
  }
})

test('no text at all makes a token, and reading never throws', (t) => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      t.is(invites.read(text, { pageId, at }), undefined)
      const reading = invites.read(`pbc1.${text}`, { pageId, at })
      t.true(reading !== undefined && 'refused' in reading)
    }),
  )
})

test('a token ends at its second, and is none for another Page', (t) => {
  t.deepEqual(invites.read(token, { pageId, at: expiresTs + 1 }), { refused: 'expired' })
  t.true('customer' in (invites.read(token, { pageId, at: expiresTs }) ?? {}))
  t.deepEqual(invites.read(token, { pageId: asPageId('1122334456'), at }), { refused: 'forged' })
})

test('each token is another one and has a key of its own', (t) => {
  const second = invites.write({ pageId, customer: '4711', expiresTs })
  t.not(second, token)
  t.notDeepEqual(invites.read(second, { pageId, at }), invites.read(token, { pageId, at }))
  t.false(JSON.stringify(invites.read(token, { pageId, at })).includes(token.slice(5)))
})

test('after a change of the key, tokens of the old one are read until it is removed', (t) => {
  const [older, newer] = [newKey(), newKey()]
  const ref = createInvites([older]).write({ pageId, customer: '4711', expiresTs })
  t.true('customer' in (createInvites([newer, older]).read(ref, { pageId, at }) ?? {}))
  t.deepEqual(createInvites([newer]).read(ref, { pageId, at }), { refused: 'forged' })
  const fresh = createInvites([newer, older]).write({ pageId, customer: '4711', expiresTs })
  t.deepEqual(createInvites([older]).read(fresh, { pageId, at }), { refused: 'forged' })
})

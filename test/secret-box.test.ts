import { randomBytes } from 'node:crypto'
import test from 'ava'
import { assert, property, string } from 'fast-check'
import { ConfigError, SecretUnreadableError } from '../src/errors.ts'
import { createSecretBox } from '../src/secret-box.ts'

const key = () => randomBytes(32).toString('base64')
const anyText = string({ unit: 'binary', maxLength: 300 })

function troubleOf(open: () => string): string {
  try {
    open()
  } catch (error) {
    if (error instanceof SecretUnreadableError) return error.trouble
    throw error
  }
  return 'none'
}

test('an encrypted value is decrypted under its own name only, and looks different each time', (t) => {
  const box = createSecretBox([key()])
  assert(
    property(anyText, anyText, anyText, (value, name, other) => {
      const sealed = box.seal(value, name)
      t.is(box.open(sealed, name), value.toWellFormed())
      t.not(box.seal(value, name), sealed)
      t.regex(sealed, /^pb1:[A-Za-z0-9+/]+=*$/)
      if (other !== name)
        t.is(
          troubleOf(() => box.open(sealed, other)),
          'damaged',
        )
    }),
  )
})

test('no bit of an encrypted value can be changed, and none cut off', (t) => {
  const box = createSecretBox([key()])
  const sealed = box.seal('a token', 'page.1.token')
  const bytes = Buffer.from(sealed.slice(4), 'base64')
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    // The first four bytes tell the key.
    const expected = bit < 32 ? 'other_key' : 'damaged'
    t.is(
      troubleOf(() => box.open(`pb1:${changed.toString('base64')}`, 'page.1.token')),
      expected,
      `bit ${bit}`,
    )
  }
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = `pb1:${bytes.subarray(0, length).toString('base64')}`
    t.is(
      troubleOf(() => box.open(cut, 'page.1.token')),
      'damaged',
      `${length} bytes`,
    )
  }
  t.is(
    troubleOf(() => box.open(`${sealed} `, 'page.1.token')),
    'damaged',
  )
  t.is(
    troubleOf(() => box.open(sealed.replace('pb1', 'pb2'), 'page.1.token')),
    'not_sealed',
  )
  t.is(
    troubleOf(() => box.open('a token', 'page.1.token')),
    'not_sealed',
  )
})

test('while keys rotate the first encrypts and all decrypt; a removed key decrypts nothing', (t) => {
  const [older, newer] = [key(), key()]
  const sealedBefore = createSecretBox([older]).seal('x', 'n')
  const rotating = createSecretBox([newer, older])
  const sealedNow = rotating.seal('y', 'n')
  t.is(rotating.open(sealedBefore, 'n'), 'x')
  t.is(createSecretBox([newer]).open(sealedNow, 'n'), 'y')
  t.is(
    troubleOf(() => createSecretBox([newer]).open(sealedBefore, 'n')),
    'other_key',
  )
  t.is(
    troubleOf(() => createSecretBox([older]).open(sealedNow, 'n')),
    'other_key',
  )
})

test('an error names the parameter and the fix, and holds nothing of the value or the key', (t) => {
  const secretKey = key()
  const box = createSecretBox([secretKey])
  for (const value of ['marker-7f3a', 'pb1:marker-7f3a', box.seal('marker-7f3a', 'another')]) {
    const error = t.throws(() => box.open(value, 'page.1.token'), { code: 'secret_unreadable' })
    t.true(error.message.includes('page.1.token'))
    const all = `${error.message} ${error.stack} ${JSON.stringify(error)}`
    for (const part of ['marker-7f3a', secretKey, value]) t.false(all.includes(part))
    t.is(error.cause, undefined)
  }
})

test('a key that is not 32 bytes is refused', (t) => {
  for (const keys of [
    [],
    ['short'],
    [randomBytes(31).toString('base64')],
    [key(), randomBytes(33).toString('base64')],
  ]) {
    t.throws(() => createSecretBox(keys), { instanceOf: ConfigError })
  }
})

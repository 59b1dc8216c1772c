import test from 'ava'
import { hashPassword, isPasswordRight } from '../../src/http/password.ts'

test('the right password is right, in each spelling of its letters, and no other is', async (t) => {
  const stored = await hashPassword('Übung macht den Meister')
  t.regex(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/)
  t.true(stored.length <= 255)
  t.true(await isPasswordRight('Übung macht den Meister', stored))
  t.true(await isPasswordRight('U\u0308bung macht den Meister', stored))
  t.false(await isPasswordRight('übung macht den Meister', stored))
  t.not(await hashPassword('Übung macht den Meister'), stored, 'each has a salt of its own')
})

test('a hash of another cost is read; without a hash, or with a damaged one, none is right', async (t) => {
  // From the tests of the reference implementation (phc-winner-argon2, src/test.c).
  const other = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  t.true(await isPasswordRight('password', other))
  t.false(await isPasswordRight('Password', other))
  for (const stored of [undefined, '', 'x', '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAAA'])
    t.false(await isPasswordRight('password', stored))
})

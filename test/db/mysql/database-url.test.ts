import test from 'ava'
import { parseDatabaseUrl, withCaFile } from '../../../src/db/mysql/database-url.ts'

test('reads the parts of a URL', (t) => {
  t.deepEqual(parseDatabaseUrl('mysql://ada:p%40ss@db.internal/pagebeat'), {
    host: 'db.internal',
    port: 3306,
    user: 'ada',
    password: 'p@ss',
    database: 'pagebeat',
  })
  t.like(parseDatabaseUrl('mariadb://ada@[::1]:3307/crm?ssl=required'), {
    host: '::1',
    port: 3307,
    password: '',
    ssl: { rejectUnauthorized: false },
  })
  t.like(parseDatabaseUrl('mysql://a:b@h/d?ssl=verify-ca').ssl, { verifyIdentity: false })
  t.like(parseDatabaseUrl('mysql://a:b@h/d?ssl=verify-identity').ssl, { verifyIdentity: true })
})

test('says what is wrong with a URL, and never its password', (t) => {
  const wrong: readonly [string, RegExp][] = [
    ['postgres://ada:hunter2@h/d', /must be mysql:/],
    ['mysql://ada:hunter2@h', /must be mysql:/],
    ['mysql:///d', /must be mysql:/],
    ['mysql://ada:hunter2@h/d?ssl=maybe', /known are required, verify-ca, verify-identity/],
    ['mysql://ada:hunter2@h/d?multipleStatements=true', /known are ssl, ca/],
    ['mysql://ada:hunter2@h/d?ssl=required&ca=/x', /needs \?ssl=verify-ca/],
    ['mysql://ada:hunter2@h/d?ca=/x', /needs \?ssl=verify-ca/],
    ['mysql://ada:hunter2@h/d?ssl=verify-ca&ca=/not/there', /cannot be read: ENOENT/],
    ['mysql://ada:hunter2@h/d?ssl=verify-ca&ca=package.json', /none in PEM|cannot be read/],
    ['mysql://ada:%zz@h/d', /password with a %/],
  ]
  for (const [url, reason] of wrong) {
    const error = t.throws(() => parseDatabaseUrl(url), undefined, url)
    t.regex(error?.message ?? '', reason, url)
    t.notRegex(error?.message ?? '', /hunter2/)
  }
})

test('a file of DATABASE_CA_FILE counts where the URL names none', (t) => {
  t.is(withCaFile('mysql://h/d?ssl=verify-ca', '/a b.pem'), 'mysql://h/d?ssl=verify-ca&ca=%2Fa+b.pem')
  t.is(withCaFile('mysql://h/d?ssl=verify-ca&ca=/x', '/y'), 'mysql://h/d?ssl=verify-ca&ca=/x')
  t.is(withCaFile('mysql://h/d', undefined), 'mysql://h/d')
})

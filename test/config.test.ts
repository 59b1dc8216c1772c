import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { readConfig, variables } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'

type Name = keyof typeof variables

function problemsOf(env: Readonly<Record<string, string>>, required: readonly Name[]): readonly string[] {
  try {
    readConfig(env, { required })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

test('gives defaults to what is not set or empty', (t) => {
  const names = [
    'PORT',
    'HOST',
    'BOARD_PORT',
    'PAGEBEAT_ALLOW_VOLATILE',
    'DATABASE_POOL',
    'LOG_LEVEL',
  ] as const
  t.deepEqual(readConfig({ PORT: '', HOST: undefined }, { required: names }), {
    PORT: 3000,
    HOST: '0.0.0.0',
    BOARD_PORT: 3001,
    PAGEBEAT_ALLOW_VOLATILE: false,
    DATABASE_POOL: 10,
    LOG_LEVEL: 'info',
  })
})

test('lists every mistake at once, by name, and ends with 78', (t) => {
  const env = {
    PORT: '70000',
    REDIS_URL: 'localhost:6379',
    LOG_LEVEL: 'loud',
    PAGEBEAT_ALLOW_VOLATILE: 'yes',
  }
  const error = t.throws(
    () =>
      readConfig(env, {
        required: [
          'PORT',
          'REDIS_URL',
          'DATABASE_URL',
          'FACEBOOK_APP_SECRET',
          'LOG_LEVEL',
          'PAGEBEAT_ALLOW_VOLATILE',
        ],
      }),
    { instanceOf: ConfigError, code: 'config_invalid' },
  )
  t.is(error?.exitCode, 78)
  t.deepEqual(
    error?.problems.map((problem) => problem.split(' ')[0]),
    ['PORT', 'REDIS_URL', 'DATABASE_URL', 'FACEBOOK_APP_SECRET', 'LOG_LEVEL', 'PAGEBEAT_ALLOW_VOLATILE'],
  )
  for (const problem of error?.problems ?? []) t.true(error?.message.includes(problem))
})

test('repeats no value in a problem: it may be a secret', (t) => {
  const marker = 'marker-9d1c'
  const problems = Object.keys(variables).flatMap((name) =>
    problemsOf(
      { [name]: `\u0000 ${marker}` },
      Object.keys(variables).filter((known): known is Name => known === name),
    ),
  )
  t.true(problems.length >= 8)
  t.false(problems.join('\n').includes(marker))
})

for (const [name, good, bad] of [
  ['PORT', ['0', '80', '65535'], ['-1', '65536', '3000.5', 'http', ' 80', '0x50', '1e3']],
  [
    'REDIS_URL',
    ['redis://localhost:6379', 'rediss://user:pass@host:1/0'],
    ['localhost', 'http://host', 'REDIS'],
  ],
  [
    'DATABASE_URL',
    ['mysql://u:p@h:3306/db', 'mariadb://u@h/db'],
    ['mysql://h', 'mysql://h/', 'postgres://h/db', 'h/db'],
  ],
  ['DATABASE_POOL', ['1', '9999'], ['0', '-1', '10000', '1.5', 'ten']],
  ['FACEBOOK_APP_SECRET', ['a', 'a,b', ' a , b '], [',', 'a,', 'a,,b', ' ']],
  ['PAGEBEAT_ALLOW_VOLATILE', ['0', '1'], ['true', '2', 'no']],
  ['BOARD_PASSWORD', ['12345678'], ['1234567']],
] as const) {
  test(`tells good values of ${name} from bad ones`, (t) => {
    for (const value of good) t.deepEqual(problemsOf({ [name]: value }, [name]), [], value)
    for (const value of bad) t.is(problemsOf({ [name]: value }, [name]).length, 1, value)
  })
}

test('splits app secrets at commas', (t) => {
  const { FACEBOOK_APP_SECRET } = readConfig(
    { FACEBOOK_APP_SECRET: 'new, old' },
    { required: ['FACEBOOK_APP_SECRET'] },
  )
  t.deepEqual(FACEBOOK_APP_SECRET, ['new', 'old'])
})

test('leaves out what is optional and not set, but not what is set wrong', (t) => {
  t.deepEqual(readConfig({}, { required: [], optional: ['BOARD_PASSWORD'] }), {})
  t.throws(() => readConfig({ BOARD_PASSWORD: 'short' }, { required: [], optional: ['BOARD_PASSWORD'] }))
})

test('is frozen', (t) => {
  t.true(Object.isFrozen(readConfig({}, { required: ['PORT'] })))
})

test('explains every variable', (t) => {
  for (const [name, { meaning }] of Object.entries(variables)) t.true(meaning.length > 10, name)
})

const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-secrets-'))
test.after.always(() => rmSync(folder, { recursive: true }))

/** A file with this content, as a container platform mounts a secret. */
function secretFile(name: string, content: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}

test('takes every secret from a file as well, without the newline at its end', (t) => {
  const secrets = Object.entries<{ isSecret?: true }>(variables).filter(([, { isSecret }]) => isSecret)
  t.deepEqual(
    secrets.map(([name]) => name),
    [
      'BOARD_PASSWORD',
      'OIDC_CLIENT_SECRET',
      'REDIS_URL',
      'DATABASE_URL',
      'FACEBOOK_APP_SECRET',
      'FACEBOOK_VERIFY_TOKEN',
      'WIT_TOKEN',
      'READER_TOKEN',
      'PAGEBEAT_SECRET_KEY',
      'ACCOUNT_LINK_SECRET',
      'NOTIFY_URL',
    ],
  )
  for (const end of ['', '\n', '\r\n']) {
    const env = { BOARD_PASSWORD: '', BOARD_PASSWORD_FILE: secretFile('password', `12345678 ${end}`) }
    t.deepEqual(readConfig(env, { required: ['BOARD_PASSWORD'] }), { BOARD_PASSWORD: '12345678 ' })
  }
})

test('lists secret files that cannot be used with the other mistakes, without their names', (t) => {
  const env = {
    PORT: 'web',
    BOARD_PASSWORD_FILE: secretFile('short', 'short\n'),
    DATABASE_URL_FILE: path.join(folder, 'not-there'),
    REDIS_URL: 'redis://localhost',
    REDIS_URL_FILE: secretFile('redis', 'redis://localhost'),
    WIT_TOKEN_FILE: secretFile('empty', '\n'),
    FACEBOOK_APP_SECRET_FILE: folder,
  }
  const problems = problemsOf(env, [
    'PORT',
    'BOARD_PASSWORD',
    'DATABASE_URL',
    'REDIS_URL',
    'WIT_TOKEN',
    'FACEBOOK_APP_SECRET',
  ])
  t.deepEqual(problems, [
    'PORT must be a port, 0 to 65535',
    'BOARD_PASSWORD must have 8 characters or more',
    'DATABASE_URL_FILE names a file that cannot be read: ENOENT',
    'REDIS_URL and REDIS_URL_FILE are both set: remove one of them',
    'WIT_TOKEN_FILE names an empty file',
    'FACEBOOK_APP_SECRET_FILE names a file that cannot be read: EISDIR',
  ])
})

test('takes no other variable from a file', (t) => {
  t.like(readConfig({ PORT_FILE: secretFile('port', '80') }, { required: ['PORT'] }), { PORT: 3000 })
})

function receiversIn(NOTIFY_URL: string): readonly string[] {
  return readConfig({ NOTIFY_URL }, { required: ['NOTIFY_URL'] }).NOTIFY_URL
}

test('takes receivers of facts with commas or blanks between, and repeats none of their addresses', (t) => {
  const [one, two] = ['https://hooks.example.com/T0/B0/x', 'http://alerts.internal:8080/']
  t.deepEqual(receiversIn(`${one},${two}`), [one, two])
  t.deepEqual(receiversIn(` ${one}  ${two}, ${one}\n`), [one, two])
  const says = 'NOTIFY_URL must be 1 to 10 addresses, http(s)://… without a user name, separated by commas'
  for (const wrong of [
    ',',
    'hooks.example.com/secret',
    'ftp://hooks/secret',
    `${one} http://user:secret@hooks/`,
  ])
    t.deepEqual(problemsOf({ NOTIFY_URL: wrong }, ['NOTIFY_URL']), [says])
})

test('texts go to a reader in the open only on this host, and never with a name or query in the address', (t) => {
  for (const [given, read] of [
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['http://localhost:11434/v1/', 'http://localhost:11434/v1'],
    ['http://[::1]:8000/v1', 'http://[::1]:8000/v1'],
    ['http://host.docker.internal:8000/v1', 'http://host.docker.internal:8000/v1'],
    ['https://reader.example.com/v1', 'https://reader.example.com/v1'],
  ] as const)
    t.is(readConfig({ READER_URL: given }, { required: ['READER_URL'] }).READER_URL, read)
  for (const given of [
    'http://reader.example.com/v1',
    'http://10.0.0.7/v1',
    'http://127.0.0.1.example.com/v1',
    'http://localhost.example.com/v1',
    'https://me:secret@reader.example.com/v1',
    'https://reader.example.com/v1?key=secret',
    'ftp://localhost/v1',
    'reader.example.com',
  ])
    t.deepEqual(
      problemsOf({ READER_URL: given }, ['READER_URL']),
      [
        'READER_URL must be http://… of this host (localhost, 127.0.0.1, [::1]) or https://…, as in https://host/v1',
      ],
      given,
    )
})

test('IDENTITY_COUNTRY is the code of a country, in any case', (t) => {
  for (const [given, read] of [
    ['DE', 'DE'],
    [' gb ', 'GB'],
  ] as const)
    t.is(readConfig({ IDENTITY_COUNTRY: given }, { required: ['IDENTITY_COUNTRY'] }).IDENTITY_COUNTRY, read)
  for (const wrong of ['UK', 'XX', 'Germany', '49', 'D'])
    t.deepEqual(
      problemsOf({ IDENTITY_COUNTRY: wrong }, ['IDENTITY_COUNTRY']),
      ['IDENTITY_COUNTRY must be the code of a country in two letters, as DE or GB'],
      wrong,
    )
})

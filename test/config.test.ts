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

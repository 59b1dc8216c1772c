import test from 'ava'
import { variables } from '../../../src/config.ts'
import { runToEnd } from '../run-to-end.ts'

test('ends with 78 and says what is wrong with DATABASE_URL, without its password', async (t) => {
  const form = 'DATABASE_URL must be mysql://user:password@host:port/database'
  for (const [url, problem] of [
    ['', `DATABASE_URL is not set: ${variables.DATABASE_URL.meaning}`],
    ['root:hunter2@host', form],
    ['postgres://root:hunter2@host/x', form],
    ['mysql://root:hunter2@127.0.0.1:1/', form],
  ] as const) {
    for (const args of [['migrate'], ['migrate', '--status']])
      t.deepEqual(await runToEnd(args, { DATABASE_URL: url }), {
        status: 78,
        stdout: '',
        stderr: `The configuration is not usable:\n  - ${problem}\n`,
      })
  }
})

test('ends with 1 when the database does not answer', async (t) => {
  const { status, stderr } = await runToEnd(['migrate'], {
    DATABASE_URL: 'mysql://root:hunter2@127.0.0.1:1/x',
  })
  t.is(status, 1)
  t.regex(stderr, /ECONNREFUSED/)
  t.false(stderr.includes('hunter2'))
})

test('prints the script without a database', async (t) => {
  const [fresh, fromSeed] = await Promise.all([runToEnd(['sql'], {}), runToEnd(['sql', '--from-seed'], {})])
  t.true(fresh.stdout.startsWith("-- Pagebeat's tables. Creates all tables"))
  t.true(fromSeed.stdout.startsWith("-- Pagebeat's tables. Upgrades a database"))
  t.deepEqual([fresh.status, fromSeed.status], [0, 0])
})

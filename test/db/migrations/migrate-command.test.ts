import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import test from 'ava'

const program = `import { Command } from 'commander'
  import { registerMigrate } from '${new URL('../../../bin/commands/migrate.ts', import.meta.url).href}'
  import { registerSql } from '${new URL('../../../bin/commands/sql.ts', import.meta.url).href}'
  const program = new Command(); registerMigrate(program); registerSql(program); await program.parseAsync()`

async function run(databaseUrl: string | undefined, ...args: readonly string[]) {
  const env = { ...process.env, DATABASE_URL: databaseUrl ?? '' }
  const argv = ['--input-type=module', '-e', program, ...args]
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, argv, { env })
    return { code: 0, stdout, stderr }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stderr' in error && 'stdout' in error)) throw error
    return { code: error.code, stdout: String(error.stdout), stderr: String(error.stderr) }
  }
}

test('ends with 78 and says what is wrong with DATABASE_URL, without its password', async (t) => {
  for (const [url, problem] of [
    [undefined, /DATABASE_URL is not set: `mysql:\/\/user:password@host:port\/database`/],
    ['root:hunter2@host', /DATABASE_URL must be mysql:\/\/user:password@host:port\/database/],
    ['postgres://root:hunter2@host/x', /DATABASE_URL must be mysql:/],
    ['mysql://root:hunter2@127.0.0.1:1/', /DATABASE_URL must be mysql:/],
  ] as const) {
    for (const args of [['migrate'], ['migrate', '--status']]) {
      const { code, stdout, stderr } = await run(url, ...args)
      t.is(code, 78)
      t.is(stdout, '')
      t.regex(stderr, problem)
      t.notRegex(stderr, /hunter2/)
    }
  }
})

test('ends with 1 when the database does not answer', async (t) => {
  const { code, stderr } = await run('mysql://root:hunter2@127.0.0.1:1/x', 'migrate')
  t.is(code, 1)
  t.is(stderr, 'The database cannot do this now: ECONNREFUSED\n')
})

test('prints the script without a database', async (t) => {
  const fresh = await run(undefined, 'sql')
  const fromSeed = await run(undefined, 'sql', '--from-seed')
  t.true(fresh.stdout.startsWith("-- Pagebeat's tables. Makes all tables"))
  t.true(fromSeed.stdout.startsWith("-- Pagebeat's tables. Upgrades a database"))
  t.deepEqual([fresh.code, fromSeed.code], [0, 0])
})

import test from 'ava'
import { createConsoleSessions } from '../../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../../src/db/console/users.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { isPasswordRight } from '../../../src/http/password.ts'
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts'
import { runToEnd } from '../run-to-end.ts'

let database: TestDatabase

test.before(async () => {
  database = await createTestDatabase()
})
test.after.always(() => database.drop())

test('users are added, listed, changed, let in by a link and removed; passwords come on standard input', async (t) => {
  const env = { DATABASE_URL: database.url, CONSOLE_URL: 'https://console.example.com' }
  const user = (args: readonly string[], input = '') => runToEnd(['user', ...args], env, input)
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(() => db.destroy())
  const users = createConsoleUsers(db, Date.now)
  const sessions = createConsoleSessions(db, Date.now)

  const eva = 'eva@example.com'
  const added = await user(
    ['add', 'Eva@Example.com', '--role', 'agent', '--name', 'Eva Stein'],
    'marker-5e-marker\n',
  )
  t.deepEqual(added, { status: 0, stdout: 'eva@example.com may sign in as agent.\n', stderr: '' })
  const hash = (await users.findPasswordHash(eva))?.hash
  t.true(await isPasswordRight('marker-5e-marker', hash))
  t.regex((await user(['add', eva, '--role', 'admin'], 'marker-5e-marker')).stderr, /pagebeat user role eva/)
  t.regex(
    (await user(['add', 'max@example.com', '--role', 'agent'], 'short')).stderr,
    /at least 12 characters/,
  )
  t.regex(
    (await user(['add', 'max', '--role', 'agent', '--no-password'])).stderr,
    /looks like eva@example.com/,
  )
  t.regex((await user(['add', 'max@example.com', '--role', 'boss'])).stderr, /viewer, agent, admin/)
  t.is((await user(['add', 'max@example.com', '--role', 'viewer', '--no-password'])).status, 0)
  t.is(
    (await user(['list'])).stdout,
    'eva@example.com  agent  Eva Stein\nmax@example.com  viewer  max  (no password)\n2 users\n',
  )
  t.is((await user(['role', eva, 'admin'])).stdout, 'eva@example.com is admin now, and signs in again.\n')
  const { stdout } = await user(['link', eva])
  const token = /^https:\/\/console\.example\.com\/enter\?token=([\w-]{43})\n$/.exec(stdout)?.[1] ?? ''
  const used = await sessions.useLink(token)
  t.truthy(used)
  await sessions.open(used?.userId ?? '', { way: 'link' })
  t.is((await user(['sessions', 'revoke', eva])).stdout, '1 session of eva@example.com ended.\n')
  t.is((await user(['password', eva], 'another-marker-5e')).status, 0)
  t.true(await isPasswordRight('another-marker-5e', (await users.findPasswordHash(eva))?.hash))
  t.is((await user(['remove', eva])).status, 0)
  t.regex((await user(['link', eva])).stderr, /There is no user eva@example.com/)
  const log = await database.query('SELECT * FROM auditLog')
  t.is(log.length, 7)
  t.notRegex(JSON.stringify(log), /marker/)
})

test('the console ends with an error that names what is wrong with its settings', async (t) => {
  const given = { DATABASE_URL: database.url, CONSOLE_PORT: '0', CONSOLE_HOST: '0.0.0.0' }
  const open = await runToEnd(['console'], { ...given, OIDC_ISSUER: 'https://login.example.com' })
  t.is(open.status, 78)
  for (const name of ['CONSOLE_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'])
    t.regex(open.stderr, new RegExp(`${name} is not set`))
})

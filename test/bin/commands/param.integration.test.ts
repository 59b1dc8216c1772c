import { randomBytes } from 'node:crypto'
import test from 'ava'
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts'
import { runToEnd } from '../run-to-end.ts'

let database: TestDatabase

test.before(async () => {
  database = await createTestDatabase()
})
test.after.always(() => database.drop())

test('parameters are listed, read, written and removed; a secret comes on standard input and is not printed', async (t) => {
  const [older, newer] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'))
  const env = { DATABASE_URL: database.url, PAGEBEAT_SECRET_KEY: `${newer}, ${older}` }
  const param = (args: readonly string[], input = '') => runToEnd(['param', ...args], env, input)
  t.is((await param(['set', 'hub.url', 'https://example.com', '--description', 'the hub'])).status, 0)
  t.is((await param(['set', 'hub.secret', '--secret'], 'marker-5e\n')).status, 0)
  const list = await param(['list', 'hub.'])
  t.is(list.stdout, 'hub.secret = (secret)\nhub.url = https://example.com   # the hub\n2 parameters\n')
  t.is((await param(['get', 'hub.url'])).stdout, 'https://example.com\n')
  t.regex((await param(['get', 'hub.secret'])).stderr, /--show-secret/)
  t.is((await param(['get', 'hub.secret', '--show-secret'])).stdout, 'marker-5e\n')
  t.regex((await param(['set', 'hub.secret', 'plain'])).stderr, /--secret/)
  t.regex((await param(['set', 'hub.secret', 'plain', '--secret'])).stderr, /standard input/)
  t.regex((await param(['set', 'page.1.token', 'plain'])).stderr, /pagebeat page token/)
  t.is(
    (await param(['reseal'])).stdout,
    '1 secret is encrypted with the first key. You can remove the other keys from PAGEBEAT_SECRET_KEY.\n',
  )
  t.is((await param(['remove', 'hub.secret'])).status, 0)
  t.regex((await param(['get', 'hub.secret'])).stderr, /There is no parameter/)
  const bare = await runToEnd(['param', 'set', 'x', '--secret'], { DATABASE_URL: database.url }, 'marker-5e')
  t.regex(bare.stderr, /PAGEBEAT_SECRET_KEY is not set/)
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { createTombstones } from '../../../src/db/privacy/tombstones.ts'
import { createIdDigests } from '../../../src/privacy/id-digest.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { runToEnd } from '../run-to-end.ts'

const database = await createTestDatabase()
test.after.always(() => database.drop())

const run = async (...args: readonly string[]) =>
  await runToEnd(['customer', ...args], { DATABASE_URL: database.url, IDENTITY_COUNTRY: 'DE' })

async function customerOf(channelId: string): Promise<unknown> {
  const [row] = await database.query('select pId from chan2Profile where channelId = ?', [channelId])
  return row?.['pId']
}

test.serial('an import is tried, done, merged with a customer of today, and taken apart again', async (t) => {
  await database.query(
    `insert into chan2Profile (channelId, cidType, pId) values ('7654321', 'facebook', 'facebook:7654321')`,
  )
  await database.query(
    `insert into interaction (pId, channel, interactionType, direction, ts, pageId)
      values ('facebook:7654321', 'facebookMessenger', 'message', 'in', '2026-11-28 12:00:00', '100')`,
  )
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-customer-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [file, map] = [path.join(folder, 'crm.csv'), path.join(folder, 'crm.yaml')]
  writeFileSync(file, 'No;Mail;Phone;Name\n4711;Anna@Example.com;0171 1234567;Anna\n;x@example.com;;\n')
  writeFileSync(map, 'customer: No\nemail: Mail\nphone: Phone\nprofile: { firstName: Name }\n')
  const source = ['import', file, '--map', map]

  const abroad = await runToEnd(['customer', ...source, '--dry-run'], { DATABASE_URL: database.url })
  t.regex(
    abroad.stdout,
    /^Only phones with \+ or 00 in front are read\. .* IDENTITY_COUNTRY.*\nLines .*\n2 rows .*\n.* 0 phones\n/,
  )
  const trial = await run(...source, '--dry-run')
  t.is(trial.status, 0, trial.stderr)
  const named = path.join(folder, 'crm.left-out.csv')
  t.true(trial.stdout.startsWith(`Lines that are left out are named in ${named}, if there are any.\n`))
  t.regex(trial.stdout, /\n2 rows would be imported:\n {2}created: 1 customer number, 1 e-mail, 1 phone\n/)
  t.regex(trial.stdout, /left out: 1 row: see .*crm\.left-out\.csv\nNothing was changed\./)
  t.is(await customerOf('4711'), undefined)
  const done = await run(...source)
  t.regex(
    done.stdout,
    /\n2 rows imported, \d+ a second:\n {2}created: 1 customer number, 1 e-mail, 1 phone\n {2}linked: 2 new links\n/,
    done.stderr,
  )
  t.regex(
    done.stdout,
    /\n {2}refused: 0 values that merge nobody\n {2}left out: 1 row: see .*crm\.left-out\.csv\n$/,
  )
  t.is(readFileSync(named, 'utf8'), 'line,part,reason\n3,customer,"is empty"\n')

  const merged = await run('merge', '0171/1234567', 'facebook:7654321', '--yes', '--by', 'Ops')
  t.regex(
    merged.stdout,
    /^From facebook:7654321 to 4711: facebook:7654321, with 1 interaction and 0 turns\.\nThen .*\nThen .*\nDone\./,
    merged.stderr,
  )
  t.is(await customerOf('7654321'), '4711')

  const shown = await run('show', '4711')
  t.regex(shown.stdout, /^customer 4711 Anna\nids:\n/)
  t.regex(
    shown.stdout,
    /facebook:7654321 and phone:\+491711234567: an agent or operator said so \(Ops\) \(verified, /,
  )
  t.regex(shown.stdout, /firstName = Anna {2}\(brand, import brand, /)
  t.regex(
    shown.stdout,
    /timeline, newest first:\n {2}2026-11-28T12:00:00\.000Z {2}facebookMessenger {2}in {2}message {2}Page 100\n/,
  )
  t.is((await run('unmerge', '4711', 'facebook:7654321', '--yes')).status, 0)
  t.is(await customerOf('7654321'), 'facebook:7654321')
})

test.serial('a search for a shared phone also lists the customers who have it', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-customer-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [file, map] = [path.join(folder, 'crm.csv'), path.join(folder, 'crm.yaml')]
  writeFileSync(file, 'No;Phone;Name\n881;0171 9998887;Jörg\n882;+49 171 9998887;Käthe\n')
  writeFileSync(map, 'customer: No\nphone: Phone\nprofile: { firstName: Name }\n')
  const imported = await run('import', file, '--map', map)
  t.is(imported.status, 0, imported.stderr)

  const found = await run('find', '0171 9998887')
  t.regex(found.stdout, /^phone:\+491719998887 {2}\(shared\) {2}/, found.stderr)
  t.regex(found.stdout, /\n881 {2}Jörg {2}.*\n882 {2}Käthe {2}.*\n3 customers\n$/)
  const shown = await run('show', '881')
  t.regex(shown.stdout, /; several customers have phone:\+491719998887, so it merges nobody\n/, shown.stderr)
  const limited = await run('find', '0171 9998887', '--limit', '1')
  t.regex(limited.stdout, /\n2 customers or more: see --limit\n$/)
})

test.serial('an import says what it refused, also of known rows, and where it cannot begin', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-customer-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [file, map] = [path.join(folder, 'crm.csv'), path.join(folder, 'crm.yaml')]
  writeFileSync(file, 'No;Phone;Name\n891;0171 9998880;Jörg\n892;+49 171 9998880;Käthe\n')
  writeFileSync(map, 'customer: No\nphone: Phone\nprofile: { firstName: Name }\n')
  const refused =
    'refused: 1 value that merges nobody\n  left out: nothing\n' +
    '  - phone:+491719998880 merges nobody: it has 2 owners.\n'
  for (const when of ['first', 'again']) {
    const { stdout } = await run('import', file, '--map', map)
    t.true(stdout.endsWith(refused), `${when}: ${stdout}`)
  }
  const itself = await run('import', file, '--map', map, '--report', file)
  t.regex(itself.stderr, /^--report names the file that is imported/)
  const missing = await run('import', file, '--map', map, '--report', path.join(folder, 'no', 'out.csv'))
  t.is(missing.status, 65)
  t.regex(missing.stderr, /out\.csv cannot be written \(ENOENT\): name another file with --report/)
  writeFileSync(map, 'customer: No\nprofile: { zzzzzz: Name }\n')
  const wrong = await run('import', file, '--map', map)
  t.regex(wrong.stderr, /has no such column: use one of .*, phone\. For a column of your own: ALTER TABLE/)
})

test.serial('an export changes no file that exists, and says how to find a customer', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-customer-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  await run('link', 'customer:895', 'email:export@example.com', '--yes')
  const once = await run('export', '895', '--out', folder)
  t.is(once.status, 0, once.stderr)
  const twice = await run('export', '895', '--out', folder)
  t.regex(
    twice.stderr,
    /customer\.html exists already, and was not changed: name another folder with --out\n$/,
  )
  const nobody = await run('export', '899', '--out', folder)
  t.regex(nobody.stderr, /^No customer has the id 899\. Look for them: `pagebeat customer find /)
})

test.serial('an id of a forgotten customer is linked and imported only by --also-forgotten', async (t) => {
  const secretKey = Buffer.alloc(32, 9).toString('base64')
  const tombstones = createTombstones(createIdDigests([secretKey]))
  const db = createDatabase({ url: database.url, poolSize: 1 })
  t.teardown(() => db.destroy())
  const ids = [{ kind: 'customer', value: '8101' }]
  await db.transaction().execute((transaction) => tombstones.record(transaction, ids, 1))
  const runWithKey = async (...args: readonly string[]) =>
    await runToEnd(['customer', ...args], { DATABASE_URL: database.url, PAGEBEAT_SECRET_KEY: secretKey })
  const link = ['link', 'customer:8101', 'email:new@example.com', '--yes']

  const withoutKey = await run(...link)
  t.regex(withoutKey.stderr, /PAGEBEAT_SECRET_KEY is not set, and customers were forgotten/)
  const refused = await runWithKey(...link)
  t.is(refused.status, 1)
  t.regex(refused.stderr, /is of a customer who was forgotten: nothing was linked\. .* add --also-forgotten/)
  t.is(await customerOf('8101'), undefined)

  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-customer-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [file, map] = [path.join(folder, 'crm.csv'), path.join(folder, 'crm.yaml')]
  writeFileSync(file, 'No;Name\n8101;Ada\n')
  writeFileSync(map, 'customer: No\nprofile: { firstName: Name }\n')
  const source = ['import', file, '--map', map, '--report', path.join(folder, 'out.csv')]
  for (const args of [[...source, '--dry-run'], source])
    t.regex((await runWithKey(...args)).stdout, /created: 0 .*\n[^]*left out: 1 row: see .*out\.csv/)
  t.is(await customerOf('8101'), undefined)

  t.is((await runWithKey(...link, '--also-forgotten')).status, 0)
  t.is(await customerOf('8101'), '8101')
})

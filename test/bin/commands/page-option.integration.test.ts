import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { Command } from 'commander'
import { commandRegisters } from '../../../scripts/command-document.ts'
import { createTestDatabase } from '../../helpers/database.ts'
import { small } from '../../storyboard/small-storyboard.ts'
import { runToEnd } from '../run-to-end.ts'

const database = await createTestDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-page-option-'))
test.after.always(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

const file = path.join(folder, 'storyboard.yaml')
const storyboard = {
  ...small,
  intents: {
    parcel: ['where is my parcel', 'my parcel is late', 'track my parcel'],
    cake: ['do you have cake', 'a cake please', 'some cake'],
  },
  scenes: {},
  moderation: { rules: { links: { link: 'any' } } },
}
writeFileSync(file, JSON.stringify(storyboard)) // JSON is YAML
const env = {
  DATABASE_URL: database.url,
  PAGEBEAT_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
  FACEBOOK_APP_SECRET: 'secret',
  STORYBOARD: file,
}

/** How each command that takes `--page` is called. */
const calls: Readonly<Record<string, readonly string[]>> = {
  'conversation list': ['--waiting'],
  'customer invite': ['4711'],
  'lead list': [],
  'lead map': [],
  'lead sweep': [],
  'moderation apply': [],
  'moderation list': [],
  'moderation try': [],
  'moderation undo': ['--rule', 'links'],
  'nlp diff': [file, file],
  'nlp review': [],
}

const run = async (name: string, ...args: readonly string[]) =>
  await runToEnd([...name.split(' '), ...(calls[name] ?? []), ...args], env)

test.serial(
  'every command that takes --page refuses an unknown one, and names those that are known',
  async (t) => {
    const program = new Command('pagebeat')
    for (const register of await commandRegisters()) register(program)
    const names = program.commands.flatMap((group) =>
      group.commands.flatMap((command) =>
        command.options.some(({ long }) => long === '--page') ? [`${group.name()} ${command.name()}`] : [],
      ),
    )
    t.deepEqual(names.toSorted(), Object.keys(calls))

    const without = await run('customer invite', '--page', '999')
    t.is(without.stderr, 'No Page was added yet, so Page 999 is not known. Add it: `pagebeat page add 999`\n')
    await database.query(
      `insert into page (pageId, firstSeenTs, registeredTs, name)
      values ('100', '2026-11-28', '2026-11-28', 'Coffee House'), ('200', '2026-11-28', null, null)`,
    )
    for (const name of names) {
      const { status, stdout, stderr } = await run(name, '--page', '999')
      t.deepEqual(
        { status, stdout, stderr },
        { status: 1, stdout: '', stderr: 'Page 999 is not known. Known Pages: 100 (Coffee House), 200\n' },
        name,
      )
    }
  },
)

test.serial('an m.me link is made for a known Page, and a Page that was not added is told of', async (t) => {
  const added = await run('customer invite', '--page', '100', '--json')
  t.is(added.stderr, '')
  t.regex(JSON.parse(added.stdout).link, /^https:\/\/m\.me\/100\?ref=pbc1\./)
  const seen = await run('customer invite', '--page', '200', '--json')
  t.is(seen.status, 0)
  t.is(
    seen.stderr,
    'Page 200 is not added: a link only works while its events come. See `pagebeat page list`\n',
  )
  t.regex(JSON.parse(seen.stdout).link, /^https:\/\/m\.me\/200\?ref=/)
})

test.serial('where there are several Pages, the one to choose is named', async (t) => {
  await database.query(`update page set registeredTs = '2026-11-28' where pageId = '200'`)
  const { stderr } = await run('customer invite')
  t.is(stderr, 'There are 2 Pages, choose one with --page: 100 (Coffee House), 200\n')
})

test.serial('of many known Pages the first ten are named', async (t) => {
  const ids = Array.from({ length: 11 }, (_, at) => String(300 + at))
  await database.query('insert into page (pageId, firstSeenTs) values ?', [
    ids.map((id) => [id, '2026-11-28']),
  ])
  const { stderr } = await run('lead list', '--page', '999')
  t.regex(stderr, /^Page 999 is not known\. Known Pages: 100 .*, 307 and 3 more: `pagebeat page list`\n$/)
})

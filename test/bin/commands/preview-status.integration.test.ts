import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { Command } from 'commander'
import { startGraph } from '../../../sandbox/facebook/graph-api/server.ts'
import { commandRegisters } from '../../../scripts/command-document.ts'
import { insertActs } from '../../../src/db/moderation/insert-act.ts'
import { asConversationId, asPageId } from '../../../src/domain/ids.ts'
import { feedBody, pageId } from '../../helpers/decoded.ts'
import { dumpTables } from '../../helpers/dump-tables.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { createTestRedis } from '../../helpers/redis.ts'
import { storeLinks } from '../../helpers/store-links.ts'
import { storeTurn } from '../../helpers/stored-turns.ts'
import { small } from '../../storyboard/small-storyboard.ts'
import { runToEnd } from '../run-to-end.ts'

const now = Date.now()

/** Two customers of whom an operator linked one to 4711, a proposal, a hidden comment, a Page at Facebook, and files. */
async function openInstallation(t: ExecutionContext) {
  const { database, db, record } = await openTables()
  const redis = await createTestRedis()
  const page = { id: pageId, name: 'Beanery', token: 'marker-token', subscribed: false }
  const graph = await startGraph({ appId: '1234567890', appSecret: 'secret', seed: 1, pages: [page] })
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-preview-'))
  t.teardown(async () => {
    rmSync(folder, { recursive: true })
    await graph.close()
    await redis.close()
  })
  const fileOf = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text)
    return path.join(folder, name)
  }
  const board = { ...small, scenes: {}, moderation: { rules: { links: { link: 'any' } } } }
  const files = {
    storyboard: fileOf('storyboard.yaml', JSON.stringify(board)), // JSON is YAML
    csv: fileOf('crm.csv', 'No\n4712\n'),
    map: fileOf('crm.yaml', 'customer: No\n'),
  }
  const run = async (...args: readonly string[]) =>
    await runToEnd(
      args,
      {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        PAGEBEAT_QUEUE_PREFIX: redis.prefix,
        PAGEBEAT_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
        FACEBOOK_APP_ID: '1234567890',
        FACEBOOK_APP_SECRET: 'secret',
        GRAPH_API_URL: graph.url,
      },
      'marker-token',
    )
  await record(comment('5_1', '7'), comment('5_2', '8'))
  const typed = { evidence: 'typed', strength: 'claimed', source: { kind: 'interaction', id: '1' } } as const
  await storeLinks(db, [
    { a: { kind: 'facebook', value: '7' }, b: { kind: 'email', value: 'a@example.com' }, ...typed, ts: now },
  ])
  const turnId = await storeTurn(database, { text: 'see evil.com', psid: '7', channel: 'facebookFeed' })
  const [turn] = await database.query('select conversationId, contentKey from turn where id = ?', [turnId])
  const hide = { act: 'hide', rule: 'links', cause: 'apply', pageId: asPageId(pageId) } as const
  const conversationId = asConversationId(String(turn?.['conversationId']))
  const contentKey = Buffer.from(turn?.['contentKey'] as Uint8Array)
  await db
    .transaction()
    .execute((transaction) =>
      insertActs(transaction, [{ ...hide, commentId: '5_1', turnId, conversationId, contentKey }], now),
    )
  for (const set of [
    ['page', 'add', pageId, '--name', 'Beanery', '--no-check'],
    ['customer', 'link', 'facebook:8', 'customer:4711', '--yes'],
  ]) {
    const { status, stderr } = await run(...set)
    t.is(status, 0, stderr)
  }
  const linkOf = async (strength: string): Promise<string> => {
    const [link] = await database.query('select id from identityLink where strength = ?', [strength])
    return String(link?.['id'])
  }
  return { database, run, files, merging: await linkOf('verified'), proposed: await linkOf('claimed') }
}

function comment(id: string, by: string): string {
  const about = {
    item: 'comment',
    verb: 'add',
    comment_id: id,
    post_id: `${pageId}_5`,
    parent_id: `${pageId}_5`,
  }
  const at = now - 60_000
  const said = {
    from: { id: by, name: 'Ada' },
    message: 'see evil.com',
    created_time: Math.floor(at / 1_000),
  }
  return feedBody({ ...about, ...said }, at)
}

test.serial('a command without its --yes changes nothing and ends with 1, a dry run with 0', async (t) => {
  const { database, run, files, merging, proposed } = await openInstallation(t)
  const importing = [files.csv, '--map', files.map]
  const previews: Readonly<Record<string, readonly [option: string, args: readonly string[]]>> = {
    'customer forget': ['--yes', ['facebook:7']],
    'customer import': ['--dry-run', importing],
    'customer link': ['--yes', ['facebook:7', 'customer:4712']],
    'customer merge': ['--yes', ['facebook:7', 'facebook:8']],
    'customer proposals accept': ['--yes', [proposed]],
    'customer unlink': ['--yes', [merging]],
    'customer unmerge': ['--yes', ['facebook:8', 'customer:4711']],
    'lead map': ['--dry-run', []],
    'moderation apply': ['--yes', [files.storyboard]],
    'moderation undo': ['--yes', ['--rule', 'links']],
    'page publish': ['--dry-run', [pageId, '--storyboard', files.storyboard]],
  }
  const program = new Command('pagebeat')
  for (const register of await commandRegisters()) register(program)
  t.deepEqual(program.commands.flatMap((command) => namesOf(command, '')).toSorted(), Object.keys(previews))

  const before = await dumpTables(database)
  for (const [name, [option, args]] of Object.entries(previews)) {
    const preview = option === '--yes' ? args : [...args, option]
    const { status, stdout, stderr } = await run(...name.split(' '), ...preview)
    t.deepEqual([status, stderr], [option === '--yes' ? 1 : 0, ''], name)
    if (option === '--yes') t.regex(stdout, /repeat the command with --yes/, name)
    t.deepEqual(await dumpTables(database), before, name)
  }
  const { status, stdout } = await run('customer', 'forget', 'facebook:7', '--json')
  t.is(status, 1)
  t.like(JSON.parse(stdout), { customer: 'facebook:7', isRemoved: false })
  t.deepEqual(await dumpTables(database), before)
})

/** Those that take `--yes` or `--dry-run`, with the commands that they belong to. */
function namesOf(command: Command, above: string): string[] {
  const name = `${above}${command.name()}`
  const isPreview = command.options.some(({ long }) => long === '--yes' || long === '--dry-run')
  return [...(isPreview ? [name] : []), ...command.commands.flatMap((child) => namesOf(child, `${name} `))]
}

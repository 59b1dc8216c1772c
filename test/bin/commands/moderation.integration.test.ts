import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { feedBody, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'
import { small } from '../../storyboard/small-storyboard.ts'
import { runToEnd } from '../run-to-end.ts'

const storyboard = {
  ...small,
  scenes: {},
  moderation: {
    except: { customer: '9' },
    rules: { links: { link: 'any' }, pictures: { picture: 'any', act: 'delete' } },
  },
}

let last = 0

function comment(
  text: string,
  { by = '7', ago = 60_000, ...more }: Readonly<Record<string, unknown>> = {},
): string {
  const at = Date.now() - Number(ago)
  const id = `5_${(last += 1)}`
  const value = {
    item: 'comment',
    verb: 'add',
    comment_id: id,
    post_id: `${pageId}_5`,
    parent_id: `${pageId}_5`,
    from: { id: by, name: 'Ada' },
    message: text,
    created_time: Math.floor(at / 1_000),
    ...more,
  }
  return feedBody(value, at)
}

test.serial(
  'a dry run names the stored comments that the rules would act on, and changes nothing',
  async (t) => {
    const { database, record } = await openTables()
    await record(
      comment('see evil.com'),
      comment('see other.net', { ago: 3 * 86_400_000 }),
      comment('see older.net', { ago: 9 * 86_400_000 }),
      comment('look', { photo: 'https://scontent.example/1.jpg' }),
      comment('so good'),
      comment('see staff.com', { by: '9' }),
      comment('see page.com', { by: pageId }),
    )
    const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-moderation-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'storyboard.yaml')
    writeFileSync(file, JSON.stringify(storyboard)) // JSON is YAML
    const tried = async (...args: readonly string[]) =>
      await runToEnd(['moderation', 'try', file, ...args], { DATABASE_URL: database.url })

    const { status, stdout, stderr } = await tried()
    t.deepEqual([status, stderr], [0, ''])
    t.regex(
      stdout,
      /^Dry run of the rules of .* of the last 7 days\. Nothing was changed\.\n {2}links +hides 2\n/,
    )
    t.regex(
      stdout,
      / {2}pictures +deletes 1\n {4}\S+ {2}comment 5_4 of Page 100200300400500\n3 of 5 comments break a rule\.\n$/,
    )
    t.false(stdout.includes('evil.com'), 'the text of a customer is printed only when it is asked for')
    t.regex(
      (await tried('--texts', '--rule', 'links')).stdout,
      /comment 5_1 of Page \d+ {2}evil\.com: see evil\.com\n/,
    )

    const { acts, rules, comments } = JSON.parse((await tried('--json', '--days', '1')).stdout)
    t.deepEqual([comments, rules], [4, { links: 1, pictures: 1 }])
    t.deepEqual(
      acts.toSorted((a: { rule: string }, b: { rule: string }) => (a.rule < b.rule ? -1 : 1)),
      [
        { pageId, commentId: '5_1', rule: 'links', act: 'hide' },
        { pageId, commentId: '5_4', rule: 'pictures', act: 'delete' },
      ],
    )
    t.is((await tried('--rule', 'link')).stderr, `${file} has no rule link. It has: links, pictures\n`)
    t.deepEqual(await database.query('select 1 from outbound union select 1 from moderation'), [])
  },
)

test.serial('an undo of a rule that never acted is refused, and the list is empty', async (t) => {
  const { database } = await openTables()
  const env = { DATABASE_URL: database.url }
  const undone = await runToEnd(['moderation', 'undo', '--rule', 'links', '--yes'], env)
  t.is(undone.status, 1)
  t.is(undone.stderr, 'No rule links has hidden or deleted a comment. No rule has acted so far.\n')
  t.is((await runToEnd(['moderation', 'list'], env)).stdout, '0 acts\n')
  const { stderr } = await runToEnd(['moderation', 'try'], env)
  t.regex(stderr, /^Name the storyboard, or set STORYBOARD/)
})

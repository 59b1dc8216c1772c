import { readFileSync } from 'node:fs'
import test from 'ava'
import { fill, now, openShop, storyboard } from './shop-to-learn-from.ts'

test.serial('review groups what was not understood, and masks numbers', async (t) => {
  const { nlp, ...tables } = await openShop(t)
  await fill(tables)
  const { status, stdout, stderr } = await nlp('review')
  t.deepEqual([status, stderr], [0, ''])
  const [first = '', ...lines] = stdout.split('\n')
  const days = `${new Date(now - 25 * 3_600_000).toISOString().slice(0, 10)} to ${new Date(now - 3_600_000).toISOString().slice(0, 10)}`
  t.regex(first, new RegExp(`^[0-9a-f]{6} {2}4 texts {2}not_understood 4 {2}en 4 {2}${days} {2}near`))
  t.deepEqual(lines.slice(0, 3), [
    '    gluten free bread?',
    '    do you sell gluten free bread',
    '    do you sell gluten free bread rolls',
  ])
  t.true(stdout.includes('    parzel [number] [2Jhere\n'))
  t.regex(stdout, /1 text {2}agent_replied 1 .*\n {4}a parcel with cake\n/)
  t.true(stdout.endsWith('\n6 texts of the last 30 days in 3 groups.\n'))
  t.false(stdout.includes('48213'))
  t.false(stdout.includes('\u001b'))

  const json = JSON.parse((await nlp('review', '--json', '--language', 'de', '--unmasked')).stdout)
  t.deepEqual([json.texts, json.ungrouped, json.groups.length], [1, 0, 1])
  t.deepEqual(json.groups[0].examples, ['parzel 48213 [2Jhere'])
  await tables.database.query(`insert into page (pageId, firstSeenTs) values ('99', '2026-11-28')`)
  t.is((await nlp('review', '--page', '99')).stdout, 'Nothing to review in the last 30 days.\n')
  t.regex(
    (await nlp('review', '--days', '0.5', '--limit', '1')).stdout,
    /5 texts of the last 0\.5 days in 3 groups, 2 not shown\.\n$/,
  )
  t.deepEqual(
    (await nlp('review', '--csv', '--language', 'de')).stdout
      .split('\n')
      .map((row) => row.replace(/,[0-9a-f]{6},.*/, ',…')),
    ['text,category,group,nearest,confidence', '"parzel 12345 [2Jhere",,…', ''],
  )
})

test.serial('accepted groups become a patch, which is written only when it is asked for', async (t) => {
  const { nlp, file, ...tables } = await openShop(t)
  await fill(tables)
  const { groups } = JSON.parse((await nlp('review', '--json')).stdout)
  const [bread, ...others] = groups
  const parcel = others.find(({ examples }: { examples: string[] }) => examples[0]?.startsWith('parzel'))
  const accept = ['--accept', `${bread.group}=none`, `${parcel.group}=parcel`, '--examples', '2']
  const patch = await nlp('review', '--patch', ...accept)
  t.is(patch.stderr, '')
  t.is(
    patch.stdout,
    `--- a/${file.slice(1)}
+++ b/${file.slice(1)}
@@ -7,14 +7,17 @@
     - where is my parcel
     - has my parcel been sent
     - my parcel is late
     - track my parcel
+    - parzel 12345 [2Jhere
   cake:
     - do you have cake # any cake
     - which cakes are there today
     - a slice of cake please
     - I would like some cake
 none:
   - do you like football
+  - gluten free bread?
+  - do you sell gluten free bread
 fallback: { texts: ['Pardon?'] }
 scenes:
   parcel: { on: [{ intent: parcel }], do: [{ say: It is on its way. }] }
`,
  )
  t.is(readFileSync(file, 'utf8'), storyboard)

  const written = await nlp('review', '--write', ...accept)
  t.deepEqual([written.status, written.stdout, written.stderr], [0, '', `${file} has 3 new sentences.\n`])
  t.true(readFileSync(file, 'utf8').includes('  - do you like football\n  - gluten free bread?\n'))
  t.is(
    (await nlp('review', '--write', ...accept)).stderr,
    `${file} has 1 new sentence.\n`,
    'the third text of the group',
  )
  t.is(
    (await nlp('review', '--patch', ...accept)).stderr,
    `${file} has all of these sentences already. Nothing was changed.\n`,
  )
})

test.serial('a wrong choice is refused with what to do', async (t) => {
  const { nlp, file, ...tables } = await openShop(t)
  await fill(tables)
  const { groups } = JSON.parse((await nlp('review', '--json')).stdout)
  const [{ group }] = groups
  const refusals: readonly (readonly [readonly string[], RegExp])[] = [
    [['--patch'], /^Name the groups for the patch: --accept <group>/],
    [['--accept', group], /^--accept needs --patch/],
    [['--patch', '--accept', 'ffffff'], /^There is no group ffffff any more: list the groups again/],
    [['--patch', '--accept', `${group}=pizza`], /has no intent pizza\. It has: parcel, cake, and none\n$/],
    [['--patch', '--accept', `${group}=__proto__`], /has no intent __proto__\./],
    [['--page', ''], /^(?:No Page was added yet, so )?Page "" is not known/],
  ]
  for (const [args, expected] of refusals) {
    const { status, stderr } = await nlp('review', ...args)
    t.is(status, 1)
    t.regex(stderr, expected)
  }
  t.is(readFileSync(file, 'utf8'), storyboard)
})

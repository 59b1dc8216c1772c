import test from 'ava'
import { at, comment, feedBody, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const postedAt = at(-86_400)

/** A change of the video whose `created_time` is that of the video, as Facebook sends it. */
function video(verb: string, seconds: number): string {
  return feedBody(
    {
      item: 'video',
      verb,
      video_id: '66001',
      post_id: `${pageId}_9`,
      created_time: postedAt / 1000,
      from: { id: pageId, name: 'The Page' },
    },
    at(seconds),
  )
}

const added = video('add', 0)
const hides = [video('hide', 10), video('unhide', 20), video('hide', 30)]

test.serial('a second hide is a row of its own, and the content is hidden', async (t) => {
  for (const order of [
    [added, ...hides],
    [...hides].toReversed().concat(added),
    [added, ...hides, ...hides],
  ]) {
    const { database, record } = await openTables()
    for (const body of order) await record(body)
    const rows = await database.query(
      'select f.verb, f.is_hidden, i.ts from chanFacebookFeed f join interaction i using (kwInteractionId) order by i.ts',
    )
    t.deepEqual(
      rows.map(({ verb, ts }) => [verb, Number(ts)]),
      [
        ['add', postedAt],
        ['hide', at(10)],
        ['unhide', at(20)],
        ['hide', at(30)],
      ],
    )
    t.is(rows[0]?.['is_hidden'], 1)
  }
})

test.serial('the same is true of a comment', async (t) => {
  const created = { created_time: at(0) / 1000 }
  const change = (verb: string, seconds: number): string =>
    feedBody(
      {
        item: 'comment',
        verb,
        comment_id: '9_c1',
        post_id: `${pageId}_9`,
        parent_id: `${pageId}_9`,
        ...created,
      },
      at(seconds),
    )
  const { database, record } = await openTables()
  await record(comment('c1', at(0)), change('hide', 10), change('unhide', 20), change('hide', 30))
  await record(change('unhide', 40))
  t.is((await database.query("select 1 from chanFacebookFeed where verb in ('hide', 'unhide')")).length, 4)
  t.deepEqual(await database.query("select is_hidden from chanFacebookFeed where verb = 'add'"), [
    { is_hidden: 0 },
  ])
})

import test from 'ava'
import { at, comment, feedBody, pageId } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const below = (id: string, from: { id: string }, post = '9') =>
  feedBody(
    {
      item: 'comment',
      verb: 'add',
      comment_id: `${post}_${id}`,
      post_id: `${pageId}_${post}`,
      parent_id: `${post}_c1`,
      from,
      created_time: Math.floor(at(2) / 1000),
      message: 'reply',
    },
    at(2),
  )

test.serial('a reply to a comment names the author of that comment, whichever comes first', async (t) => {
  const above = comment('c1', at(1), { from: { id: '501', name: 'Ada' } })
  const ofPage = below('c2', { id: pageId })
  const ofCustomer = below('c3', { id: '502' })
  for (const order of [
    [[above], [ofPage], [ofCustomer]],
    [[ofCustomer], [ofPage], [above]],
    [[ofPage, above, ofCustomer]],
    [[ofPage], [above], [ofCustomer], [above, ofPage, ofCustomer]],
  ]) {
    const { database, record } = await openTables()
    for (const bodies of order) await record(...bodies)
    t.deepEqual(
      await database.query('select comment_id, inReplyToUserId from chanFacebookFeed order by comment_id'),
      [
        { comment_id: '9_c1', inReplyToUserId: null },
        { comment_id: '9_c2', inReplyToUserId: '501' },
        { comment_id: '9_c3', inReplyToUserId: '501' },
      ],
    )
  }
})
